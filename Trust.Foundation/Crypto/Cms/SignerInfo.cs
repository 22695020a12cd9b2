using System.Formats.Asn1;
using Trust.Crypto.Certificates;
using Trust.Crypto.TimeStamps;

namespace Trust.Crypto.Cms;

/// <summary>One attribute of a SignerInfo (RFC 5652 section 5.3).</summary>
/// <param name="Oid">Its type.</param>
/// <param name="Values">Its values, DER each.</param>
public sealed record SignerStatement(string Oid, IReadOnlyList<ReadOnlyMemory<byte>> Values);

/// <summary>SignerInfo (GB/T 35275-2017 clause 8.2, RFC 5652 section 5.3): who signed, with what, and the value. Immutable.</summary>
public sealed class SignerInfo
{
    private const int MaxAttributes = 64;
    private const byte SetTag = 0x31;

    internal SignerInfo(AsnReader info)
    {
        info.ReadIntegerBytes();
        var keyIdentifier = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (info.PeekTag().HasSameClassAndValue(keyIdentifier))
        {
            SubjectKeyIdentifier = info.ReadOctetString(keyIdentifier);
        }
        else
        {
            var issuerAndSerial = info.ReadSequence();
            Issuer = DistinguishedName.Parse(issuerAndSerial.ReadEncodedValue());
            SerialNumber = issuerAndSerial.ReadIntegerBytes();
            issuerAndSerial.ThrowIfNotEmpty();
        }

        DigestAlgorithm = ExtensionReading.SignatureAlgorithm(info);
        var signed = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (info.PeekTag().HasSameClassAndValue(signed))
        {
            var encoded = info.PeekEncodedValue().ToArray();
            SignedAttributes = ReadAttributes(info.ReadSetOf(skipSortOrderValidation: true, signed));

            // GB/T 35275-2017 clause 8.2, RFC 5652 section 5.4: signed with the universal tag of SET in place of [0].
            encoded[0] = SetTag;
            SignedAttributeBytes = encoded;
        }

        SignatureAlgorithm = ExtensionReading.SignatureAlgorithm(info);
        Signature = info.ReadOctetString();
        var unsigned = new Asn1Tag(TagClass.ContextSpecific, 1);
        if (info.HasData && info.PeekTag().HasSameClassAndValue(unsigned))
        {
            UnsignedAttributes = ReadAttributes(info.ReadSetOf(skipSortOrderValidation: true, unsigned));
        }

        info.ThrowIfNotEmpty();
    }

    /// <summary>Issuer of the signer's certificate, or null where <see cref="SubjectKeyIdentifier"/> names it.</summary>
    public DistinguishedName? Issuer { get; }

    /// <summary>Contents of the serial number INTEGER of the signer's certificate; empty where <see cref="SubjectKeyIdentifier"/> names it.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>Key identifier of the signer's certificate, or empty.</summary>
    public ReadOnlyMemory<byte> SubjectKeyIdentifier { get; }

    /// <summary>OID of the digest algorithm.</summary>
    public string DigestAlgorithm { get; }

    /// <summary>OID of the signature algorithm: for SM2 1.2.156.10197.1.301.1 or 1.2.156.10197.1.501.</summary>
    public string SignatureAlgorithm { get; }

    /// <summary>Signature value; for SM2 DER r, s.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Attributes under the signature (authenticatedAttributes), or null where the content itself is signed.</summary>
    public IReadOnlyList<SignerStatement>? SignedAttributes { get; }

    /// <summary>What is signed where there are <see cref="SignedAttributes"/>: their stored bytes with the tag of SET (0x31). Else empty.</summary>
    public ReadOnlyMemory<byte> SignedAttributeBytes { get; }

    /// <summary>Attributes outside the signature; they prove nothing.</summary>
    public IReadOnlyList<SignerStatement> UnsignedAttributes { get; } = [];

    /// <summary>signingTime: a claim of the signer, or null.</summary>
    public DateTimeOffset? SigningTime =>
        FindSingle(CmsOids.SigningTime) is { } value && ExtensionReading.TryRead(value, ExtensionReading.Time, out var time) ? time : null;

    /// <summary>The one value of a signed attribute, or null where it is absent, occurs twice or has not exactly one value.</summary>
    /// <param name="oid">Type.</param>
    public ReadOnlyMemory<byte>? FindSingle(string oid)
    {
        var found = SignedAttributes?.Where(attribute => attribute.Oid == oid).Take(2).ToList() ?? [];
        return found is [{ Values: [var value] }] ? value : null;
    }

    /// <summary>Whether a certificate is the one named.</summary>
    /// <param name="certificate">A candidate.</param>
    public bool Names(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Issuer is null
            ? !SubjectKeyIdentifier.IsEmpty && certificate.SubjectKeyIdentifier.Span.SequenceEqual(SubjectKeyIdentifier.Span)
            : Issuer.Equals(certificate.Issuer) && certificate.SerialNumber.Span.SequenceEqual(SerialNumber.Span);
    }

    /// <summary>Whether signingCertificate or signingCertificateV2 (RFC 5035) names a certificate; null where there is no such signed attribute.</summary>
    /// <param name="certificate">The certificate whose key made the signature.</param>
    public bool? NamesInAttributes(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return SignedAttributes?.Any(attribute => attribute.Oid is CmsOids.SigningCertificate or CmsOids.SigningCertificateV2) ?? false
            ? SigningCertificateAttribute.Names(this, certificate)
            : null;
    }

    /// <summary>Time stamp tokens over <see cref="Signature"/> (signature-time-stamp, ETSI EN 319 122-1 clause 5.3), encoded as found; they are no more than claims until verified.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> SignatureTimeStamps =>
        UnsignedAttributes.Where(attribute => attribute.Oid == CmsOids.SignatureTimeStamp).SelectMany(attribute => attribute.Values);

    private static List<SignerStatement> ReadAttributes(AsnReader set)
    {
        var attributes = new List<SignerStatement>();
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = new List<ReadOnlyMemory<byte>>();
            var valueSet = attribute.ReadSetOf(skipSortOrderValidation: true);
            attribute.ThrowIfNotEmpty();
            while (valueSet.HasData)
            {
                values.Add(valueSet.ReadEncodedValue());
            }

            attributes.Add(new(oid, values));
            if (attributes.Count > MaxAttributes || values.Count > MaxAttributes)
            {
                throw new AsnContentException("Too many attributes.");
            }
        }

        return attributes;
    }
}
