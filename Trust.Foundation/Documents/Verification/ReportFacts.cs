using Trust.Crypto.Certificates;
using Trust.Documents.Seals;

namespace Trust.Documents.Verification;

/// <summary>Facts of the file and of the verification.</summary>
public sealed record ReportFacts
{
    /// <summary>Name of the file as given, or null.</summary>
    public string? FileName { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SM3 over the file, lower-case hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>The moment that counted as now.</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Number of pages, or null.</summary>
    public int? Pages { get; init; }

    /// <summary>DocInfo/DocID, or null.</summary>
    public string? DocumentId { get; init; }

    /// <summary>DocInfo/Title, or null.</summary>
    public string? Title { get; init; }

    /// <summary>When the trust list was issued, or null.</summary>
    public DateTimeOffset? TrustListIssuedAt { get; init; }

    /// <summary>When the list of seal states was issued, or null.</summary>
    public DateTimeOffset? SealStatesIssuedAt { get; init; }
}

/// <summary>Facts of one signature.</summary>
public sealed record SignatureFacts
{
    /// <summary>Kind of value: <c>sealSignature</c>, <c>signedData</c>, <c>signatureValue</c>, <c>seal</c>, <c>timeStamp</c> (a document time stamp of a PDF), or <c>unreadable</c>.</summary>
    public required string ValueKind { get; init; }

    /// <summary>Signature.xml in the container, or null.</summary>
    public string? SignatureEntry { get; init; }

    /// <summary>The seal, or null.</summary>
    public SealFacts? Seal { get; init; }

    /// <summary>The signer's certificate, or null.</summary>
    public CertificateFacts? Signer { get; init; }

    /// <summary>SM3 over the signature value, lower-case hexadecimal, or null.</summary>
    public string? SignatureDigest { get; init; }

    /// <summary>For a value with a faulty encoding: whether it verifies when its numbers are read as unsigned. Else null.</summary>
    public bool? VerifiesWhenReadAsUnsigned { get; init; }

    /// <summary>timeInfo, signingTime, or M of a PDF: a claim, or null.</summary>
    public string? ClaimedTime { get; init; }

    /// <summary>SignatureDateTime of Signature.xml: a claim, or null.</summary>
    public string? ClaimedDateTime { get; init; }

    /// <summary>The proved time, or null.</summary>
    public DateTimeOffset? ProvedTime { get; init; }

    /// <summary>What proves it, or null.</summary>
    public string? ProvedBy { get; init; }

    /// <summary>Time stamp inside, or null.</summary>
    public TimeStampFacts? TimeStamp { get; init; }

    /// <summary>propertyInfo, or null.</summary>
    public string? PropertyInfo { get; init; }

    /// <summary>Number of references, or null.</summary>
    public int? References { get; init; }

    /// <summary>Page numbers that show the seal, from 1.</summary>
    public IReadOnlyList<int> StampedPages { get; init; } = [];
}

/// <summary>Facts of a seal.</summary>
/// <param name="Id">esID.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Edition: 1, 4 or 5.</param>
/// <param name="Vendor">Vid.</param>
/// <param name="Type">Type.</param>
/// <param name="ValidStart">validStart as written.</param>
/// <param name="ValidEnd">validEnd as written.</param>
/// <param name="PictureType">Format of the picture as written.</param>
/// <param name="Digest">SM3 over the seal, lower-case hexadecimal.</param>
/// <param name="Maker">The maker's certificate, or null.</param>
public sealed record SealFacts(
    string Id, string Name, int Version, string Vendor, int Type, string ValidStart, string ValidEnd, string PictureType, string Digest, CertificateFacts? Maker)
{
    internal static SealFacts Of(SesSeal seal) => new(
        ShownText.Cut(seal.SealId), ShownText.Cut(seal.Name), (int)seal.Version, ShownText.Cut(seal.Header.VendorId), seal.Type, ShownText.Cut(seal.ValidStart.Text),
        ShownText.Cut(seal.ValidEnd.Text), ShownText.Cut(seal.Picture.Type),
        Digests.Sm3Text(seal.Encoded.Span), CertificateFacts.Of(seal.ReadMakerCertificate()));
}

/// <summary>Facts of a certificate.</summary>
/// <param name="Subject">Subject, RFC 4514.</param>
/// <param name="Issuer">Issuer, RFC 4514.</param>
/// <param name="SerialNumber">Serial number, hexadecimal.</param>
/// <param name="NotBefore">First second.</param>
/// <param name="NotAfter">Last second.</param>
/// <param name="Fingerprint">SHA-256 over the certificate, lower-case hexadecimal.</param>
public sealed record CertificateFacts(
    string Subject, string Issuer, string SerialNumber, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Fingerprint)
{
    internal static CertificateFacts? Of(Certificate? certificate) => certificate is null ? null : new(
        ShownText.Cut(certificate.Subject.ToString()), ShownText.Cut(certificate.Issuer.ToString()), certificate.SerialNumberText, certificate.NotBefore, certificate.NotAfter, certificate.ToFingerprint());
}

/// <summary>Facts of a time stamp.</summary>
/// <param name="Time">genTime.</param>
/// <param name="Policy">OID of the policy.</param>
/// <param name="SerialNumber">Serial number, hexadecimal.</param>
/// <param name="IsTrusted">Whether it proves its time.</param>
/// <param name="Authority">The authority's certificate, or null.</param>
public sealed record TimeStampFacts(DateTimeOffset Time, string Policy, string SerialNumber, bool IsTrusted, CertificateFacts? Authority);
