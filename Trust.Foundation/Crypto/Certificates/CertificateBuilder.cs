using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Certificates;

/// <summary>
/// What stands in a certificate that will be issued (RFC 5280, GM/T 0015-2012). <see cref="Authority"/> and <see cref="EndEntity"/> give the two usual starts.
/// Signed with the issuer's key wherever that lies: SM2, ECDSA P-256 or RSA.
/// </summary>
public sealed record CertificateBuilder
{
    /// <summary>Subject.</summary>
    public required DistinguishedName Subject { get; init; }

    /// <summary>First moment of validity; cut to seconds.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity; cut to seconds.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Serial number, unsigned, 1 to 20 bytes with a first bit of zero; empty draws 126 random bits.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>basicConstraints, critical.</summary>
    public BasicConstraints BasicConstraints { get; init; } = new(false, null);

    /// <summary>keyUsage, critical; <see cref="KeyUsages.None"/> leaves the extension out.</summary>
    public KeyUsages KeyUsage { get; init; }

    /// <summary>extKeyUsage OIDs; empty leaves the extension out.</summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; init; } = [];

    /// <summary>Whether extKeyUsage is critical, as a time stamp authority needs (RFC 3161 section 2.3).</summary>
    public bool ExtendedKeyUsageIsCritical { get; init; }

    /// <summary>subjectAltName.</summary>
    public IReadOnlyList<AlternativeName> AlternativeNames { get; init; } = [];

    /// <summary>URIs of cRLDistributionPoints.</summary>
    public IReadOnlyList<string> CrlAddresses { get; init; } = [];

    /// <summary>OCSP URIs of authorityInfoAccess.</summary>
    public IReadOnlyList<string> OcspAddresses { get; init; } = [];

    /// <summary>caIssuers URIs of authorityInfoAccess.</summary>
    public IReadOnlyList<string> CaIssuersAddresses { get; init; } = [];

    /// <summary>Further extensions, written last.</summary>
    public IReadOnlyList<CertificateExtension> OtherExtensions { get; init; } = [];

    /// <summary>A certification authority: keyCertSign and cRLSign.</summary>
    /// <param name="subject">Subject.</param>
    /// <param name="notBefore">First moment of validity.</param>
    /// <param name="notAfter">Last moment of validity.</param>
    /// <param name="pathLength">How many intermediate certificates may follow, or null for any number.</param>
    public static CertificateBuilder Authority(DistinguishedName subject, DateTimeOffset notBefore, DateTimeOffset notAfter, int? pathLength = null) => new()
    {
        Subject = subject,
        NotBefore = notBefore,
        NotAfter = notAfter,
        BasicConstraints = new(true, pathLength),
        KeyUsage = KeyUsages.KeyCertSign | KeyUsages.CrlSign,
    };

    /// <summary>A holder who signs: digitalSignature and nonRepudiation unless stated otherwise.</summary>
    /// <param name="subject">Subject.</param>
    /// <param name="notBefore">First moment of validity.</param>
    /// <param name="notAfter">Last moment of validity.</param>
    /// <param name="keyUsage">keyUsage.</param>
    public static CertificateBuilder EndEntity(
        DistinguishedName subject,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter,
        KeyUsages keyUsage = KeyUsages.DigitalSignature | KeyUsages.NonRepudiation) => new()
        {
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            KeyUsage = keyUsage,
        };

    /// <summary>Issues it for the signer's own key.</summary>
    /// <param name="key">Key that is certified and signs.</param>
    /// <exception cref="ArgumentException">Validity, serial number or a name can't be written.</exception>
    /// <exception cref="InvalidOperationException">The key is retired.</exception>
    public Certificate SelfSign(ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Build(key.SubjectPublicKeyInfo, Subject, ExtensionEncoding.KeyIdentifierOf(key.SubjectPublicKeyInfo), key);
    }

    /// <summary>Issues it for a key.</summary>
    /// <param name="subjectPublicKeyInfo">The certified key, DER SubjectPublicKeyInfo.</param>
    /// <param name="issuer">Certificate of the issuer.</param>
    /// <param name="issuerKey">Key of the issuer.</param>
    /// <exception cref="ArgumentException">The issuer's key is not that of its certificate; the certified key is malformed; a value can't be written.</exception>
    /// <exception cref="InvalidOperationException">The issuer's key is retired.</exception>
    public Certificate Issue(ReadOnlyMemory<byte> subjectPublicKeyInfo, Certificate issuer, ISigningKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(issuerKey);
        if (!issuer.SubjectPublicKeyInfo.Span.SequenceEqual(issuerKey.SubjectPublicKeyInfo.Span))
        {
            throw new ArgumentException("The key is not that of the issuer's certificate.", nameof(issuerKey));
        }

        if (!VerificationKey.TryFromSubjectPublicKeyInfo(subjectPublicKeyInfo.Span, out _))
        {
            throw new ArgumentException("The key to certify is malformed or of an algorithm that is not accepted.", nameof(subjectPublicKeyInfo));
        }

        var authorityKeyIdentifier = issuer.SubjectKeyIdentifier.IsEmpty
            ? ExtensionEncoding.KeyIdentifierOf(issuer.SubjectPublicKeyInfo)
            : issuer.SubjectKeyIdentifier;
        return Build(subjectPublicKeyInfo, issuer.Subject, authorityKeyIdentifier, issuerKey);
    }

