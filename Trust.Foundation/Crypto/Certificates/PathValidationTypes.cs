namespace Trust.Crypto.Certificates;

/// <summary>Whether revocation is looked at.</summary>
public enum RevocationMode
{
    /// <summary>Not at all.</summary>
    Ignore,

    /// <summary>Where a usable list is at hand; without one the check passes.</summary>
    WhereAvailable,

    /// <summary>For every certificate below the anchor; without a usable list the check is indeterminate.</summary>
    Required,
}

/// <summary>Outcome of one check or of a validation (the three of ETSI EN 319 102-1).</summary>
public enum PathVerdict
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>Something needed to decide is missing.</summary>
    Indeterminate,

    /// <summary>It does not hold.</summary>
    Failed,
}

/// <summary>Codes of the checks and of what they found. They never change meaning.</summary>
public static class PathReason
{
    /// <summary>The check passed.</summary>
    public const string Ok = "ok";

    /// <summary>No path leads to an anchor.</summary>
    public const string ChainIncomplete = "chain-incomplete";

    /// <summary>The only paths to an anchor have more certificates than allowed.</summary>
    public const string PathTooLong = "path-too-long";

    /// <summary>The signature is not that of the issuer's key.</summary>
    public const string SignatureInvalid = "signature-invalid";

    /// <summary>The signature algorithm or the issuer's key is unknown, or too weak to be accepted.</summary>
    public const string AlgorithmNotAccepted = "algorithm-not-accepted";

    /// <summary>The stated time lies after notAfter.</summary>
    public const string Expired = "expired";

    /// <summary>The stated time lies before notBefore.</summary>
    public const string NotYetValid = "not-yet-valid";

    /// <summary>An extension occurs twice or does not decode.</summary>
    public const string ExtensionMalformed = "extension-malformed";

    /// <summary>A critical extension is not understood, or constrains names, which is not evaluated here.</summary>
    public const string CriticalExtensionUnknown = "critical-extension-unknown";

    /// <summary>basicConstraints does not allow the holder to issue certificates.</summary>
    public const string NotAnAuthority = "not-an-authority";

    /// <summary>More intermediate certificates follow than pathLenConstraint allows.</summary>
    public const string PathLengthExceeded = "path-length-exceeded";

    /// <summary>keyUsage lacks a needed bit.</summary>
    public const string KeyUsageMissing = "key-usage-missing";

    /// <summary>extKeyUsage lacks the needed purpose.</summary>
    public const string ExtendedKeyUsageMissing = "extended-key-usage-missing";

    /// <summary>Revoked at or before the stated time.</summary>
    public const string Revoked = "revoked";

    /// <summary>Passed, but revoked after the stated time.</summary>
    public const string RevokedLater = "revoked-later";

    /// <summary>No list that is signed by the issuer and covers the stated time is at hand.</summary>
    public const string RevocationUnknown = "revocation-unknown";
}

/// <summary>One check of one certificate.</summary>
/// <param name="Depth">Place of the certificate in the path; 0 is the end entity.</param>
/// <param name="Check">What was looked at: path, signature, validity, extensions, authority, key-usage, extended-key-usage, revocation.</param>
/// <param name="Verdict">Outcome.</param>
/// <param name="Reason">One of <see cref="PathReason"/>.</param>
/// <param name="Detail">For people: names, times and numbers.</param>
/// <param name="Revocation">The entry of the list for a revoked certificate, else null.</param>
public sealed record PathCheck(int Depth, string Check, PathVerdict Verdict, string Reason, string Detail, RevokedCertificate? Revocation = null);

/// <summary>Result of a validation: every check that was made.</summary>
/// <param name="Verdict">Failed where any check failed, else indeterminate where any is, else passed.</param>
/// <param name="Path">The path that was checked, end entity first, anchor last; without an anchor where the chain is incomplete.</param>
/// <param name="Checks">All checks, end entity first.</param>
public sealed record PathResult(PathVerdict Verdict, IReadOnlyList<Certificate> Path, IReadOnlyList<PathCheck> Checks)
{
    /// <summary>Whether every check passed.</summary>
    public bool IsValid => Verdict == PathVerdict.Passed;

    /// <summary>The first check with the worst verdict, or null where all passed.</summary>
    public PathCheck? Decisive => IsValid ? null : Checks.First(check => check.Verdict == Verdict);

    /// <summary>The revocation entry of the end entity, whether before or after the stated time, or null.</summary>
    public RevokedCertificate? Revocation => Checks.FirstOrDefault(check => check.Depth == 0 && check.Revocation is not null)?.Revocation;
}

/// <summary>What a certificate is validated against.</summary>
public sealed record PathValidationOptions
{
    /// <summary>Certificates that are trusted as they are.</summary>
    public required IReadOnlyList<Certificate> Anchors { get; init; }

    /// <summary>The moment for which the question is asked.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Certificates that may lie between; untrusted, at most 64 are looked at.</summary>
    public IReadOnlyList<Certificate> Intermediates { get; init; } = [];

    /// <summary>Revocation lists; untrusted until their signature is checked, at most 64 are looked at.</summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; init; } = [];

    /// <summary>Whether revocation is looked at.</summary>
    public RevocationMode Revocation { get; init; } = RevocationMode.Required;

    /// <summary>Most certificates of a path, end entity and anchor included.</summary>
    public int MaxPathLength { get; init; } = 6;

    /// <summary>The end entity must have at least one of these bits, where it has keyUsage at all.</summary>
    public KeyUsages AnyKeyUsage { get; init; }

    /// <summary>The purpose the end entity must have, or null for any. An absent extKeyUsage does not do.</summary>
    public string? ExtendedKeyUsage { get; init; }
}
