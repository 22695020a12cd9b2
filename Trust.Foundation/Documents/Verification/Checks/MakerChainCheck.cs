namespace Trust.Documents.Verification.Checks;

/// <summary>
/// A path leads from the seal's maker to a trusted authority, and where the trust list names seal makers the maker is one of them: an authority certifies many who may sign
/// and may not make seals.
/// </summary>
internal sealed class MakerChainCheck() : Check("MAKER-CHAIN", "GM/T 0031-2014 6.1.2 c; RFC 5280 6; our rule on seal makers")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.MakerJudgement is not { } judgement)
        {
            return null;
        }

        var chain = judgement.Chain();
        var makers = context.Material.SealMakers;
        return chain.Status == CheckStatus.Ok && makers.Count > 0 && !makers.Any(maker => maker.Encoded.Span.SequenceEqual(context.Seal!.MakerCertificate.Span))
            ? Doubt(SubIndications.ChainConstraintsFailure, "The authority is trusted, but the maker is not one of the seal makers of the trust list.")
            : Of(chain);
    }
}
