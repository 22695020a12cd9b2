namespace Trust.Documents.Verification.Checks;

/// <summary>Neither the signer's certificate nor one above it was revoked at the time that counts.</summary>
internal sealed class SignerRevocationCheck() : Check("CERT-REVOCATION", "GM/T 0031-2014 6.2.3 d; RFC 5280 6.3; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context) => context.Kind == ValueKind.Seal || context.SignerJudgement is not { } judgement ? null
        : Of(judgement.Revocation());
}
