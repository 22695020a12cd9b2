namespace Trust.Documents.Verification.Checks;

/// <summary>A path leads from the signer to a trusted authority.</summary>
internal sealed class SignerChainCheck() : Check("CERT-CHAIN", "GM/T 0031-2014 6.2.3 c; RFC 5280 6")
{
    internal override CheckResult? Run(SignatureContext context) => context.Kind == ValueKind.Seal ? null
        : context.SignerJudgement is not { } judgement ? NotChecked("The signer's certificate is not at hand.")
        : Of(judgement.Chain());
}
