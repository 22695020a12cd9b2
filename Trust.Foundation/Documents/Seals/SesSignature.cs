using System.Diagnostics.CodeAnalysis;
using Trust.Crypto.Certificates;

namespace Trust.Documents.Seals;

/// <summary>
/// SES_Signature, a signature made with an electronic seal: GM/T 0031-2014, GB/T 38540-2020 or GM/T 0031-2025, read over its stored bytes and never encoded
/// again. Reading says nothing about genuineness. Immutable.
/// </summary>
public sealed class SesSignature
{
    /// <summary>Largest value that is read: 17 MiB, a seal and a little more.</summary>
    public const int MaxSizeInBytes = SesSeal.MaxSizeInBytes + 1024 * 1024;

    private SesSignature()
    {
    }

    /// <summary>The value as stored, without <see cref="TrailingByteCount"/>.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    /// <summary>Number of bytes after the structure; anything but zero is a format error (GM/T 0031-2014 clause 6.2.3 a).</summary>
    public required int TrailingByteCount { get; init; }

    /// <summary>Edition.</summary>
    public required SesVersion Version { get; init; }

    /// <summary>toSign as stored: the signed bytes.</summary>
    public required ReadOnlyMemory<byte> ToSign { get; init; }

    /// <summary>toSign.version; it must be that of the seal.</summary>
    public required int TbsVersion { get; init; }

    /// <summary>toSign.eseal.</summary>
    public required SesSeal Seal { get; init; }

    /// <summary>toSign.timeInfo as a time: a claim, no proof.</summary>
    public required SesTime Time { get; init; }

    /// <summary>toSign.timeInfo as octets: text, or a time stamp token in the 2014 edition.</summary>
    public required ReadOnlyMemory<byte> TimeInfo { get; init; }

    /// <summary>toSign.dataHash: SM3 of the protected file.</summary>
    public required ReadOnlyMemory<byte> DataHash { get; init; }

    /// <summary>toSign.propertyInfo: what is protected; in OFD the path of Signature.xml, or text of the maker.</summary>
    public required string PropertyInfo { get; init; }

    /// <summary>toSign.extDatas.</summary>
    public required IReadOnlyList<SesExtension> Extensions { get; init; }

    /// <summary>Certificate of the signer, DER as stored.</summary>
    public required ReadOnlyMemory<byte> SignerCertificate { get; init; }

    /// <summary>OID of the signature algorithm.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>Signature value of the signer; the time stamp is over these bytes.</summary>
    public required ReadOnlyMemory<byte> SignatureValue { get; init; }

    /// <summary>timeStamp, or null.</summary>
    public required ReadOnlyMemory<byte>? TimeStamp { get; init; }

    /// <summary>What is written otherwise than the standard says, and was read nevertheless; the seal's own remarks are in <see cref="Seal"/>.</summary>
    public required IReadOnlyList<SesRemark> Remarks { get; init; }

    /// <summary>Reads a signature.</summary>
    /// <param name="encoded">The bytes, at most 17 MiB; copied.</param>
    /// <param name="signature">The signature, or null.</param>
    /// <param name="fault">Why it is none, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out SesSignature? signature, [NotNullWhen(false)] out SesFault? fault) =>
        SealReader.TryRead(encoded, MaxSizeInBytes, Read, out signature, out fault);

    /// <summary>The signer's certificate, or null where it does not decode.</summary>
    public Certificate? ReadSignerCertificate() => Certificate.TryParse(SignerCertificate.Span, out var certificate) ? certificate : null;

    private static SesSignature Read(ReadOnlyMemory<byte> encoded)
    {
        var (structure, trailing) = SealReader.Cut(encoded);
        var reading = new SesReading();
        var outer = SesReading.Elements(structure, "SES_Signature");
        if (outer.Count is not (2 or 4 or 5))
        {
            throw new SesException(SesFaults.Version, $"A signature of {outer.Count} fields.");
        }

        var isOld = outer.Count == 2;
        var tbs = SesReading.Elements(outer[0], "TBS_Sign");
        if (isOld ? tbs.Count != 7 : tbs.Count is not (5 or 6))
        {
            throw new SesException(SesFaults.Structure, $"TBS_Sign has {tbs.Count} fields.");
        }

        var seal = SealReader.Read(tbs[1]);
        if (isOld != (seal.Version == SesVersion.V1))
        {
            throw new SesException(SesFaults.MixedVersions, $"A signature of {outer.Count} fields holds a seal of {seal.Version}.");
        }

        var (time, timeInfo) = SesTimeReading.ReadTimeInfo(tbs[2], seal.Version, reading);
        return new()
        {
            Encoded = structure,
            TrailingByteCount = trailing,
            Version = seal.Version,
            ToSign = outer[0],
            TbsVersion = SesReading.Int(tbs[0], "version"),
            Seal = seal,
            Time = time,
            TimeInfo = timeInfo,
            DataHash = reading.Bits(tbs[3], "dataHash"),
            PropertyInfo = reading.Ascii(tbs[4], "propertyInfo"),
            Extensions = !isOld && tbs.Count == 6 ? TbsExtensions(tbs[5], reading) : [],
            SignerCertificate = SesReading.Octets(isOld ? tbs[5] : outer[1]),
            SignatureAlgorithm = SesReading.Oid(isOld ? tbs[6] : outer[2]),
            SignatureValue = SesReading.StrictBits(isOld ? outer[1] : outer[3], "signature"),
            TimeStamp = outer.Count == 5 ? reading.TimeStamp(outer[4]) : default(ReadOnlyMemory<byte>?),
            Remarks = reading.Remarks,
        };
    }

    private static List<SesExtension> TbsExtensions(ReadOnlyMemory<byte> value, SesReading reading)
    {
        if (SesReading.TagByte(value) != 0xa0)
        {
            return reading.Extensions(value);
        }

        var inner = SesReading.Reader(value).ReadSequence(SesReading.First);
        var sequence = inner.ReadEncodedValue();
        inner.ThrowIfNotEmpty();
        return reading.Extensions(sequence);
    }
}
