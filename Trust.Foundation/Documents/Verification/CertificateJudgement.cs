using Trust.Crypto.Certificates;

namespace Trust.Documents.Verification;

/// <summary>A path validation turned into three answers: chain, validity, revocation (GM/T 0031-2014 clause 6.2.3 c and d; ETSI EN 319 102-1 clause 5.2.6).</summary>
internal sealed class CertificateJudgement
{
    private readonly PathResult _path;
    private readonly bool _isProved;
    private readonly bool _usedGrace;

    internal CertificateJudgement(SignatureContext context, Certificate certificate)
    {
        var options = context.PathOptions(context.Material.Anchors, context.JudgedAt, context.SignedData?.Certificates ?? []) with
        {
            AnyKeyUsage = KeyUsages.DigitalSignature | KeyUsages.NonRepudiation,
        };
        (_path, _usedGrace) = ValidateWithGrace(certificate, options, context.Policy.Grace);
        _isProved = context.Proof is not null;
    }

    /// <summary>Path, signatures, extensions, authorities and key usage.</summary>
    internal (CheckStatus Status, string Detail, Conclusion? Conclusion) Chain()
    {
        var bad = _path.Checks.FirstOrDefault(check => check.Verdict != PathVerdict.Passed && check.Check is not ("validity" or "revocation"));
        if (bad is null)
        {
            return (CheckStatus.Ok, $"{_path.Path.Count} certificates up to {_path.Path[^1].Subject}.", null);
        }

        var reason = bad.Reason switch
        {
            PathReason.ChainIncomplete => SubIndications.NoCertificateChainFound,
            PathReason.AlgorithmNotAccepted => SubIndications.CryptoConstraintsFailure,
            PathReason.KeyUsageMissing or PathReason.ExtendedKeyUsageMissing or PathReason.PathLengthExceeded or PathReason.PathTooLong
                or PathReason.NotAnAuthority or PathReason.CriticalExtensionUnknown => SubIndications.ChainConstraintsFailure,
            _ => SubIndications.ChainGeneralFailure,
        };
        return (CheckStatus.NotOk, Text(bad), Conclusion.Unknown(reason));
    }

    /// <summary>Whether every certificate of the path is in its validity at the time that counts.</summary>
    internal (CheckStatus Status, string Detail, Conclusion? Conclusion) Validity()
    {
        var bad = _path.Checks.FirstOrDefault(check => check.Check == "validity" && check.Verdict != PathVerdict.Passed);
        if (bad is null)
        {
            return (CheckStatus.Ok, _path.Checks.First(check => check.Check == "validity").Detail, null);
        }

        // A certificate that is not valid yet can't have signed anything; one that has expired may have, while it was valid.
        var conclusion = bad.Reason == PathReason.NotYetValid ? Conclusion.Failed(SubIndications.NotYetValid)
            : _isProved ? Conclusion.Failed(SubIndications.Expired)
            : Conclusion.Unknown(SubIndications.OutOfBoundsNoPoe);
        return (CheckStatus.NotOk, Text(bad), conclusion);
    }

    /// <summary>Whether no certificate of the path was revoked at the time that counts.</summary>
    internal (CheckStatus Status, string Detail, Conclusion? Conclusion) Revocation()
    {
        var checks = _path.Checks.Where(check => check.Check == "revocation").ToList();
        if (checks.Count == 0)
        {
            return (CheckStatus.NotChecked, "No issuer is known whose list could be looked at, or revocation is not asked for.", null);
        }

        if (checks.Find(check => check.Reason == PathReason.Revoked) is { } revoked)
        {
            var conclusion = _isProved ? Conclusion.Failed(SubIndications.Revoked)
                : Conclusion.Unknown(revoked.Depth == 0 ? SubIndications.RevokedNoPoe : SubIndications.RevokedCaNoPoe);
            return (CheckStatus.NotOk, Text(revoked), conclusion);
        }

        if (checks.Find(check => check.Verdict != PathVerdict.Passed) is { } unknown)
        {
            return (CheckStatus.NotOk, Text(unknown), Conclusion.Unknown(SubIndications.TryLater));
        }

        return checks.Find(check => check.Reason == PathReason.RevokedLater) is { } later
            ? (CheckStatus.Warning, $"Revoked after it was signed, which the proved time shows: {later.Detail}", null)
            : _usedGrace ? (CheckStatus.Warning, "By a list that is no longer fresh, within the time of grace.", null)
            : checks.Exists(check => check.Reason == PathReason.RevocationUnknown) ? (CheckStatus.Warning, "Not all lists were at hand.", null)
            : (CheckStatus.Ok, checks[0].Detail, null);
    }

    /// <summary>Validates; where only the freshness of lists is missing, once more for the time of grace earlier.</summary>
    internal static (PathResult Result, bool UsedGrace) ValidateWithGrace(Certificate certificate, PathValidationOptions options, TimeSpan grace)
    {
        var result = PathValidator.Validate(certificate, options);
        if (grace > TimeSpan.Zero && result.Verdict == PathVerdict.Indeterminate && result.Decisive!.Reason == PathReason.RevocationUnknown)
        {
            var earlier = PathValidator.Validate(certificate, options with { Time = options.Time - grace });
            if (earlier.IsValid)
            {
                return (earlier, true);
            }
        }

        return (result, false);
    }

    private static string Text(PathCheck check) => $"Certificate {check.Depth} of the path, {check.Check}: {check.Reason}. {check.Detail}";
}
