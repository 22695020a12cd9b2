using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>The value is a signature of the key of the certificate that is named.</summary>
internal sealed class PdfValueCheck() : PdfCheck("SIG-VALUE", "ETSI EN 319 102-1 5.2.3 and 5.2.7; GB/T 35275-2017 8.2; RFC 5652 5.4")
{
    protected override bool Owns(string code) => code is PdfFaults.ValueMismatch or PdfFaults.CertificateMissing;

    protected override CheckResult? Judge(SignatureContext context, PdfSignature pdf) => context.Kind switch
    {
        ValueKind.TimeStamp => null,
        ValueKind.Unreadable => NotChecked("The value was not read."),
        _ when pdf.Fault?.Code == PdfFaults.AlgorithmUnsupported => NotChecked("The algorithm is not accepted."),
        _ => context.SignerCheck switch
        {
            { SignatureHolds: true } => Ok(context.SignedData!.Signers[0].SignedAttributes is null ? "Over the content." : "Over the signed attributes."),
            { Certificate: null } => NotChecked("The signer's certificate did not come along and was not given.", SubIndications.NoSigningCertificateFound),
            _ => Fail(SubIndications.SignatureCryptoFailure, "The value is not a signature of the certificate's key."),
        },
    };
}
