using System.Globalization;

namespace Trust.Crypto.Certificates;

/// <summary>
/// Certification path validation (RFC 5280 section 6) for SM2, ECDSA and RSA, at a stated time. It does no I/O: intermediates and revocation
/// lists are brought along. Every check is made and listed, also after one has failed.
/// </summary>
public static class PathValidator
{
    // What is evaluated below. certificatePolicies is understood as "any policy will do" (RFC 5280 section 6.1.1 (c)).
    private static readonly HashSet<string> UnderstoodExtensions =
    [
        ExtensionOids.BasicConstraints, ExtensionOids.KeyUsage, ExtensionOids.ExtendedKeyUsage, ExtensionOids.SubjectKeyIdentifier,
        ExtensionOids.AuthorityKeyIdentifier, ExtensionOids.SubjectAlternativeName, ExtensionOids.CrlDistributionPoints,
        ExtensionOids.AuthorityInformationAccess, ExtensionOids.CertificatePolicies,
    ];

    /// <summary>Validates a certificate.</summary>
    /// <param name="certificate">The end entity, or an authority's certificate.</param>
    /// <param name="options">Anchors, what lies between, lists, time and demands.</param>
    /// <returns>The best path found and every check made of it; a valid path is preferred where there are several.</returns>
    public static PathResult Validate(Certificate certificate, PathValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(options);
        var builder = new PathBuilder(options);
        PathResult? best = null;
        foreach (var path in builder.FindPaths(certificate))
        {
            var result = Check(path, options, [Pass(0, "path", $"{path.Count} certificates, anchor {path[^1].Subject}")]);
            if (best is null || result.Verdict < best.Verdict)
            {
                best = result;
            }

            if (best.IsValid)
            {
                break;
            }
        }

        return best ?? Check(builder.Longest, options, [Incomplete(builder)]);
    }

    private static PathCheck Incomplete(PathBuilder builder) => builder.WasCut
        ? new(builder.Longest.Count - 1, "path", PathVerdict.Failed, PathReason.PathTooLong, "No path of the allowed length leads to an anchor.")
        : new(
            builder.Longest.Count - 1, "path", PathVerdict.Indeterminate, PathReason.ChainIncomplete,
            $"No certificate of {builder.Longest[^1].Issuer} leads on to an anchor.");

    private static PathResult Check(IReadOnlyList<Certificate> path, PathValidationOptions options, List<PathCheck> checks)
    {
        for (var depth = 0; depth < path.Count; depth++)
        {
            var issuer = depth + 1 < path.Count ? path[depth + 1] : null;
            if (issuer is not null)
            {
                checks.Add(CheckSignature(path[depth], issuer, depth));
            }

            checks.Add(CheckValidity(path[depth], options.Time, depth));
            checks.Add(CheckExtensions(path[depth], depth));
            if (depth == 0)
            {
                checks.AddRange(CheckEndEntity(path[0], options));
            }
            else
            {
                checks.AddRange(CheckAuthority(path, depth));
            }

            if (issuer is not null && options.Revocation != RevocationMode.Ignore)
            {
                checks.Add(RevocationCheck.Check(path[depth], issuer, options, depth));
            }
        }

        return new(checks.Max(check => check.Verdict), path, checks);
    }

    private static PathCheck CheckSignature(Certificate certificate, Certificate issuer, int depth)
    {
        const string name = "signature";
        if (issuer.PublicKey is not { } key || !key.Accepts(certificate.SignatureAlgorithm))
        {
            return Fail(depth, name, PathReason.AlgorithmNotAccepted, $"Signature algorithm {certificate.SignatureAlgorithm} with the issuer's key.");
        }

        return certificate.IsSignedBy(key)
            ? Pass(depth, name, $"By {issuer.Subject}.")
            : Fail(depth, name, PathReason.SignatureInvalid, $"Not by the key of {issuer.Subject}.");
    }

