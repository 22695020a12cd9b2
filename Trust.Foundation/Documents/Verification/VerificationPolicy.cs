using Trust.Crypto;
using Trust.Crypto.Certificates;

namespace Trust.Documents.Verification;

/// <summary>What a verification demands, as data. The default is that of this platform.</summary>
public sealed record VerificationPolicy
{
    /// <summary>The default.</summary>
    public static VerificationPolicy Default { get; } = new();

    /// <summary>Name and version of the policy; it stands in the report.</summary>
    public string Name { get; init; } = "trust-2026-1";

    /// <summary>Values of <c>References/@CheckMethod</c> that mean an accepted digest, compared without regard to case.</summary>
    public IReadOnlyList<string> CheckMethods { get; init; } = [Oids.Sm3, "1.2.156.10197.1.401.1", "SM3"];

    /// <summary>OIDs of signature algorithms of seals and seal signatures. The 2014 edition knows RSA too.</summary>
    public IReadOnlyList<string> SignatureAlgorithms { get; init; } =
        [Oids.Sm2WithSm3, Oids.RsaWithSha256, Oids.RsaWithSha384, Oids.RsaWithSha512, Oids.EcdsaWithSha256, Oids.EcdsaWithSha384, Oids.EcdsaWithSha512];

    /// <summary>How revocation is looked at.</summary>
    public RevocationMode Revocation { get; init; } = RevocationMode.Required;

    /// <summary>How long after its nextUpdate a revocation list, and after their expiry the other lists, are still believed. Default: not at all.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.Zero;

    /// <summary>How far a claimed time may lie after the proved time, or after now. Default: 5 minutes.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a signature without a valid time stamp or another proof of its time can pass at all. Default: it can.</summary>
    public bool RequiresProvedTime { get; init; }

    /// <summary>
    /// Ids of checks that must have been made of every signature: where one has no subject or was not checked, the signature does not pass. Default: none beyond those that
    /// always decide.
    /// </summary>
    public IReadOnlyList<string> RequiredChecks { get; init; } = [];

    /// <summary>Most certificates of a path.</summary>
    public int MaxPathLength { get; init; } = 6;
}
