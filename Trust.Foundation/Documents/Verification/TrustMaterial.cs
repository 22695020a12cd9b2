using Trust.Crypto.Certificates;

namespace Trust.Documents.Verification;

/// <summary>
/// What the verifier knows beside the file: it is brought along, nothing is fetched. Lists have been authenticated by whoever brings them; certificates and revocation
/// lists prove themselves.
/// </summary>
public sealed record TrustMaterial
{
    /// <summary>Nothing.</summary>
    public static TrustMaterial None { get; } = new();

    /// <summary>Authorities that are trusted for signers and seal makers.</summary>
    public IReadOnlyList<Certificate> Anchors { get; init; } = [];

    /// <summary>Authorities that are trusted for time stamps.</summary>
    public IReadOnlyList<Certificate> TimeStampAnchors { get; init; } = [];

    /// <summary>Certificates that may lie between.</summary>
    public IReadOnlyList<Certificate> Intermediates { get; init; } = [];

    /// <summary>
    /// Certificates of seal makers (制章人), past ones too. Where any are named, a seal by anybody else is not confirmed, whatever authority stands behind it: else every
    /// certificate of the same authority could make seals. Empty: every trusted signer may.
    /// </summary>
    public IReadOnlyList<Certificate> SealMakers { get; init; } = [];

    /// <summary>Revocation lists, old ones too.</summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; init; } = [];

    /// <summary>When the trust list (the anchors) was issued, or null.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Until when the trust list may be used, or null for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>States of seals, or null where none are known.</summary>
    public SealStateList? SealStates { get; init; }

    /// <summary>Times of signatures that are proved otherwise than by a time stamp inside the file.</summary>
    public IReadOnlyList<KnownProof> Proofs { get; init; } = [];
}

/// <summary>States of seals as their register knows them.</summary>
/// <param name="IssuedAt">When the list was issued.</param>
/// <param name="ExpiresAt">Until when it may be used.</param>
/// <param name="States">Seals that are not simply in force, and those that are known to be.</param>
public sealed record SealStateList(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, IReadOnlyList<KnownSealState> States)
{
    /// <summary>Whether every seal of the seal makers that are named is listed: one that is missing is not confirmed then.</summary>
    public bool IsComplete { get; init; }
}

/// <summary>State of one seal.</summary>
/// <param name="SealDigest">SM3 over the seal as stored, lower-case hexadecimal.</param>
/// <param name="IsInForce">Whether it may sign.</param>
/// <param name="State">Word of the register, as <c>active</c>, <c>lost</c>, <c>destroyed</c>.</param>
/// <param name="Since">Since when.</param>
public sealed record KnownSealState(string SealDigest, bool IsInForce, string State, DateTimeOffset Since);

/// <summary>Where a proved time comes from.</summary>
public enum ProofSource
{
    /// <summary>A time stamp of a trusted authority inside the file.</summary>
    TimeStamp,

    /// <summary>An entry of a transparency log that names the signature.</summary>
    TransparencyLog,

    /// <summary>This node's own record of a signature it made.</summary>
    RecordedOutcome,
}

/// <summary>A proved time of a signature.</summary>
/// <param name="SignatureDigest">SM3 over the signature value (the octets of the BIT STRING), lower-case hexadecimal.</param>
/// <param name="Time">When it existed at the latest.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record KnownProof(string SignatureDigest, DateTimeOffset Time, ProofSource Source);
