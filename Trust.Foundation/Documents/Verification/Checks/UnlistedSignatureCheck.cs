namespace Trust.Documents.Verification.Checks;

/// <summary>Signature files that no list names: a signature may have been removed.</summary>
internal sealed class UnlistedSignatureCheck() : DocumentCheck("DOC-UNLISTED", "GB/T 33190-2016 18.1; our rule on removed signatures")
{
    internal override IEnumerable<CheckResult> Run(DocumentContext document)
    {
        var unlisted = document.Reachability?.UnlistedSignatureEntries ?? [];
        if (unlisted.Count > 0)
        {
            yield return Of(CheckStatus.Warning, $"A signature may have been removed; no list names {string.Join(", ", unlisted.Take(20))}.");
        }
    }
}
