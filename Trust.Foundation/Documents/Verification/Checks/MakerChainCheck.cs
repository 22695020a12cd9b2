namespace Trust.Documents.Verification.Checks;

/// <summary>A path leads from the seal's maker to a trusted authority.</summary>
internal sealed class MakerChainCheck() : Check("MAKER-CHAIN", "GM/T 0031-2014 6.1.2 c; RFC 5280 6")
{
    internal override CheckResult? Run(SignatureContext context) =>
        context.MakerJudgement is not { } judgement ? null : Of(judgement.Chain());
}
