using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;

namespace Trust.Crypto.Ocsp;

/// <summary>CertID (RFC 6960 section 4.1.1): which certificate is asked about.</summary>
/// <param name="HashAlgorithm">OID of the digest algorithm: SHA-1 is what most clients use, SM3 and SHA-2 are known too.</param>
/// <param name="IssuerNameHash">Digest of the issuer's name, DER.</param>
/// <param name="IssuerKeyHash">Digest of the issuer's public key bits.</param>
/// <param name="SerialNumber">Contents of the serial number INTEGER in lower-case hexadecimal, as <see cref="Certificate.SerialNumberText"/>.</param>
public sealed record OcspCertificateId(string HashAlgorithm, ReadOnlyMemory<byte> IssuerNameHash, ReadOnlyMemory<byte> IssuerKeyHash, string SerialNumber)
{
    /// <summary>Names a certificate.</summary>
    /// <param name="serialNumber">Its serial number, as <see cref="Certificate.SerialNumberText"/>.</param>
    /// <param name="issuer">Certificate of its issuer.</param>
    /// <param name="hashAlgorithm">OID of the digest algorithm.</param>
    /// <exception cref="ArgumentException">The digest algorithm is unknown.</exception>
    public static OcspCertificateId Of(string serialNumber, Certificate issuer, string hashAlgorithm = Oids.Sm3)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return Hash(hashAlgorithm, issuer.Subject.Encoded.Span) is { } name && Hash(hashAlgorithm, KeyBits(issuer)) is { } key
            ? new(hashAlgorithm, name, key, serialNumber)
            : throw new ArgumentException("The digest algorithm is unknown.", nameof(hashAlgorithm));
    }

    /// <summary>Whether the issuer named is this one.</summary>
    /// <param name="issuer">Certificate of an issuer.</param>
    public bool IsOf(Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return Hash(HashAlgorithm, issuer.Subject.Encoded.Span) is { } name && name.AsSpan().SequenceEqual(IssuerNameHash.Span)
            && Hash(HashAlgorithm, KeyBits(issuer)) is { } key && key.AsSpan().SequenceEqual(IssuerKeyHash.Span);
    }

    /// <inheritdoc/>
    public bool Equals(OcspCertificateId? other) =>
        other is not null && HashAlgorithm == other.HashAlgorithm && SerialNumber == other.SerialNumber
        && IssuerNameHash.Span.SequenceEqual(other.IssuerNameHash.Span) && IssuerKeyHash.Span.SequenceEqual(other.IssuerKeyHash.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HashAlgorithm, SerialNumber);

    internal static OcspCertificateId Read(AsnReader reader)
    {
        var id = reader.ReadSequence();
        var result = new OcspCertificateId(
            ExtensionReading.SignatureAlgorithm(id), id.ReadOctetString(), id.ReadOctetString(), Convert.ToHexStringLower(id.ReadIntegerBytes().Span));
        id.ThrowIfNotEmpty();
        return result;
    }

    internal void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HashAlgorithm);

                // RFC 3370 section 2.1: clients compare the identifier with their own, and write NULL for SHA-1.
                writer.WriteNull();
            }

            writer.WriteOctetString(IssuerNameHash.Span);
            writer.WriteOctetString(IssuerKeyHash.Span);
            writer.WriteInteger(Convert.FromHexString(SerialNumber));
        }
    }

    private static byte[] KeyBits(Certificate issuer)
    {
        var sequence = new AsnReader(issuer.SubjectPublicKeyInfo, AsnEncodingRules.BER).ReadSequence();
        sequence.ReadSequence();
        return sequence.ReadBitString(out _);
    }

#pragma warning disable CA5350 // RFC 6960 section 4.3: clients name the issuer by SHA-1. It is a name, the serial number and our own look-up decide.
    private static byte[]? Hash(string algorithm, ReadOnlySpan<byte> data) =>
        algorithm == OcspOids.Sha1 ? SHA1.HashData(data) : DigestAlgorithms.TryHash(algorithm, data, out var digest) ? digest : null;
#pragma warning restore CA5350
}
