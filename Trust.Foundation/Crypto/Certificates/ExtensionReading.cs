using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Trust.Crypto.Certificates;

/// <summary>Reads extension values; each method throws <see cref="AsnContentException"/> for a malformed value, which the certificate records.</summary>
internal static class ExtensionReading
{
    // GeneralName tags (RFC 5280 section 4.2.1.6).
    private const int EmailTag = 1;
    private const int DnsTag = 2;
    private const int UriTag = 6;
    private const int IpTag = 7;

    /// <summary>Runs a reader; false where the value is malformed.</summary>
    internal static bool TryRead<T>(ReadOnlyMemory<byte> value, Func<AsnReader, T> read, out T? result)
    {
        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.BER);
            result = read(reader);
            reader.ThrowIfNotEmpty();
            return true;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            result = default;
            return false;
        }
    }

    internal static List<CertificateExtension> Extensions(AsnReader sequence)
    {
        var extensions = new List<CertificateExtension>();
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            extensions.Add(new(oid, isCritical, extension.ReadOctetString()));
        }

        return extensions;
    }

    internal static BasicConstraints BasicConstraints(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var isAuthority = sequence.HasData && sequence.PeekTag() == Asn1Tag.Boolean && sequence.ReadBoolean();
        if (!sequence.HasData)
        {
            return new(isAuthority, null);
        }

        return sequence.TryReadInt32(out var length) && length >= 0
            ? new(isAuthority, length)
            : throw new AsnContentException("pathLenConstraint is out of range.");
    }

    internal static KeyUsages KeyUsage(AsnReader reader)
    {
        var bits = reader.ReadBitString(out _);
        var usages = KeyUsages.None;
        for (var i = 0; i < Math.Min(9, bits.Length * 8); i++)
        {
            if ((bits[i / 8] & 0x80 >> i % 8) != 0)
            {
                usages |= (KeyUsages)(1 << i);
            }
        }

        return usages;
    }

    internal static List<string> ExtendedKeyUsage(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var purposes = new List<string>();
        while (sequence.HasData)
        {
            purposes.Add(sequence.ReadObjectIdentifier());
        }

        return purposes;
    }

    internal static byte[] SubjectKeyIdentifier(AsnReader reader) => reader.ReadOctetString();

    internal static byte[] AuthorityKeyIdentifier(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag) ? sequence.ReadOctetString(tag) : [];
    }

    internal static List<AlternativeName> AlternativeNames(AsnReader reader) => Names(reader.ReadSequence());

    internal static List<string> CrlDistributionPoints(AsnReader reader)
    {
        var points = reader.ReadSequence();
        var addresses = new List<string>();
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        while (points.HasData)
        {
            var point = points.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(tag))
            {
                continue;
            }

            var name = point.ReadSequence(tag);
            if (name.PeekTag().HasSameClassAndValue(tag))
            {
                addresses.AddRange(Names(name.ReadSequence(tag)).Where(n => n.Kind == AlternativeNameKind.Uri).Select(n => n.Value));
            }
        }

        return addresses;
    }

    internal static List<(string Method, string Address)> AuthorityInformationAccess(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var addresses = new List<(string, string)>();
        while (sequence.HasData)
        {
            var description = sequence.ReadSequence();
            var method = description.ReadObjectIdentifier();
            addresses.AddRange(Names(description).Where(n => n.Kind == AlternativeNameKind.Uri).Select(n => (method, n.Value)));
        }

        return addresses;
    }

    /// <summary>UTCTime or GeneralizedTime.</summary>
    internal static DateTimeOffset Time(AsnReader reader) => reader.PeekTag() == Asn1Tag.GeneralizedTime
        ? reader.ReadGeneralizedTime().ToUniversalTime()
        : reader.ReadUtcTime(twoDigitYearMax: 2049).ToUniversalTime();

    /// <summary>OID of an AlgorithmIdentifier. Its parameters may be absent or NULL: Chinese authorities write both for SM2.</summary>
    internal static string SignatureAlgorithm(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        if (sequence.HasData && sequence.PeekTag() == Asn1Tag.Null)
        {
            sequence.ReadNull();
        }

        return sequence.HasData ? oid + " with parameters" : oid;
    }

    private static List<AlternativeName> Names(AsnReader names)
    {
        var result = new List<AlternativeName>();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            var encoded = names.ReadEncodedValue();
            AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out var offset, out var length, out _);
            var content = encoded.Span.Slice(offset, length);
            switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
            {
                case EmailTag:
                    result.Add(new(AlternativeNameKind.Email, Encoding.Latin1.GetString(content)));
                    break;
                case DnsTag:
                    result.Add(new(AlternativeNameKind.Dns, Encoding.Latin1.GetString(content)));
                    break;
                case UriTag:
                    result.Add(new(AlternativeNameKind.Uri, Encoding.Latin1.GetString(content)));
                    break;
                case IpTag when length is 4 or 16:
                    result.Add(new(AlternativeNameKind.IpAddress, new IPAddress(content).ToString()));
                    break;
                default:
                    // Other kinds (otherName, directoryName, …) are of no use here.
                    break;
            }
        }

        return result;
    }
}
