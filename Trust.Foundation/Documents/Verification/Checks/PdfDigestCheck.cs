using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>The covered bytes are those that were signed.</summary>
internal sealed class PdfDigestCheck() : PdfCheck("REF-DIGEST", "ISO 32000-1 12.8.1; ETSI EN 319 102-1 5.2.7; RFC 5652 5.4")
{
    protected override bool Owns(string code) => code == PdfFaults.DigestMismatch;

    protected override CheckResult? Judge(SignatureContext context, PdfSignature pdf) => context.Kind switch
    {
        ValueKind.SignedData when context.SignerCheck is { DigestHolds: true } or { DigestHolds: null, SignatureHolds: true } => Ok(Covered(pdf)),
        ValueKind.TimeStamp when pdf.TimeStampCheck is { ImprintHolds: true } => Ok(Covered(pdf)),
        _ => NotChecked("No digest that can be relied on was read."),
    };

    private static string Covered(PdfSignature pdf) => $"{pdf.ByteRange[1] + pdf.ByteRange[3]} bytes.";
}
