namespace Trust.Documents.Verification.Checks;

/// <summary>The maker's certificate and those above it are in their validity at the time that counts.</summary>
internal sealed class MakerValidityCheck() : Check("MAKER-VALIDITY", "GM/T 0031-2014 6.1.2 c; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context) =>
        context.MakerJudgement is not { } judgement ? null : Of(judgement.Validity());
}
