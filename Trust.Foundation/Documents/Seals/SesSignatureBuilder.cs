using System.Formats.Asn1;
using Trust.Crypto;

namespace Trust.Documents.Seals;

/// <summary>What stands in a seal signature that will be made: GB/T 38540-2020 (version 4), signed with SM2 and SM3.</summary>
public sealed record SesSignatureBuilder
{
    /// <summary>The seal, version 4; its bytes are taken over as they are.</summary>
    public required SesSeal Seal { get; init; }

    /// <summary>timeInfo; cut to seconds. A claim: the time stamp proves.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>dataHash: 32 bytes, in OFD the SM3 of the stored bytes of Signature.xml.</summary>
    public required ReadOnlyMemory<byte> DataHash { get; init; }

    /// <summary>propertyInfo: ASCII, in OFD the absolute path of Signature.xml.</summary>
    public required string PropertyInfo { get; init; }

    /// <summary>extDatas [0]; empty leaves them out.</summary>
    public IReadOnlyList<SesExtension> Extensions { get; init; } = [];

    /// <summary>TBS_Sign, the bytes that are signed.</summary>
    /// <exception cref="ArgumentException">The seal is not of version 4, the digest has not 32 bytes, or a text is not ASCII.</exception>
    public byte[] WriteToSign()
    {
        if (Seal.Version != SesVersion.V4 || DataHash.Length != Sm3.HashSizeInBytes)
        {
            throw new ArgumentException("The seal is not of version 4, or the digest has not 32 bytes.");
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Seal.Header.Version);
            writer.WriteEncodedValue(Seal.Encoded.Span);
            SesWriting.Time(writer, Time);
            writer.WriteBitString(DataHash.Span);
            SesWriting.Ascii(writer, PropertyInfo);
            if (Extensions.Count > 0)
            {
                using (writer.PushSequence(SesReading.First))
                {
                    SesWriting.Extensions(writer, Extensions);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Has it signed and stamped.</summary>
    /// <param name="signerCertificate">Certificate of the signer, DER; one of the seal's list.</param>
    /// <param name="sign">Signs TBS_Sign with the signer's SM2 key and gives DER r, s.</param>
    /// <param name="timeStamp">Stamps the signature value and gives a token, written as [0] EXPLICIT BIT STRING; null for none.</param>
    /// <returns>The signature, read back from what was written.</returns>
    /// <exception cref="ArgumentException">See <see cref="WriteToSign"/>; or the certificate is not in the seal's list.</exception>
    public SesSignature Build(
        ReadOnlyMemory<byte> signerCertificate, Func<ReadOnlyMemory<byte>, byte[]> sign, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null)
    {
        ArgumentNullException.ThrowIfNull(sign);
        if (Seal.Lists(signerCertificate.Span) != SesListing.Listed)
        {
            throw new ArgumentException("The certificate is not in the seal's list.", nameof(signerCertificate));
        }

        var toSign = WriteToSign();
        return Assemble(toSign, signerCertificate, sign(toSign), timeStamp);
    }

    /// <summary>Puts a finished signature value into place; nothing is compared with the seal.</summary>
    internal static SesSignature Assemble(
        byte[] toSign, ReadOnlyMemory<byte> signerCertificate, byte[] value, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toSign);
            writer.WriteOctetString(signerCertificate.Span);
            writer.WriteObjectIdentifier(Oids.Sm2WithSm3);
            writer.WriteBitString(value);
            if (timeStamp is not null)
            {
                using (writer.PushSequence(SesReading.First))
                {
                    writer.WriteBitString(timeStamp(value).Span);
                }
            }
        }

        return SesSignature.TryParse(writer.Encode(), out var signature, out var fault)
            ? signature
            : throw new ArgumentException($"The signature can't be written: {fault.Detail}");
    }
}
