namespace Trust.Documents.Verification.Checks;

/// <summary>Neither the maker's certificate nor one above it was revoked at the time that counts.</summary>
internal sealed class MakerRevocationCheck() : Check("MAKER-REVOCATION", "GM/T 0031-2014 6.1.2 c; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context) =>
        context.MakerJudgement is not { } judgement ? null : Of(judgement.Revocation());
}
