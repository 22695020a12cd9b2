using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Trust.Crypto.Certificates;

/// <summary>
/// X.501 Name of a subject or issuer. Two names are the same when their encodings are; text is for people only and is read so tolerantly
/// that no broken character string makes a certificate unreadable.
/// </summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private static readonly Dictionary<string, string> ShortNames = new()
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "SERIALNUMBER",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "T",
        ["2.5.4.42"] = "G",
        ["1.2.840.113549.1.9.1"] = "E",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
    };

    private static readonly Dictionary<string, string> Types = ShortNames.ToDictionary(pair => pair.Value, pair => pair.Key);

    private DistinguishedName(ReadOnlyMemory<byte> encoded, IReadOnlyList<(string Type, string Value)> attributes)
    {
        Encoded = encoded;
        Attributes = attributes;
    }

    /// <summary>DER of the Name.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Attributes in the order of the encoding: short name (CN, O, …) or OID, and text. Values without text are <c>#</c> and hexadecimal.</summary>
    public IReadOnlyList<(string Type, string Value)> Attributes { get; }

    /// <summary>The last common name, or null.</summary>
    public string? CommonName => Find("CN");

    /// <summary>Makes a name of single-valued parts; the country is a PrintableString, everything else a UTF8String (RFC 5280 section 4.1.2.4).</summary>
    /// <param name="attributes">Short names (C, ST, L, O, OU, CN, SERIALNUMBER, …) and values, most general first.</param>
    /// <exception cref="ArgumentException">An unknown short name, an empty value, or one of more than 256 characters.</exception>
    public static DistinguishedName Create(params ReadOnlySpan<(string Type, string Value)> attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (type, value) in attributes)
            {
                if (!Types.TryGetValue(type, out var oid) || value.Length is 0 or > 256)
                {
                    throw new ArgumentException($"'{type}' is no known attribute, or its value is empty or too long.", nameof(attributes));
                }

                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteCharacterString(type == "C" ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String, value);
                }
            }
        }

        return new(writer.Encode(), attributes.ToArray());
    }

    /// <summary>Reads a Name. Only the outermost SEQUENCE has to be right; what is broken inside is left out of the text.</summary>
    /// <param name="encoded">DER of the Name.</param>
    public static DistinguishedName Parse(ReadOnlyMemory<byte> encoded) => new(encoded, ReadAttributes(encoded));

    /// <summary>Value of the last attribute of a type, or null.</summary>
    /// <param name="type">Short name or OID.</param>
    public string? Find(string type)
    {
        foreach (var (candidate, value) in Attributes.Reverse())
        {
            if (candidate == type)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>RFC 4514 text: most specific part first.</summary>
    public override string ToString() => string.Join(",", Attributes.Reverse().Select(attribute => $"{attribute.Type}={Escape(attribute.Value)}"));

    /// <inheritdoc/>
    public bool Equals(DistinguishedName? other) => other is not null && Encoded.Span.SequenceEqual(other.Encoded.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Encoded.Span);
        return hash.ToHashCode();
    }

    private static List<(string Type, string Value)> ReadAttributes(ReadOnlyMemory<byte> encoded)
    {
        var attributes = new List<(string, string)>();
        try
        {
            var sequence = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            while (sequence.HasData)
            {
                var set = sequence.ReadSetOf();
                while (set.HasData)
                {
                    var attribute = set.ReadSequence();
                    var oid = attribute.ReadObjectIdentifier();
                    attributes.Add((ShortNames.GetValueOrDefault(oid, oid), ReadText(attribute.ReadEncodedValue().Span)));
                }
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            // What was read so far is shown; equality never looks at it.
        }

        return attributes;
    }

    private static string ReadText(ReadOnlySpan<byte> encoded)
    {
        var tag = AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.BER, out var contentOffset, out var contentLength, out _);
        var content = encoded.Slice(contentOffset, contentLength);
        return tag.TagClass != TagClass.Universal ? Hexadecimal(encoded) : (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(content),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(content),
            UniversalTagNumber.UniversalString => new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetString(content),
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String
                or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString => Encoding.Latin1.GetString(content),
            _ => Hexadecimal(encoded),
        };
    }

    private static string Hexadecimal(ReadOnlySpan<byte> encoded) => "#" + Convert.ToHexStringLower(encoded);

    // RFC 4514 section 2.4. Control characters, which a name could use to forge lines of a log, are written as hexadecimal pairs.
    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsControl(c))
            {
                foreach (var b in Encoding.UTF8.GetBytes([c]))
                {
                    text.Append('\\').Append(Convert.ToHexStringLower([b]));
                }

                continue;
            }

            var isEdgeSpace = c == ' ' && (i == 0 || i == value.Length - 1);
            if (isEdgeSpace || c is '"' or '+' or ',' or ';' or '<' or '>' or '\\')
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.ToString();
    }
}
