using Trust.Crypto;
using Trust.Documents.Seals;

namespace Trust.Documents.Verification.Checks;

/// <summary>The value is a signature of the signer's key over what has to be signed.</summary>
internal sealed class SignatureValueCheck() : Check("SIG-VALUE", "GM/T 0031-2014 6.2.3 b; GB/T 32918.2-2016 7.1; GB/T 35275-2017 8.2")
{
    internal override CheckResult? Run(SignatureContext context) => context.Kind switch
    {
        ValueKind.Seal => null,
        ValueKind.Unreadable => NotChecked("The value can't be read.", SubIndications.FormatFailure),
        ValueKind.SignedData => SignedData(context),
        ValueKind.Bare when context.SignedContent is null => NotChecked("What it signs is not at hand.", SubIndications.SignedDataNotFound),
        ValueKind.Bare when context.Input.CandidateCertificates.Count == 0 =>
            NotChecked("The value carries no certificate and none was given.", SubIndications.NoSigningCertificateFound),
        ValueKind.Bare when context.ValueFacts is { Holds: false, HoldsAsUnsigned: false } =>
            Doubt(SubIndications.NoSigningCertificateFound, $"The value is not that of any of the {context.Input.CandidateCertificates.Count} certificates given."),
        _ => context.ValueFacts is { } facts
            ? Judge(facts, context.Ses?.SignatureAlgorithm ?? Oids.Sm2WithSm3)
            : Fail(SubIndications.FormatFailure, "The signer's certificate can't be read."),
    };

    private CheckResult Judge(SignatureValueFacts facts, string algorithm) => Of(Decide(facts, algorithm));

    /// <summary>Shared with the seal's own value.</summary>
    internal static (CheckStatus Status, string Detail, Conclusion? Conclusion) Decide(SignatureValueFacts facts, string algorithm) => facts switch
    {
        { Holds: true } => (CheckStatus.Ok, $"Algorithm {algorithm}.", null),
        { AlgorithmAccepted: false } =>
            (CheckStatus.NotOk, $"Algorithm {algorithm} is not accepted or does not belong to the key.", Conclusion.Unknown(SubIndications.CryptoConstraintsFailure)),
        { Fault: not Sm2SignatureFault.None } => (
            CheckStatus.NotOk,
            $"r and s are encoded wrongly: {facts.Fault}. Read as unsigned numbers the value {(facts.HoldsAsUnsigned ? "verifies" : "does not verify")}.",
            Conclusion.Failed(SubIndications.FormatFailure)),
        _ => (CheckStatus.NotOk, "The value is not a signature of the signer's key over these bytes.", Conclusion.Failed(SubIndications.SignatureCryptoFailure)),
    };

    private CheckResult SignedData(SignatureContext context)
    {
        var check = context.SignerCheck!;
        if (check.Certificate is null)
        {
            return NotChecked("The signer's certificate did not come along and was not given.", SubIndications.NoSigningCertificateFound);
        }

        if (!check.AlgorithmAccepted)
        {
            return Doubt(SubIndications.CryptoConstraintsFailure, $"Algorithm {context.SignedData!.Signers[0].SignatureAlgorithm} is not accepted or does not belong to the key.");
        }

        if (check.SignatureHolds)
        {
            return Ok(context.SignedData!.Signers[0].SignedAttributes is null ? "Over the content." : "Over the signed attributes.");
        }

        // Without attributes the content is what is signed; where it is not at hand nothing can be said.
        return context.SignedContent is null && context.SignedData!.Content is null && context.SignedData.Signers[0].SignedAttributes is null
            ? NotChecked("What it signs is not at hand.", SubIndications.SignedDataNotFound)
            : Fail(SubIndications.SignatureCryptoFailure, "The value is not a signature of the signer's key.");
    }
}
