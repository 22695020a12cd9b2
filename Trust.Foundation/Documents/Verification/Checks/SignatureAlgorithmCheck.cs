using Trust.Crypto;

namespace Trust.Documents.Verification.Checks;

/// <summary>The algorithm is accepted by the policy, and Signature.xml names the same.</summary>
internal sealed class SignatureAlgorithmCheck() : Check("SIG-ALGORITHM", "GB/T 33190-2016 18.2.2; GM/T 0006-2012")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        var used = context.Ses?.SignatureAlgorithm ?? (context.Kind is ValueKind.Bare or ValueKind.SignedData ? Oids.Sm2WithSm3 : null);
        if (used is null || context.Kind == ValueKind.Seal)
        {
            return null;
        }

        if (!context.Policy.SignatureAlgorithms.Contains(used))
        {
            return Doubt(SubIndications.CryptoConstraintsFailure, $"{used} is not accepted by the policy.");
        }

        var stated = context.File?.SignatureMethod;
        return stated is null or "" ? Note($"{used}; Signature.xml names none.")
            : stated == used || (context.Kind == ValueKind.SignedData && context.SignerCheck?.AlgorithmAccepted == true) ? Ok(used)
            : Doubt(SubIndications.SignatureConstraintsFailure, $"Signature.xml says {stated}, the value says {used}.");
    }
}