    private Certificate Build(
        ReadOnlyMemory<byte> subjectPublicKeyInfo, DistinguishedName issuer, ReadOnlyMemory<byte> authorityKeyIdentifier, ISigningKey issuerKey)
    {
        if (NotAfter < NotBefore)
        {
            throw new ArgumentException("The validity ends before it starts.");
        }

        var algorithm = VerificationKey.SignatureAlgorithmOf(issuerKey.Algorithm);
        var tbs = WriteTbs(subjectPublicKeyInfo, issuer, authorityKeyIdentifier, algorithm);
        var der = SignedObject.Write(tbs, algorithm, issuerKey);
        return Certificate.TryParse(der, out var certificate) ? certificate : throw new ArgumentException("The certificate grew too large.");
    }

    private byte[] WriteTbs(ReadOnlyMemory<byte> subjectPublicKeyInfo, DistinguishedName issuer, ReadOnlyMemory<byte> authorityKeyIdentifier, string algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteInteger(2);
            }

            writer.WriteIntegerUnsigned(SerialNumberBytes());
            ExtensionEncoding.WriteSignatureAlgorithm(writer, algorithm);
            writer.WriteEncodedValue(issuer.Encoded.Span);
            using (writer.PushSequence())
            {
                ExtensionEncoding.WriteTime(writer, NotBefore);
                ExtensionEncoding.WriteTime(writer, NotAfter);
            }

            writer.WriteEncodedValue(Subject.Encoded.Span);
            writer.WriteEncodedValue(subjectPublicKeyInfo.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            using (writer.PushSequence())
            {
                foreach (var extension in WriteExtensions(subjectPublicKeyInfo, authorityKeyIdentifier))
                {
                    ExtensionEncoding.WriteExtension(writer, extension);
                }
            }
        }

        return writer.Encode();
    }

    private IEnumerable<CertificateExtension> WriteExtensions(ReadOnlyMemory<byte> subjectPublicKeyInfo, ReadOnlyMemory<byte> authorityKeyIdentifier)
    {
        yield return new(ExtensionOids.BasicConstraints, true, ExtensionEncoding.BasicConstraints(BasicConstraints.IsAuthority, BasicConstraints.PathLength));
        if (KeyUsage != KeyUsages.None)
        {
            yield return new(ExtensionOids.KeyUsage, true, ExtensionEncoding.KeyUsage(KeyUsage));
        }

        if (ExtendedKeyUsage.Count > 0)
        {
            yield return new(ExtensionOids.ExtendedKeyUsage, ExtendedKeyUsageIsCritical, ExtensionEncoding.ExtendedKeyUsage(ExtendedKeyUsage));
        }

        yield return new(
            ExtensionOids.SubjectKeyIdentifier, false, ExtensionEncoding.SubjectKeyIdentifier(ExtensionEncoding.KeyIdentifierOf(subjectPublicKeyInfo)));
        yield return new(ExtensionOids.AuthorityKeyIdentifier, false, ExtensionEncoding.AuthorityKeyIdentifier(authorityKeyIdentifier.Span));
        if (AlternativeNames.Count > 0)
        {
            yield return new(ExtensionOids.SubjectAlternativeName, false, ExtensionEncoding.AlternativeNames(AlternativeNames));
        }

        if (CrlAddresses.Count > 0)
        {
            yield return new(ExtensionOids.CrlDistributionPoints, false, ExtensionEncoding.CrlDistributionPoints(CrlAddresses));
        }

        if (OcspAddresses.Count + CaIssuersAddresses.Count > 0)
        {
            yield return new(
                ExtensionOids.AuthorityInformationAccess, false, ExtensionEncoding.AuthorityInformationAccess(OcspAddresses, CaIssuersAddresses));
        }

        foreach (var extension in OtherExtensions)
        {
            yield return extension;
        }
    }

    private byte[] SerialNumberBytes()
    {
        if (SerialNumber.IsEmpty)
        {
            // 126 random bits: the two highest are fixed, so that it always has 16 octets and is positive (RFC 5280 section 4.1.2.2).
            var random = RandomNumberGenerator.GetBytes(16);
            random[0] = (byte)(random[0] & 0x3f | 0x40);
            return random;
        }

        var serial = SerialNumber.Span;
        return serial.Length <= 20 && serial[0] < 0x80 && serial.IndexOfAnyExcept((byte)0) >= 0 && (serial.Length == 1 || serial[0] != 0)
            ? serial.ToArray()
            : throw new ArgumentException("A serial number is positive, without leading zeros, and has at most 20 octets.");
    }
}
