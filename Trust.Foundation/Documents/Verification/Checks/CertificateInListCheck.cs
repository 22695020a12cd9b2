using Trust.Documents.Seals;

namespace Trust.Documents.Verification.Checks;

/// <summary>The signer is one of those whom the seal names: bytes for list type 1, digest for type 2.</summary>
internal sealed class CertificateInListCheck() : Check("CERT-IN-LIST", "GM/T 0031-2014 6.2.2 c; GB/T 38540-2020")
{
    internal override CheckResult? Run(SignatureContext context) => context.Ses is not { } ses ? null : ses.Seal.Lists(ses.SignerCertificate.Span) switch
    {
        SesListing.Listed => Ok($"One of {ses.Seal.Certificates.Count}."),
        SesListing.NotListed => Fail(SubIndications.SignatureConstraintsFailure, $"The signer is none of the {ses.Seal.Certificates.Count} of the seal's list."),
        _ => Doubt(SubIndications.SignatureConstraintsFailure, "The seal's list holds entries that can't be compared with a certificate."),
    };
}
