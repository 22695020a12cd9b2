using System.Formats.Asn1;
using System.Text;

namespace Trust.Documents.Seals;

/// <summary>Stops a reading with a fault; never leaves the readers of this folder.</summary>
internal sealed class SesException(string code, string detail) : Exception(detail)
{
    internal SesFault Fault => new(code, Message);
}

/// <summary>Pieces of SES structures, read over stored bytes, with a remark for each leniency (GM/T 0031-2014, GB/T 38540-2020).</summary>
internal sealed class SesReading
{
    private const int MaxElements = 1024;

    internal static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0);

    internal List<SesRemark> Remarks { get; } = [];

    /// <summary>The elements of a SEQUENCE, each as stored.</summary>
    internal static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> sequence, string name)
    {
        var reader = new AsnReader(sequence, AsnEncodingRules.BER).ReadSequence();
        var elements = new List<ReadOnlyMemory<byte>>();
        while (reader.HasData)
        {
            elements.Add(reader.ReadEncodedValue());
            if (elements.Count > MaxElements)
            {
                throw new SesException(SesFaults.Structure, $"{name} has more than {MaxElements} elements.");
            }
        }

        return elements;
    }

    internal static AsnReader Reader(ReadOnlyMemory<byte> value) => new(value, AsnEncodingRules.BER);

    internal static byte TagByte(ReadOnlyMemory<byte> value) => value.Span[0];

    internal static string Oid(ReadOnlyMemory<byte> value) => Reader(value).ReadObjectIdentifier();

    internal static int Int(ReadOnlyMemory<byte> value, string name) => Reader(value).TryReadInt32(out var number)
        ? number
        : throw new SesException(SesFaults.Structure, $"{name} is out of range.");

    internal static byte[] Octets(ReadOnlyMemory<byte> value) => Reader(value).ReadOctetString();

    internal static string Utf8(ReadOnlyMemory<byte> value, string name) => TagByte(value) == (int)UniversalTagNumber.UTF8String
        ? Encoding.UTF8.GetString(Content(value))
        : throw new SesException(SesFaults.Structure, $"{name} is no UTF8String.");

    internal static ReadOnlySpan<byte> Content(ReadOnlyMemory<byte> value)
    {
        AsnDecoder.ReadEncodedValue(value.Span, AsnEncodingRules.BER, out var offset, out var length, out _);
        return value.Span.Slice(offset, length);
    }

    /// <summary>An IA5String. Makers put other characters into it, so it is decoded as UTF-8.</summary>
    internal string Ascii(ReadOnlyMemory<byte> value, string name)
    {
        if (TagByte(value) != (int)UniversalTagNumber.IA5String)
        {
            throw new SesException(SesFaults.Structure, $"{name} is no IA5String.");
        }

        var content = Content(value);
        if (content.ContainsAnyInRange((byte)0x80, (byte)0xff))
        {
            Remark(SesRemarks.TextNotAscii, name);
        }

        return Encoding.UTF8.GetString(content);
    }

    /// <summary>A BIT STRING of whole octets; an OCTET STRING is accepted with a remark.</summary>
    internal byte[] Bits(ReadOnlyMemory<byte> value, string name)
    {
        if (TagByte(value) is 0x04 or 0x24)
        {
            Remark(SesRemarks.OctetStringForBitString, name);
            return Octets(value);
        }

        return StrictBits(value, name);
    }

    internal static byte[] StrictBits(ReadOnlyMemory<byte> value, string name, Asn1Tag? tag = null)
    {
        var bits = Reader(value).ReadBitString(out var unusedBits, tag);
        return unusedBits == 0 ? bits : throw new SesException(SesFaults.Structure, $"{name} is not whole octets.");
    }

    /// <summary>timeStamp [0]: EXPLICIT as written by most; IMPLICIT and without a tag are accepted with a remark.</summary>
    internal byte[] TimeStamp(ReadOnlyMemory<byte> value)
    {
        const string name = "timeStamp";
        switch (TagByte(value))
        {
            case 0xa0:
                var inner = Reader(value).ReadSequence(First);
                var bits = inner.ReadEncodedValue();
                inner.ThrowIfNotEmpty();
                return StrictBits(bits, name);
            case 0x80:
                Remark(SesRemarks.TimeStampTag, "[0] IMPLICIT");
                return StrictBits(value, name, First);
            case 0x03:
                Remark(SesRemarks.TimeStampTag, "without a tag");
                return StrictBits(value, name);
            default:
                throw new SesException(SesFaults.Structure, "The last element is no time stamp.");
        }
    }

    internal List<SesExtension> Extensions(ReadOnlyMemory<byte> sequence) =>
        [.. Elements(sequence, "extDatas").Select(Extension)];

    internal void Remark(string code, string detail)
    {
        if (!Remarks.Any(remark => remark.Code == code && remark.Detail == detail))
        {
            Remarks.Add(new(code, detail));
        }
    }

    private SesExtension Extension(ReadOnlyMemory<byte> value)
    {
        var fields = Elements(value, "ExtData");
        if (fields.Count is < 2 or > 3)
        {
            throw new SesException(SesFaults.Structure, "An extension has too few or too many fields.");
        }

        var isCritical = false;
        if (fields.Count == 3)
        {
            isCritical = Reader(fields[1]).ReadBoolean();
            if (!isCritical)
            {
                Remark(SesRemarks.DefaultEncoded, "critical");
            }
        }

        return new(ExtensionType(fields[0]), isCritical, Octets(fields[^1]));
    }

    private string ExtensionType(ReadOnlyMemory<byte> value)
    {
        if (TagByte(value) != (int)UniversalTagNumber.ObjectIdentifier)
        {
            throw new SesException(SesFaults.Structure, "An extension has no type.");
        }

        // Some makers store ASCII text as the octets of the OID; such octets may still decode as one.
        var content = Content(value);
        var isText = content.Length >= 4 && content.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) < 0;
        try
        {
            if (!isText)
            {
                return Oid(value);
            }
        }
        catch (AsnContentException)
        {
            // Neither text nor an OID: shown as hexadecimal.
        }

        Remark(SesRemarks.ExtensionTypeAsText, "extnID");
        return "text:" + (isText ? Encoding.ASCII.GetString(content) : Convert.ToHexStringLower(content));
    }
}
