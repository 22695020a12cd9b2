using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Trust.Documents.Seals;

/// <summary>Reads <see cref="SesSeal"/>.</summary>
internal static class SealReader
{
    private const int MaxFields = 8;

    internal static bool TryRead(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SesSeal? seal, [NotNullWhen(false)] out SesFault? fault) =>
        TryRead(encoded, SesSeal.MaxSizeInBytes, Read, out seal, out fault);

    /// <summary>Runs a reader over a copy; everything it may throw becomes a fault.</summary>
    internal static bool TryRead<T>(
        ReadOnlySpan<byte> encoded, int maxSize, Func<ReadOnlyMemory<byte>, T> read, [NotNullWhen(true)] out T? result, [NotNullWhen(false)] out SesFault? fault)
        where T : class
    {
        (result, fault) = (null, null);
        if (encoded.Length > maxSize)
        {
            fault = new(SesFaults.TooLarge, $"{encoded.Length} bytes.");
            return false;
        }

        try
        {
            result = read(encoded.ToArray());
            return true;
        }
        catch (SesException e)
        {
            fault = e.Fault;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            fault = new(SesFaults.Structure, "A field is missing, or of another type.");
        }

        return false;
    }

    /// <summary>Splits what was received into the structure and the number of bytes after it.</summary>
    internal static (ReadOnlyMemory<byte> Structure, int Trailing) Cut(ReadOnlyMemory<byte> encoded)
    {
        var tag = AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out _, out _, out var consumed);
        return tag.HasSameClassAndValue(Asn1Tag.Sequence)
            ? (encoded[..consumed], encoded.Length - consumed)
            : throw new SesException(SesFaults.Structure, "The outermost element is no SEQUENCE.");
    }

    internal static SesSeal Read(ReadOnlyMemory<byte> encoded)
    {
        var (structure, trailing) = Cut(encoded);
        var reading = new SesReading();
        var outer = Fields(structure, "SESeal");
        var info = Fields(outer[0], "SES_SealInfo");
        if (info.Count is < 4 or > 5)
        {
            throw new SesException(SesFaults.Structure, $"SES_SealInfo has {info.Count} fields.");
        }

        var header = Header(info[0], reading);
        var version = Dispatch(outer.Count, header.Version);
        if (version == SesVersion.V1 && header.Version != 1)
        {
            reading.Remark(SesRemarks.HeaderVersion, $"{header.Version}");
        }

        // The 2014 edition has signInfo SEQUENCE { cert, signatureAlgorithm, signData }; later ones have the three beside eSealInfo.
        var sign = version == SesVersion.V1 ? Fields(outer[1], "SES_SignInfo") : outer[1..];
        if (version == SesVersion.V1 && sign.Count != 3)
        {
            throw new SesException(SesFaults.Structure, $"SES_SignInfo has {sign.Count} fields.");
        }

        var property = Property(info[2], version, reading);
        return new()
        {
            Encoded = structure,
            TrailingByteCount = trailing,
            Version = version,
            Header = header,
            SealId = reading.Ascii(info[1], "esID"),
            Type = property.Type,
            Name = property.Name,
            CertificateListType = property.ListType,
            Certificates = property.Certificates,
            CreateDate = property.Created,
            ValidStart = property.Start,
            ValidEnd = property.End,
            Picture = Picture(info[3], reading),
            Extensions = info.Count == 5 ? SealExtensions(info[4], reading) : [],
            MakerCertificate = SesReading.Octets(sign[0]),
            SignatureAlgorithm = SesReading.Oid(sign[1]),
            SignatureValue = SesReading.StrictBits(sign[2], "signature"),
            SignedBytes = version == SesVersion.V1 ? Triple(outer[0], sign[0], sign[1]) : outer[0],
            TimeStamp = outer.Count == 5 ? reading.TimeStamp(outer[4]) : default(ReadOnlyMemory<byte>?),
            Remarks = reading.Remarks,
        };
    }

    private static SesVersion Dispatch(int fields, int version) => (fields, version) switch
    {
        (2, _) => SesVersion.V1,
        (4, 4) => SesVersion.V4,
        (4 or 5, 5) => SesVersion.V5,
        _ => throw new SesException(SesFaults.Version, $"A seal of {fields} fields with version {version}."),
    };

    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> value, string name)
    {
        var fields = SesReading.Elements(value, name);
        return fields.Count is > 0 and <= MaxFields ? fields : throw new SesException(SesFaults.Structure, $"{name} has {fields.Count} fields.");
    }

    private static SesHeader Header(ReadOnlyMemory<byte> value, SesReading reading)
    {
        var fields = Fields(value, "SES_Header");
        if (fields.Count != 3)
        {
            throw new SesException(SesFaults.Structure, $"SES_Header has {fields.Count} fields.");
        }

        var id = reading.Ascii(fields[0], "header.ID");
        return id == "ES"
            ? new(id, SesReading.Int(fields[1], "header.version"), reading.Ascii(fields[2], "header.Vid"))
            : throw new SesException(SesFaults.HeaderId, "header.ID is not ES.");
    }

    private static (int Type, string Name, int ListType, List<SesCertificateEntry> Certificates, SesTime Created, SesTime Start, SesTime End) Property(
        ReadOnlyMemory<byte> value, SesVersion version, SesReading reading)
    {
        var fields = Fields(value, "SES_ESPropertyInfo");
        var isOld = version == SesVersion.V1;
        if (fields.Count != (isOld ? 6 : 7))
        {
            throw new SesException(SesFaults.Structure, $"SES_ESPropertyInfo has {fields.Count} fields.");
        }

        var listType = isOld ? 1 : SesReading.Int(fields[2], "certListType");
        return (
            SesReading.Int(fields[0], "property.type"),
            SesReading.Utf8(fields[1], "property.name"),
            listType,
            [.. SesReading.Elements(fields[^4], "certList").Select(entry => Entry(entry, listType, reading))],
            SesTimeReading.Read(fields[^3], version, reading, "createDate"),
            SesTimeReading.Read(fields[^2], version, reading, "validStart"),
            SesTimeReading.Read(fields[^1], version, reading, "validEnd"));
    }

    private static SesCertificateEntry Entry(ReadOnlyMemory<byte> value, int listType, SesReading reading)
    {
        switch (listType)
        {
            case 1 when SesReading.TagByte(value) == (int)UniversalTagNumber.IA5String:
                reading.Remark(SesRemarks.CertificateAsText, "certList");
                var text = SesReading.Content(value).ToArray();
                return new(SesCertificateEntryKind.Text, text, Encoding.UTF8.GetString(text));
            case 1:
                return new(SesCertificateEntryKind.Certificate, SesReading.Octets(value), "");
            case 2:
                var fields = Fields(value, "CertDigestObj");
                if (fields.Count != 2 || SesReading.TagByte(fields[0]) is not ((int)UniversalTagNumber.PrintableString or (int)UniversalTagNumber.ObjectIdentifier))
                {
                    throw new SesException(SesFaults.Structure, "An entry of certList is no CertDigestObj.");
                }

                var label = SesReading.TagByte(fields[0]) == (int)UniversalTagNumber.ObjectIdentifier
                    ? SesReading.Oid(fields[0])
                    : Encoding.Latin1.GetString(SesReading.Content(fields[0]));
                return new(SesCertificateEntryKind.Digest, SesReading.Octets(fields[1]), label);
            default:
                throw new SesException(SesFaults.Structure, $"certListType {listType} is unknown.");
        }
    }

    private static SesPicture Picture(ReadOnlyMemory<byte> value, SesReading reading)
    {
        var fields = Fields(value, "SES_ESPictrueInfo");
        return fields.Count == 4
            ? new(reading.Ascii(fields[0], "picture.type"), SesReading.Octets(fields[1]), SesReading.Int(fields[2], "width"), SesReading.Int(fields[3], "height"))
            : throw new SesException(SesFaults.Structure, $"SES_ESPictrueInfo has {fields.Count} fields.");
    }

    // "EXPLICIT" stands in the text without a number; seals in use have a plain SEQUENCE.
    private static List<SesExtension> SealExtensions(ReadOnlyMemory<byte> value, SesReading reading)
    {
        if (SesReading.TagByte(value) != 0xa0)
        {
            return reading.Extensions(value);
        }

        reading.Remark(SesRemarks.ExtensionsTagged, "extDatas");
        return reading.Extensions(SesReading.Reader(value).ReadSequence(SesReading.First).ReadEncodedValue());
    }

    private static byte[] Triple(ReadOnlyMemory<byte> info, ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info.Span);
            writer.WriteEncodedValue(certificate.Span);
            writer.WriteEncodedValue(algorithm.Span);
        }

        return writer.Encode();
    }
}
