using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>Signature dictionary and value have a known form. Every fault that no other check owns counts here, so that none is lost.</summary>
internal sealed class PdfStructureCheck() : PdfCheck("SIG-STRUCTURE", "ISO 32000-1 12.8.1 and 12.8.3; ETSI EN 319 142-1 6.3; GB/T 35275-2017")
{
    private static readonly string[] OfOthers =
    [
        PdfFaults.ByteRangeInvalid, PdfFaults.ByteRangeGap, PdfFaults.ByteRangeEnd, PdfFaults.AlgorithmUnsupported, PdfFaults.DigestMismatch, PdfFaults.ValueMismatch,
        PdfFaults.CertificateMissing, PdfFaults.TimeStampInvalid,
    ];

    protected override bool Owns(string code) => !OfOthers.Contains(code);

    protected override CheckResult? Judge(SignatureContext context, PdfSignature pdf) =>
        context.Kind == ValueKind.Unreadable ? NotChecked("The value was not read.") : Ok($"{ShownText.Cut(pdf.Filter)} / {ShownText.Cut(pdf.SubFilter)}.");
}
