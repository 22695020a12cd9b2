using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Certificates;

/// <summary>
/// X.509 certificate (RFC 5280, GM/T 0015-2012), read tolerantly: names that do not decode, unknown algorithms and broken extensions leave it
/// readable, and <see cref="PathValidator"/> says what is wrong. Immutable.
/// </summary>
public sealed class Certificate : IEquatable<Certificate>
{
    /// <summary>Largest certificate that is read: 64 KiB.</summary>
    public const int MaxSizeInBytes = 65536;

    /// <summary>Label of the PEM text (RFC 7468 section 5).</summary>
    public const string PemLabel = "CERTIFICATE";

    private readonly List<string> _malformed = [];

    private Certificate(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        TbsCertificate = sequence.PeekEncodedValue();
        var tbs = sequence.ReadSequence();
        SignatureAlgorithm = ExtensionReading.SignatureAlgorithm(sequence);
        Signature = sequence.ReadBitString(out var unusedBits);
        sequence.ThrowIfNotEmpty();
        if (unusedBits != 0)
        {
            throw new AsnContentException("The signature is not whole octets.");
        }

        var versionTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (tbs.PeekTag().HasSameClassAndValue(versionTag))
        {
            tbs.ReadSequence(versionTag).ReadIntegerBytes();
        }

        SerialNumber = tbs.ReadIntegerBytes();
        InnerSignatureAlgorithm = ExtensionReading.SignatureAlgorithm(tbs);
        Issuer = DistinguishedName.Parse(tbs.ReadEncodedValue());
        var validity = tbs.ReadSequence();
        NotBefore = ExtensionReading.Time(validity);
        NotAfter = ExtensionReading.Time(validity);
        Subject = DistinguishedName.Parse(tbs.ReadEncodedValue());
        SubjectPublicKeyInfo = tbs.ReadEncodedValue();
        Extensions = ReadExtensions(tbs);
        PublicKey = VerificationKey.TryFromSubjectPublicKeyInfo(SubjectPublicKeyInfo.Span, out var key) ? key : null;

        BasicConstraints = Read(ExtensionOids.BasicConstraints, ExtensionReading.BasicConstraints);
        KeyUsage = Find(ExtensionOids.KeyUsage) is null ? null : Read(ExtensionOids.KeyUsage, ExtensionReading.KeyUsage);
        ExtendedKeyUsage = Read(ExtensionOids.ExtendedKeyUsage, ExtensionReading.ExtendedKeyUsage) ?? [];
        SubjectKeyIdentifier = Read(ExtensionOids.SubjectKeyIdentifier, ExtensionReading.SubjectKeyIdentifier) ?? [];
        AuthorityKeyIdentifier = Read(ExtensionOids.AuthorityKeyIdentifier, ExtensionReading.AuthorityKeyIdentifier) ?? [];
        AlternativeNames = Read(ExtensionOids.SubjectAlternativeName, ExtensionReading.AlternativeNames) ?? [];
        CrlAddresses = Read(ExtensionOids.CrlDistributionPoints, ExtensionReading.CrlDistributionPoints) ?? [];
        var access = Read(ExtensionOids.AuthorityInformationAccess, ExtensionReading.AuthorityInformationAccess) ?? [];
        OcspAddresses = [.. access.Where(a => a.Method == ExtensionOids.OcspAccess).Select(a => a.Address)];
        CaIssuersAddresses = [.. access.Where(a => a.Method == ExtensionOids.CaIssuersAccess).Select(a => a.Address)];
    }

    /// <summary>The whole certificate, DER as received.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>TBSCertificate as received: the signed bytes.</summary>
    public ReadOnlyMemory<byte> TbsCertificate { get; }

    /// <summary>Signature algorithm OID; parameters absent or NULL. Any other parameters show as a text that no key accepts.</summary>
    public string SignatureAlgorithm { get; }

    /// <summary>Signature value: DER r, s for SM2 and ECDSA.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Contents of the serialNumber INTEGER, as received.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>Serial number in lower-case hexadecimal, as received (with a leading 00 where the encoding has one).</summary>
    public string SerialNumberText => Convert.ToHexStringLower(SerialNumber.Span);

    /// <summary>Issuer.</summary>
    public DistinguishedName Issuer { get; }

    /// <summary>Subject.</summary>
    public DistinguishedName Subject { get; }

    /// <summary>First second of validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Last second of validity.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>DER SubjectPublicKeyInfo as received.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The public key, or null where its algorithm is unknown or not accepted.</summary>
    public VerificationKey? PublicKey { get; }

    /// <summary>All extensions, in order.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <summary>Types of extensions whose value does not decode, or that occur twice.</summary>
    public IReadOnlyList<string> MalformedExtensions => _malformed;

