using System.Formats.Asn1;
using Trust.Crypto;

namespace Trust.Documents.Seals;

/// <summary>What stands in a seal that will be made: GB/T 38540-2020 (version 4), signed with SM2 and SM3, certificate list of whole certificates.</summary>
public sealed record SesSealBuilder
{
    /// <summary>header.Vid: ASCII.</summary>
    public required string VendorId { get; init; }

    /// <summary>esID: ASCII, unique; 13 or 14 digits in the national scheme.</summary>
    public required string SealId { get; init; }

    /// <summary>property.type, defined by the business.</summary>
    public required int Type { get; init; }

    /// <summary>property.name.</summary>
    public required string Name { get; init; }

    /// <summary>property.certList: certificates of those who may sign with the seal, DER; at least one.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; init; }

    /// <summary>property.createDate; cut to seconds.</summary>
    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>property.validStart; cut to seconds.</summary>
    public required DateTimeOffset ValidStart { get; init; }

    /// <summary>property.validEnd, the last second; cut to seconds.</summary>
    public required DateTimeOffset ValidEnd { get; init; }

    /// <summary>picture: at least 1 mm wide and high.</summary>
    public required SesPicture Picture { get; init; }

    /// <summary>extDatas; empty leaves them out.</summary>
    public IReadOnlyList<SesExtension> Extensions { get; init; } = [];

    /// <summary>Has the seal signed by its maker.</summary>
    /// <param name="makerCertificate">Certificate of the maker, DER.</param>
    /// <param name="sign">Signs eSealInfo with the maker's SM2 key and gives DER r, s.</param>
    /// <returns>The seal, read back from what was written.</returns>
    /// <exception cref="ArgumentException">A value can't be written, or the list is empty.</exception>
    public SesSeal Build(ReadOnlyMemory<byte> makerCertificate, Func<ReadOnlyMemory<byte>, byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(sign);
        if (Certificates.Count == 0 || ValidEnd < ValidStart || Picture.Data.IsEmpty || Picture.WidthInMillimetres < 1 || Picture.HeightInMillimetres < 1)
        {
            throw new ArgumentException("A seal has signers, a validity that ends after it starts, and a picture.");
        }

        var info = WriteInfo();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info);
            writer.WriteOctetString(makerCertificate.Span);
            writer.WriteObjectIdentifier(Oids.Sm2WithSm3);
            writer.WriteBitString(sign(info));
        }

        return SesSeal.TryParse(writer.Encode(), out var seal, out var fault) ? seal : throw new ArgumentException($"The seal can't be written: {fault.Detail}");
    }

    private byte[] WriteInfo()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                SesWriting.Ascii(writer, "ES");
                writer.WriteInteger((int)SesVersion.V4);
                SesWriting.Ascii(writer, VendorId);
            }

            SesWriting.Ascii(writer, SealId);
            WriteProperty(writer);
            using (writer.PushSequence())
            {
                SesWriting.Ascii(writer, Picture.Type);
                writer.WriteOctetString(Picture.Data.Span);
                writer.WriteInteger(Picture.WidthInMillimetres);
                writer.WriteInteger(Picture.HeightInMillimetres);
            }

            if (Extensions.Count > 0)
            {
                SesWriting.Extensions(writer, Extensions);
            }
        }

        return writer.Encode();
    }

    private void WriteProperty(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(Type);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name);
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                foreach (var certificate in Certificates)
                {
                    writer.WriteOctetString(certificate.Span);
                }
            }

            SesWriting.Time(writer, CreateDate);
            SesWriting.Time(writer, ValidStart);
            SesWriting.Time(writer, ValidEnd);
        }
    }
}
