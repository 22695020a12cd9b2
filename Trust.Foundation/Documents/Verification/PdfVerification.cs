using Trust.Documents.Pdf;

namespace Trust.Documents.Verification;

/// <summary>PDF files: what <see cref="PdfSignatureCheck"/> found becomes signatures that the same checks look at as in an OFD file.</summary>
internal static class PdfVerification
{
    internal static VerificationReport Verify(ReadOnlyMemory<byte> file, VerificationInput input, ReportBuilding report)
    {
        var pdf = PdfSignatureCheck.Check(file, input.Limits, input.Time, input.CandidateCertificates);
        if (pdf.Unreadable is { } fault)
        {
            return report.Unreadable(new(fault.Code, fault.Detail), VerifiedKind.Pdf);
        }

        report.Take(pdf);
        for (var i = 0; i < pdf.Signatures.Count; i++)
        {
            var context = new SignatureContext(input, report.Now, null, null) { Number = i + 1, Pdf = pdf.Signatures[i], PdfFile = pdf };
            Read(context, pdf.Signatures[i]);
            report.Take(context);
        }

        return report.Finish(VerifiedKind.Pdf);
    }

    private static void Read(SignatureContext context, PdfSignature signature)
    {
        if (signature.SignedData is { Signers: [var signer] } data)
        {
            context.Kind = ValueKind.SignedData;
            context.SignedData = data;
            context.SignerCheck = signature.SignerCheck;
            context.Signer = signature.Certificate;
            context.SignatureValue = signer.Signature;
            context.TimeStampBytes = signer.SignatureTimeStamps.Select(stamp => (ReadOnlyMemory<byte>?)stamp).FirstOrDefault();
        }
        else if (signature is { Kind: PdfSignatureKind.DocumentTimeStamp, TimeStamp: { } token })
        {
            context.Kind = ValueKind.TimeStamp;
            context.TimeStampBytes = token.Encoded;
            ProvedTime.Judge(context, token, signature.TimeStampCheck);
        }
    }
}