    /// <summary>basicConstraints, or null where absent.</summary>
    public BasicConstraints? BasicConstraints { get; }

    /// <summary>keyUsage, or null where absent (every use).</summary>
    public KeyUsages? KeyUsage { get; }

    /// <summary>extKeyUsage OIDs; empty where absent (every purpose).</summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; }

    /// <summary>subjectKeyIdentifier, or empty.</summary>
    public ReadOnlyMemory<byte> SubjectKeyIdentifier { get; }

    /// <summary>keyIdentifier of authorityKeyIdentifier, or empty.</summary>
    public ReadOnlyMemory<byte> AuthorityKeyIdentifier { get; }

    /// <summary>subjectAltName of the known kinds.</summary>
    public IReadOnlyList<AlternativeName> AlternativeNames { get; }

    /// <summary>URIs of cRLDistributionPoints.</summary>
    public IReadOnlyList<string> CrlAddresses { get; }

    /// <summary>OCSP URIs of authorityInfoAccess.</summary>
    public IReadOnlyList<string> OcspAddresses { get; }

    /// <summary>caIssuers URIs of authorityInfoAccess.</summary>
    public IReadOnlyList<string> CaIssuersAddresses { get; }

    /// <summary>Whether subject and issuer are the same name.</summary>
    public bool IsSelfIssued => Subject.Equals(Issuer);

    /// <summary>The algorithm named inside the signed part; it must equal the outer one (RFC 5280 section 4.1.1.2).</summary>
    internal string InnerSignatureAlgorithm { get; }

    /// <summary>Reads a certificate.</summary>
    /// <param name="der">DER (or BER), nothing after it, at most 64 KiB; copied.</param>
    /// <param name="certificate">The certificate, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out Certificate? certificate) =>
        EncodedStructure.TryParse(der, MaxSizeInBytes, bytes => new Certificate(bytes), out certificate);

    /// <summary>Reads the first PEM <c>CERTIFICATE</c> of a text.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="certificate">The certificate, or null.</param>
    public static bool TryParsePem(ReadOnlySpan<char> pem, [NotNullWhen(true)] out Certificate? certificate)
    {
        certificate = null;
        if (!PemEncoding.TryFind(pem, out var fields) || !pem[fields.Label].SequenceEqual(PemLabel))
        {
            return false;
        }

        var der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out var length) && TryParse(der.AsSpan(0, length), out certificate);
    }

    /// <summary>Reads a certificate file: DER, or the first PEM <c>CERTIFICATE</c> of a text.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="certificate">The certificate, or null.</param>
    public static bool TryParseFile(ReadOnlySpan<byte> file, [NotNullWhen(true)] out Certificate? certificate) =>
        TryParse(file, out certificate) || TryParsePem(Encoding.ASCII.GetString(file), out certificate);

    /// <summary>PEM text with a newline at the end.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, Encoded.Span) + "\n";

    /// <summary>Whether the signature is that of a key, and the algorithms outside and inside the signed part agree. Nothing else is checked.</summary>
    /// <param name="issuerKey">Public key of the issuer.</param>
    public bool IsSignedBy(VerificationKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuerKey);
        return SignatureAlgorithm == InnerSignatureAlgorithm && issuerKey.Verify(SignatureAlgorithm, TbsCertificate.Span, Signature.Span);
    }

    /// <summary>First extension of a type, or null.</summary>
    /// <param name="oid">The type.</param>
    public CertificateExtension? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);

    /// <summary>SHA-256 over the whole certificate, lower-case hexadecimal.</summary>
    public string ToFingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoded.Span));

    /// <inheritdoc/>
    public bool Equals(Certificate? other) => other is not null && Encoded.Span.SequenceEqual(other.Encoded.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Certificate);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Signature.Span);
        return hash.ToHashCode();
    }

    private List<CertificateExtension> ReadExtensions(AsnReader tbs)
    {
        // issuerUniqueID [1] and subjectUniqueID [2] may stand before the extensions [3].
        var tag = new Asn1Tag(TagClass.ContextSpecific, 3);
        while (tbs.HasData && !tbs.PeekTag().HasSameClassAndValue(tag))
        {
            tbs.ReadEncodedValue();
        }

        if (!tbs.HasData)
        {
            return [];
        }

        var extensions = ExtensionReading.Extensions(tbs.ReadSequence(tag).ReadSequence());
        _malformed.AddRange(extensions.GroupBy(extension => extension.Oid).Where(group => group.Count() > 1).Select(group => group.Key));
        return extensions;
    }

    private T? Read<T>(string oid, Func<AsnReader, T> read)
    {
        if (Find(oid) is not { } extension)
        {
            return default;
        }

        if (!ExtensionReading.TryRead(extension.Value, read, out var value))
        {
            _malformed.Add(oid);
        }

        return value;
    }
}
