namespace Trust.Documents.Verification.Checks;

/// <summary>The seal was signed by its maker: over eSealInfo, in the 2014 edition over eSealInfo, certificate and algorithm.</summary>
internal sealed class SealValueCheck() : Check("SEAL-VALUE", "GM/T 0031-2014 6.1.2 b; GB/T 38540-2020")
{
    internal override CheckResult? Run(SignatureContext context) => context.Seal is not { } seal ? null
        : context.SealValueFacts is not { } facts ? Fail(SubIndications.FormatFailure, "The maker's certificate can't be read.")
        : !context.Policy.SignatureAlgorithms.Contains(seal.SignatureAlgorithm)
            ? Doubt(SubIndications.CryptoConstraintsFailure, $"{seal.SignatureAlgorithm} is not accepted by the policy.")
        : Of(SignatureValueCheck.Decide(facts, seal.SignatureAlgorithm));
}
