namespace Trust.Documents.Verification.Checks;

/// <summary>A check of the document as a whole.</summary>
internal abstract class DocumentCheck(string id, string clause)
{
    internal abstract IEnumerable<CheckResult> Run(DocumentContext document);

    protected CheckResult Of(CheckStatus status, string detail, Conclusion? conclusion = null) => new(id, clause, status, detail) { Conclusion = conclusion };
}
