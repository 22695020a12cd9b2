using System.Text.Json.Serialization;

namespace Trust.Documents.Verification;

/// <summary>Verdict (ETSI EN 319 102-1 clause 5.1.3). The order is that of severity.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Indication>))]
public enum Indication
{
    /// <summary>Every check that decides passed.</summary>
    [JsonStringEnumMemberName("TOTAL_PASSED")]
    TotalPassed,

    /// <summary>Something needed to decide is missing or not protected.</summary>
    [JsonStringEnumMemberName("INDETERMINATE")]
    Indeterminate,

    /// <summary>Something that must hold does not hold.</summary>
    [JsonStringEnumMemberName("TOTAL_FAILED")]
    TotalFailed,
}

/// <summary>Outcome of one check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckStatus>))]
public enum CheckStatus
{
    /// <summary>It holds.</summary>
    [JsonStringEnumMemberName("OK")]
    Ok,

    /// <summary>It does not hold, or can't be shown to hold; it has a share in the verdict.</summary>
    [JsonStringEnumMemberName("NOT OK")]
    NotOk,

    /// <summary>It does not decide, but somebody should look at it.</summary>
    [JsonStringEnumMemberName("WARNING")]
    Warning,

    /// <summary>A fact worth reading.</summary>
    [JsonStringEnumMemberName("INFORMATION")]
    Information,

    /// <summary>There was nothing to check, or an earlier check took away the ground.</summary>
    [JsonStringEnumMemberName("NOT CHECKED")]
    NotChecked,
}

/// <summary>Sub-indications (ETSI EN 319 102-1 clause 5.1.3, table 5), as text.</summary>
public static class SubIndications
{
    /// <summary>Not formed as the standard says.</summary>
    public const string FormatFailure = "FORMAT_FAILURE";

    /// <summary>A digest does not fit: content was changed.</summary>
    public const string HashFailure = "HASH_FAILURE";

    /// <summary>The signature value is not that of the key.</summary>
    public const string SignatureCryptoFailure = "SIG_CRYPTO_FAILURE";

    /// <summary>Revoked before it was signed.</summary>
    public const string Revoked = "REVOKED";

    /// <summary>Signed after the validity ended.</summary>
    public const string Expired = "EXPIRED";

    /// <summary>Signed before the validity began.</summary>
    public const string NotYetValid = "NOT_YET_VALID";

    /// <summary>A rule about signatures is broken.</summary>
    public const string SignatureConstraintsFailure = "SIG_CONSTRAINTS_FAILURE";

    /// <summary>A rule about the certificate path is broken.</summary>
    public const string ChainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE";

    /// <summary>The certificate path is wrong in another way.</summary>
    public const string ChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE";

    /// <summary>An algorithm is not accepted.</summary>
    public const string CryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE";

    /// <summary>The time of a time stamp contradicts a stated time.</summary>
    public const string TimeStampOrderFailure = "TIMESTAMP_ORDER_FAILURE";

    /// <summary>The signer's certificate is not at hand.</summary>
    public const string NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND";

    /// <summary>No path leads to a trusted authority.</summary>
    public const string NoCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND";

    /// <summary>No path leads from a time stamp to a trusted time stamp authority.</summary>
    public const string NoCertificateChainFoundNoPoe = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE";

    /// <summary>Revoked now; nothing proves that it was signed earlier.</summary>
    public const string RevokedNoPoe = "REVOKED_NO_POE";

    /// <summary>An authority of the path is revoked; nothing proves that it was signed earlier.</summary>
    public const string RevokedCaNoPoe = "REVOKED_CA_NO_POE";

    /// <summary>Out of its validity now; nothing proves that it was signed within.</summary>
    public const string OutOfBoundsNoPoe = "OUT_OF_BOUNDS_NO_POE";

    /// <summary>Fresh revocation data are missing.</summary>
    public const string TryLater = "TRY_LATER";

    /// <summary>There is no signature, or what it signs is not at hand.</summary>
    public const string SignedDataNotFound = "SIGNED_DATA_NOT_FOUND";

    /// <summary>Which of several reasons of the same indication is named: the one that comes first here.</summary>
    internal static IReadOnlyList<string> ByWeight { get; } =
    [
        HashFailure, SignatureCryptoFailure, FormatFailure, Revoked, Expired, NotYetValid, SignedDataNotFound, RevokedNoPoe, RevokedCaNoPoe,
        SignatureConstraintsFailure, CryptoConstraintsFailure, TimeStampOrderFailure, NoSigningCertificateFound, NoCertificateChainFound, ChainConstraintsFailure,
        ChainGeneralFailure, NoCertificateChainFoundNoPoe, OutOfBoundsNoPoe, TryLater,
    ];
}
