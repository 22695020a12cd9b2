using System.Diagnostics.CodeAnalysis;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;

namespace Trust.Documents.Seals;

/// <summary>
/// SESeal, an electronic seal: GM/T 0031-2014, GB/T 38540-2020 or GM/T 0031-2025, read over its stored bytes and never encoded again, since seals in use are
/// not strict DER. Reading says nothing about genuineness. Immutable.
/// </summary>
public sealed class SesSeal
{
    /// <summary>Largest seal that is read: 16 MiB.</summary>
    public const int MaxSizeInBytes = 16 * 1024 * 1024;

    internal SesSeal()
    {
    }

    /// <summary>The seal as stored, without <see cref="TrailingByteCount"/>.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    /// <summary>Number of bytes after the structure; anything but zero is a format error (GM/T 0031-2014 clause 6.1.2 a).</summary>
    public required int TrailingByteCount { get; init; }

    /// <summary>Edition.</summary>
    public required SesVersion Version { get; init; }

    /// <summary>header.</summary>
    public required SesHeader Header { get; init; }

    /// <summary>esID: the seal's unique number.</summary>
    public required string SealId { get; init; }

    /// <summary>property.type: 1 organisation, 2 person in the 2014 edition, later defined by the business.</summary>
    public required int Type { get; init; }

    /// <summary>property.name.</summary>
    public required string Name { get; init; }

    /// <summary>property.certListType: 1 certificates, 2 digests.</summary>
    public required int CertificateListType { get; init; }

    /// <summary>property.certList: who may sign with the seal.</summary>
    public required IReadOnlyList<SesCertificateEntry> Certificates { get; init; }

    /// <summary>property.createDate.</summary>
    public required SesTime CreateDate { get; init; }

    /// <summary>property.validStart: first moment.</summary>
    public required SesTime ValidStart { get; init; }

    /// <summary>property.validEnd: last second that belongs to the validity.</summary>
    public required SesTime ValidEnd { get; init; }

    /// <summary>picture.</summary>
    public required SesPicture Picture { get; init; }

    /// <summary>extDatas.</summary>
    public required IReadOnlyList<SesExtension> Extensions { get; init; }

    /// <summary>Certificate of the maker, DER as stored.</summary>
    public required ReadOnlyMemory<byte> MakerCertificate { get; init; }

    /// <summary>OID of the signature algorithm.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>Signature value of the maker.</summary>
    public required ReadOnlyMemory<byte> SignatureValue { get; init; }

    /// <summary>
    /// What the maker signed: eSealInfo as stored; in the 2014 edition SEQUENCE { esealInfo, cert, signatureAlgorithm } of the stored parts.
    /// </summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    /// <summary>timeStamp of the 2025 edition, or null.</summary>
    public required ReadOnlyMemory<byte>? TimeStamp { get; init; }

    /// <summary>What is written otherwise than the standard says, and was read nevertheless.</summary>
    public required IReadOnlyList<SesRemark> Remarks { get; init; }

    /// <summary>Reads a seal.</summary>
    /// <param name="encoded">The bytes, at most 16 MiB; copied.</param>
    /// <param name="seal">The seal, or null.</param>
    /// <param name="fault">Why it is none, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SesSeal? seal, [NotNullWhen(false)] out SesFault? fault) =>
        SealReader.TryRead(encoded, out seal, out fault);

    /// <summary>Whether a certificate is in the list (GB/T 38540-2020 clause 7: bytes for type 1, digest for type 2).</summary>
    /// <param name="certificate">The certificate, DER as stored.</param>
    public SesListing Lists(ReadOnlySpan<byte> certificate)
    {
        foreach (var entry in Certificates)
        {
            var isListed = entry.Kind switch
            {
                SesCertificateEntryKind.Certificate => entry.Value.Span.SequenceEqual(certificate),
                SesCertificateEntryKind.Digest => DigestAlgorithms.TryHash(DigestOid(entry.Label), certificate, out var digest)
                    && digest.AsSpan().SequenceEqual(entry.Value.Span),
                _ => false,
            };
            if (isListed)
            {
                return SesListing.Listed;
            }
        }

        return Certificates.Any(entry => entry.Kind == SesCertificateEntryKind.Text
                || (entry.Kind == SesCertificateEntryKind.Digest && DigestAlgorithms.SizeOf(DigestOid(entry.Label)) is null))
            ? SesListing.Undecidable
            : SesListing.NotListed;
    }

    /// <summary>The maker's certificate, or null where it does not decode.</summary>
    public Certificate? ReadMakerCertificate() => Certificate.TryParse(MakerCertificate.Span, out var certificate) ? certificate : null;

    // Which text names the digest is not known for certain: OIDs and common names are accepted.
    private static string DigestOid(string label) => label.Trim().ToUpperInvariant() switch
    {
        "SM3" => Oids.Sm3,
        "SHA256" or "SHA-256" => DigestAlgorithms.Sha256,
        "SHA384" or "SHA-384" => DigestAlgorithms.Sha384,
        "SHA512" or "SHA-512" => DigestAlgorithms.Sha512,
        var other => other,
    };
}
