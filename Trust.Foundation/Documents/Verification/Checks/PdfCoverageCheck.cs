using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>
/// The signature covers its revision but for its own value, and later revisions did nothing but add further signatures; the last of them covers the file to its end. What came
/// later otherwise may show anything.
/// </summary>
internal sealed class PdfCoverageCheck() : PdfCheck("SIG-COVERAGE", "ISO 32000-1 7.5.6 and 12.8.1; our rule on later revisions")
{
    protected override bool Owns(string code) => code is PdfFaults.ByteRangeInvalid or PdfFaults.ByteRangeGap or PdfFaults.ByteRangeEnd;

    protected override CheckResult? Judge(SignatureContext context, PdfSignature pdf)
    {
        if (!pdf.CoverageHolds)
        {
            return NotChecked("The signature dictionary was not read.");
        }

        if (pdf.ForeignChange is { } change)
        {
            context.Unprotected.AddRange(pdf.LaterChanges.Select(later => new UnprotectedEntry($"object {later.ObjectNumber}", ShownText.Cut(later.Kind), [], context.Number, true)));
            return Doubt(SubIndications.SignatureConstraintsFailure, $"After this signature {change}.");
        }

        return context.PdfFile!.BytesAfterLastSignature is var after and > 0
                ? Doubt(SubIndications.SignatureConstraintsFailure, $"{after} bytes stand after the last signed revision.")
            : pdf.CoversWholeFile ? Ok("Nothing came after it.")
            : Note("Later revisions added nothing but signatures.");
    }
}