    private static PathCheck CheckValidity(Certificate certificate, DateTimeOffset time, int depth)
    {
        const string name = "validity";
        var period = $"{Text(certificate.NotBefore)} to {Text(certificate.NotAfter)}, asked for {Text(time)}.";
        return time < certificate.NotBefore ? Fail(depth, name, PathReason.NotYetValid, period)

            // notAfter is the last second that belongs to the validity, to its end.
            : time >= certificate.NotAfter.AddSeconds(1) ? Fail(depth, name, PathReason.Expired, period)
            : Pass(depth, name, period);
    }

    private static PathCheck CheckExtensions(Certificate certificate, int depth)
    {
        const string name = "extensions";
        if (certificate.MalformedExtensions.Count > 0)
        {
            return Fail(depth, name, PathReason.ExtensionMalformed, string.Join(", ", certificate.MalformedExtensions));
        }

        // RFC 5280 section 4.2.1.10 demands that nameConstraints is critical; ignoring one that is not would widen what its issuer granted.
        var unknown = certificate.Extensions
            .Where(extension => (extension.IsCritical && !UnderstoodExtensions.Contains(extension.Oid)) || extension.Oid == ExtensionOids.NameConstraints)
            .Select(extension => extension.Oid).ToList();
        return unknown.Count > 0
            ? Fail(depth, name, PathReason.CriticalExtensionUnknown, string.Join(", ", unknown))
            : Pass(depth, name, $"{certificate.Extensions.Count} extensions.");
    }

    private static IEnumerable<PathCheck> CheckEndEntity(Certificate certificate, PathValidationOptions options)
    {
        if (options.AnyKeyUsage != KeyUsages.None)
        {
            // Production certificates combine signing and encryption bits, so one needed bit is enough.
            const string name = "key-usage";
            yield return certificate.KeyUsage is not { } usage || (usage & options.AnyKeyUsage) != 0
                ? Pass(0, name, certificate.KeyUsage?.ToString() ?? "No keyUsage: every use.")
                : Fail(0, name, PathReason.KeyUsageMissing, $"{usage}, needed one of {options.AnyKeyUsage}.");
        }

        if (options.ExtendedKeyUsage is { } purpose)
        {
            const string name = "extended-key-usage";
            yield return certificate.ExtendedKeyUsage.Contains(purpose)
                ? Pass(0, name, purpose)
                : Fail(0, name, PathReason.ExtendedKeyUsageMissing, $"[{string.Join(", ", certificate.ExtendedKeyUsage)}], needed {purpose}.");
        }
    }

    // RFC 5280 section 6.1.4 (k) to (n).
    private static IEnumerable<PathCheck> CheckAuthority(IReadOnlyList<Certificate> path, int depth)
    {
        var certificate = path[depth];
        const string name = "authority";

        // An anchor of version 1 has no extensions and is an authority because it was made an anchor (RFC 5280 section 6.1.1 (d)).
        var isOldAnchor = depth == path.Count - 1 && certificate.Extensions.Count == 0;
        var following = path.Skip(1).Take(depth - 1).Count(intermediate => !intermediate.IsSelfIssued);
        yield return !isOldAnchor && certificate.BasicConstraints is not { IsAuthority: true }
            ? Fail(depth, name, PathReason.NotAnAuthority, $"{certificate.Subject} may not issue certificates.")
            : certificate.BasicConstraints?.PathLength is { } allowed && following > allowed
                ? Fail(depth, name, PathReason.PathLengthExceeded, $"{following} intermediate certificates follow, {allowed} are allowed.")
                : Pass(depth, name, $"{following} intermediate certificates follow.");
        yield return certificate.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.KeyCertSign)
            ? Fail(depth, "key-usage", PathReason.KeyUsageMissing, $"{usage}, needed {KeyUsages.KeyCertSign}.")
            : Pass(depth, "key-usage", certificate.KeyUsage?.ToString() ?? "No keyUsage: every use.");
    }

    private static PathCheck Pass(int depth, string check, string detail) => new(depth, check, PathVerdict.Passed, PathReason.Ok, detail);

    private static PathCheck Fail(int depth, string check, string reason, string detail) => new(depth, check, PathVerdict.Failed, reason, detail);

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
