using Trust.Crypto;
using Trust.Crypto.Keys;
using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>Digest and signature algorithm are accepted, and the policy knows signatures of such keys.</summary>
internal sealed class PdfAlgorithmCheck() : PdfCheck("SIG-ALGORITHM", "ETSI EN 319 102-1 5.2.8; GM/T 0006-2012")
{
    private static readonly string[] Ecdsa = [Oids.EcdsaWithSha256, Oids.EcdsaWithSha384, Oids.EcdsaWithSha512];
    private static readonly string[] Rsa = [Oids.RsaWithSha256, Oids.RsaWithSha384, Oids.RsaWithSha512];

    protected override bool Owns(string code) => code == PdfFaults.AlgorithmUnsupported;

    protected override CheckResult? Judge(SignatureContext context, PdfSignature pdf)
    {
        if (pdf.Certificate?.PublicKey is not { } key || context.Kind != ValueKind.SignedData)
        {
            return null;
        }

        string[] known = key.Kind switch
        {
            PublicKeyKind.Sm2 => [Oids.Sm2WithSm3],
            PublicKeyKind.Ecdsa => Ecdsa,
            _ => Rsa,
        };
        return known.Any(context.Policy.SignatureAlgorithms.Contains)
            ? Ok($"{key.Kind}, {context.SignedData!.Signers[0].SignatureAlgorithm}.")
            : Doubt(SubIndications.CryptoConstraintsFailure, $"Signatures of {key.Kind} keys are not accepted by the policy.");
    }
}
