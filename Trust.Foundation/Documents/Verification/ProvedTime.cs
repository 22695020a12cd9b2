using Trust.Crypto.Certificates;
using Trust.Crypto.TimeStamps;

namespace Trust.Documents.Verification;

/// <summary>
/// The proved time of a signature: the earliest of a valid time stamp over its value, a log proof, and a record of our own. What the signer claims proves nothing.
/// </summary>
internal static class ProvedTime
{
    internal static void Find(SignatureContext context)
    {
        if (context.SignatureValue is not { } value)
        {
            return;
        }

        var digest = Digests.Sm3Text(value.Span);
        var proofs = context.Material.Proofs.Where(proof => proof.SignatureDigest == digest && proof.Source != ProofSource.TimeStamp).ToList();
        if (context.TimeStampBytes is { } bytes && TimeStampToken.TryParse(bytes.Span, out var token))
        {
            Judge(context, token, token.Verify(value.Span, [.. context.Material.Intermediates, .. context.SignedData?.Certificates ?? []]));
            if (IsTrusted(context))
            {
                proofs.Add(new(digest, token.Time, ProofSource.TimeStamp));
            }
        }

        // A time that is still to come proves nothing.
        context.Proof = proofs.Where(proof => proof.Time <= context.Now + context.Policy.ClockTolerance).MinBy(proof => proof.Time);
    }

    /// <summary>Takes a time stamp over with what holds of it, and looks for a path to a trusted authority.</summary>
    internal static void Judge(SignatureContext context, TimeStampToken token, TimeStampCheck? check)
    {
        context.TimeStamp = token;
        context.TimeStampCheck = check;
        context.TimeStampPath = Authority(context, token);
    }

    internal static bool IsTrusted(SignatureContext context) =>
        context.TimeStampCheck is { IsValid: true } && context.TimeStampPath is { IsValid: true } path && !IsBackdatable(path);

    /// <summary>
    /// RFC 3161 section 4: where the authority's certificate was revoked later, its earlier stamps stay good only if its key stayed in its hands.
    /// </summary>
    internal static bool IsBackdatable(PathResult path) => path.Checks.Any(check => check.Revocation is
    { Reason: not (RevocationReason.AffiliationChanged or RevocationReason.Superseded or RevocationReason.CessationOfOperation) });

    private static PathResult? Authority(SignatureContext context, TimeStampToken token) => context.TimeStampCheck?.Certificate is not { } certificate
        ? null
        : CertificateJudgement.ValidateWithGrace(
            certificate,
            context.PathOptions(context.Material.TimeStampAnchors, token.Time, token.Certificates) with { ExtendedKeyUsage = ExtendedKeyUsages.TimeStamping },
            context.Policy.Grace).Result;
}
