namespace Trust.Documents.Verification.Checks;

/// <summary>Every stamp lies on a page of the document.</summary>
internal sealed class StampPageCheck() : Check("STAMP-PAGE", "GB/T 33190-2016 18.2.4")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.File is not { StampAnnots.Count: > 0 } file || context.Document is not { File: not null } document)
        {
            return null;
        }

        var wrong = file.StampAnnots.FirstOrDefault(stamp => stamp.Boundary is null || stamp.PageRef is not { } page || document.PageNumber(page) is null);
        return wrong is null
            ? Ok($"{file.StampAnnots.Count} stamps.")
            : Doubt(SubIndications.SignatureConstraintsFailure, $"Stamp {wrong.Id} names page {wrong.PageRefText}, which does not exist, or has no box.");
    }
}
