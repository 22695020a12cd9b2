using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>A PDF as a whole: it reads without being repaired, and somebody signed it. Document time stamps alone say when, not who.</summary>
internal static class PdfFileCheck
{
    internal static IEnumerable<CheckResult> Run(PdfSignatureReport pdf)
    {
        yield return new("DOC-STRUCTURE", "ISO 32000-1 7.5", CheckStatus.Ok, $"{pdf.Pages} pages.");
        var count = pdf.Signatures.Count(signature => signature.Kind != PdfSignatureKind.DocumentTimeStamp);
        yield return count > 0
            ? new("DOC-SIGNATURES", "ISO 32000-1 12.8", CheckStatus.Ok, $"{count} signatures.")
            : new("DOC-SIGNATURES", "ISO 32000-1 12.8", CheckStatus.NotOk, "The document has no signature.") { Conclusion = Conclusion.Unknown(SubIndications.SignedDataNotFound) };
        if (pdf.UnlistedSignatures > 0)
        {
            yield return new("DOC-UNLISTED", "ISO 32000-1 12.7.2; our rule on removed signatures", CheckStatus.Warning, $"A signature may have been removed; {pdf.UnlistedSignatures} stand in the file that no field leads to.");
        }
    }
}
