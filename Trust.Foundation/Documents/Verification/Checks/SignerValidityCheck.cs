using Trust.Crypto.Certificates;

namespace Trust.Documents.Verification.Checks;

/// <summary>The signer's certificate and those above it are in their validity at the time that counts.</summary>
internal sealed class SignerValidityCheck() : Check("CERT-VALIDITY", "GM/T 0031-2014 6.2.3 d; ETSI EN 319 102-1 5.6; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context) => context.Kind == ValueKind.Seal || context.SignerJudgement is not { } judgement ? null
        : ClaimOutside(context, context.Signer!) is { } outside ? outside
        : Of(judgement.Validity());

    // A signer who says that the certificate was not valid then is believed against himself.
    private CheckResult? ClaimOutside(SignatureContext context, Certificate signer) => context.ClaimedTime is not { } claimed || context.Proof is not null ? null
        : claimed >= signer.NotAfter.AddSeconds(1) ? Fail(SubIndications.Expired, $"Signed at {claimed:u} as it says itself, after the certificate expired at {signer.NotAfter:u}.")
        : claimed < signer.NotBefore ? Fail(SubIndications.NotYetValid, $"Signed at {claimed:u} as it says itself, before the certificate began at {signer.NotBefore:u}.")
        : null;
}
