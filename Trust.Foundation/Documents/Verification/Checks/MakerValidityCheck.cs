namespace Trust.Documents.Verification.Checks;

/// <summary>The maker's certificate and those above it are in their validity at the time that counts.</summary>
internal sealed class MakerValidityCheck() : Check("MAKER-VALIDITY", "GM/T 0031-2014 6.1.2 c; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context) =>
        context.Maker is not { } maker ? null : Of(new CertificateJudgement(context, maker).Validity());
}
