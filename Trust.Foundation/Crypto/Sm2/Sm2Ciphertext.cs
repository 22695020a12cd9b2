using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>Layout of an SM2 ciphertext.</summary>
public enum Sm2CiphertextFormat
{
    /// <summary>C1 || C3 || C2 (GB/T 32918.4-2016 clause 6.1): point 04||X||Y, 32-byte SM3 value, then the message's length.</summary>
    C1C3C2,

    /// <summary>DER <c>SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING, cipher OCTET STRING }</c> (GM/T 0009-2012 clause 7.2).</summary>
    Der,

    /// <summary>C1 || C2 || C3 of the 2010 text: read, and written only for a peer that knows nothing newer.</summary>
    C1C2C3,
}

/// <summary>A ciphertext in its three parts, as they stand before any check of the point.</summary>
internal readonly ref struct Sm2Ciphertext
{
    private Sm2Ciphertext(ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> cipher)
    {
        Point = point;
        Hash = hash;
        Cipher = cipher;
    }

    internal ReadOnlySpan<byte> Point { get; }

    internal ReadOnlySpan<byte> Hash { get; }

    internal ReadOnlySpan<byte> Cipher { get; }

    internal static byte[] Write(ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> cipher, Sm2CiphertextFormat format) => format switch
    {
        Sm2CiphertextFormat.C1C3C2 => [.. point, .. hash, .. cipher],
        Sm2CiphertextFormat.C1C2C3 => [.. point, .. cipher, .. hash],
        Sm2CiphertextFormat.Der => WriteDer(point, hash, cipher),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    internal static bool TryRead(ReadOnlySpan<byte> data, Sm2CiphertextFormat format, out Sm2Ciphertext ciphertext)
    {
        ciphertext = default;
        if (format == Sm2CiphertextFormat.Der)
        {
            return TryReadDer(data, out ciphertext);
        }

        if (data.Length <= Sm2Curve.PointSize + Sm3.HashSizeInBytes)
        {
            return false;
        }

        var point = data[..Sm2Curve.PointSize];
        var rest = data[Sm2Curve.PointSize..];
        ciphertext = format == Sm2CiphertextFormat.C1C3C2
            ? new(point, rest[..Sm3.HashSizeInBytes], rest[Sm3.HashSizeInBytes..])
            : new(point, rest[^Sm3.HashSizeInBytes..], rest[..^Sm3.HashSizeInBytes]);
        return true;
    }

    private static byte[] WriteDer(ReadOnlySpan<byte> point, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> cipher)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(point[1..33], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(point[33..], isUnsigned: true, isBigEndian: true));
            writer.WriteOctetString(hash);
            writer.WriteOctetString(cipher);
        }

        return writer.Encode();
    }

    private static bool TryReadDer(ReadOnlySpan<byte> data, out Sm2Ciphertext ciphertext)
    {
        ciphertext = default;
        try
        {
            var reader = new AsnReader(data.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var point = new byte[Sm2Curve.PointSize];
            point[0] = 0x04;
            var read = TryWriteCoordinate(sequence.ReadInteger(), point.AsSpan(1, 32)) & TryWriteCoordinate(sequence.ReadInteger(), point.AsSpan(33));
            var hash = sequence.ReadOctetString();
            var cipher = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            ciphertext = new(point, hash, cipher);
            return read && hash.Length == Sm3.HashSizeInBytes && cipher.Length > 0;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool TryWriteCoordinate(BigInteger value, Span<byte> destination)
    {
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > destination.Length)
        {
            return false;
        }

        return value.TryWriteBytes(destination[^value.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }
}
