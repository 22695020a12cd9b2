using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Certificates;

/// <summary>Why a certificate was revoked (RFC 5280 section 5.3.1; numbers as encoded).</summary>
public enum RevocationReason
{
    /// <summary>unspecified; also where no reason is given.</summary>
    Unspecified = 0,

    /// <summary>keyCompromise.</summary>
    KeyCompromise = 1,

    /// <summary>cACompromise.</summary>
    CaCompromise = 2,

    /// <summary>affiliationChanged.</summary>
    AffiliationChanged = 3,

    /// <summary>superseded.</summary>
    Superseded = 4,

    /// <summary>cessationOfOperation.</summary>
    CessationOfOperation = 5,

    /// <summary>certificateHold; treated as revoked.</summary>
    CertificateHold = 6,

    /// <summary>removeFromCRL; of delta lists only.</summary>
    RemoveFromCrl = 8,

    /// <summary>privilegeWithdrawn.</summary>
    PrivilegeWithdrawn = 9,

    /// <summary>aACompromise.</summary>
    AaCompromise = 10,
}

/// <summary>One revoked certificate.</summary>
/// <param name="SerialNumber">Contents of the serial number INTEGER in lower-case hexadecimal.</param>
/// <param name="Time">When it was revoked.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokedCertificate(string SerialNumber, DateTimeOffset Time, RevocationReason Reason);

/// <summary>Certificate revocation list, version 2 (RFC 5280 section 5). Complete lists only; a delta or partial list is read but <see cref="IsComplete"/> is false. Immutable.</summary>
public sealed class RevocationList
{
    /// <summary>Largest list that is read: 16 MiB.</summary>
    public const int MaxSizeInBytes = 16 * 1024 * 1024;

    /// <summary>Label of the PEM text (RFC 7468 section 6).</summary>
    public const string PemLabel = "X509 CRL";

    private readonly Dictionary<string, RevokedCertificate> _revoked = [];

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        TbsCertList = sequence.PeekEncodedValue();
        var tbs = sequence.ReadSequence();
        SignatureAlgorithm = ExtensionReading.SignatureAlgorithm(sequence);
        Signature = sequence.ReadBitString(out var unusedBits);
        sequence.ThrowIfNotEmpty();
        if (unusedBits != 0)
        {
            throw new AsnContentException("The signature is not whole octets.");
        }

        if (tbs.PeekTag() == Asn1Tag.Integer)
        {
            tbs.ReadIntegerBytes();
        }

        InnerSignatureAlgorithm = ExtensionReading.SignatureAlgorithm(tbs);
        Issuer = DistinguishedName.Parse(tbs.ReadEncodedValue());
        ThisUpdate = ExtensionReading.Time(tbs);
        if (tbs.HasData && (tbs.PeekTag() == Asn1Tag.UtcTime || tbs.PeekTag() == Asn1Tag.GeneralizedTime))
        {
            NextUpdate = ExtensionReading.Time(tbs);
        }

        IsComplete = true;
        if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadEntries(tbs.ReadSequence());
        }

        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        Extensions = tbs.HasData ? ExtensionReading.Extensions(tbs.ReadSequence(tag).ReadSequence()) : [];
        tbs.ThrowIfNotEmpty();
        IsComplete &= !Extensions.Any(extension => extension.IsCritical);
        Number = ReadNumber();
        KeepsExpiredSince = ReadKeepsExpiredSince();
    }

    /// <summary>The whole list, DER as received.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>TBSCertList as received: the signed bytes.</summary>
    public ReadOnlyMemory<byte> TbsCertList { get; }

    /// <summary>Signature algorithm OID.</summary>
    public string SignatureAlgorithm { get; }

    /// <summary>Signature value.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Issuer.</summary>
    public DistinguishedName Issuer { get; }

    /// <summary>When the list was made.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When the next one comes at the latest, or null where the issuer does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>cRLNumber, or null.</summary>
    public BigInteger? Number { get; }

    /// <summary>expiredCertsOnCRL (X.509 clause 9.5.2.8): certificates that expired after this time are still listed when revoked; null where the list does not say so.</summary>
    public DateTimeOffset? KeepsExpiredSince { get; }

    /// <summary>Extensions of the list.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <summary>All entries.</summary>
    public IReadOnlyCollection<RevokedCertificate> Revoked => _revoked.Values;

    /// <summary>
    /// Whether a certificate that is not listed counts as not revoked: false for delta and partial lists and for any critical extension,
    /// of the list or an entry, which is not understood here (RFC 5280 sections 5.2 and 5.3).
    /// </summary>
    public bool IsComplete { get; private set; }

    private string InnerSignatureAlgorithm { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="der">DER, nothing after it, at most 16 MiB; copied.</param>
    /// <param name="list">The list, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out RevocationList? list) =>
        EncodedStructure.TryParse(der, MaxSizeInBytes, bytes => new RevocationList(bytes), out list);

    /// <summary>The entry of a certificate of this issuer, or null where it is not listed.</summary>
    /// <param name="certificate">The certificate; its issuer is not compared here.</param>
    public RevokedCertificate? Find(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return _revoked.GetValueOrDefault(certificate.SerialNumberText);
    }

    /// <summary>Whether the signature is that of a key, and the algorithms outside and inside the signed part agree.</summary>
    /// <param name="issuerKey">Public key of the issuer.</param>
    public bool IsSignedBy(VerificationKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuerKey);
        return SignatureAlgorithm == InnerSignatureAlgorithm && issuerKey.Verify(SignatureAlgorithm, TbsCertList.Span, Signature.Span);
    }

    /// <summary>PEM text with a newline at the end.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, Encoded.Span) + "\n";

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            var serial = Convert.ToHexStringLower(entry.ReadIntegerBytes().Span);
            var time = ExtensionReading.Time(entry);
            var reason = RevocationReason.Unspecified;
            if (entry.HasData)
            {
                foreach (var extension in ExtensionReading.Extensions(entry.ReadSequence()))
                {
                    // certificateIssuer (2.5.29.29) is critical and makes the entry one of another issuer.
                    IsComplete &= !extension.IsCritical;
                    if (extension.Oid == ExtensionOids.ReasonCode && ExtensionReading.TryRead(extension.Value, r => r.ReadEnumeratedBytes(), out var code))
                    {
                        reason = ReasonOf(code);
                    }
                }
            }

            // The earliest entry counts where a serial number occurs twice.
            if (!_revoked.TryGetValue(serial, out var known) || time < known.Time)
            {
                _revoked[serial] = new(serial, time, reason);
            }
        }
    }

    /// <summary>The reason of an ENUMERATED's contents; unspecified where the number is none of RFC 5280.</summary>
    internal static RevocationReason ReasonOf(ReadOnlyMemory<byte> code) =>
        code.Length == 1 && Enum.IsDefined((RevocationReason)code.Span[0]) ? (RevocationReason)code.Span[0] : RevocationReason.Unspecified;

    private DateTimeOffset? ReadKeepsExpiredSince()
    {
        var extension = Extensions.FirstOrDefault(candidate => candidate.Oid == ExtensionOids.ExpiredCertificatesOnList);
        return extension is not null && ExtensionReading.TryRead(extension.Value, reader => reader.ReadGeneralizedTime(), out var since) ? since.ToUniversalTime() : null;
    }

    private BigInteger? ReadNumber()
    {
        var extension = Extensions.FirstOrDefault(candidate => candidate.Oid == ExtensionOids.CrlNumber);
        return extension is not null && ExtensionReading.TryRead(extension.Value, reader => reader.ReadInteger(), out var number) ? number : null;
    }
}
