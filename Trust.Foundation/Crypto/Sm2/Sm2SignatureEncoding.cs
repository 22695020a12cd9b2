using System.Formats.Asn1;
using System.Numerics;

namespace Trust.Crypto;

/// <summary>Why a signature value could not be read.</summary>
public enum Sm2SignatureFault
{
    /// <summary>It is well formed.</summary>
    None,

    /// <summary>Raw form that is not 64 bytes.</summary>
    WrongLength,

    /// <summary>The outermost element is not a SEQUENCE of exactly two INTEGERs in definite, shortest-length DER.</summary>
    NotASequenceOfTwoIntegers,

    /// <summary>Bytes follow the SEQUENCE, or a third element stands inside it.</summary>
    TrailingBytes,

    /// <summary>An INTEGER has a needless leading octet (X.690 clause 8.3.2), or none at all.</summary>
    NonMinimalInteger,

    /// <summary>An INTEGER is negative: its leading zero octet is missing.</summary>
    NegativeInteger,

    /// <summary>r or s is zero.</summary>
    Zero,

    /// <summary>r or s is not below the order n of the curve.</summary>
    NotBelowOrder,
}

/// <summary>
/// The two encodings of an SM2 signature: DER <c>SEQUENCE { r INTEGER, s INTEGER }</c> (GM/T 0009-2012 clause 7.3) and r || s of 32 bytes each.
/// Exactly one byte string is accepted for each pair with 1 &lt;= r, s &lt; n.
/// </summary>
public static class Sm2SignatureEncoding
{
    /// <summary>Size of the raw form: 64 bytes.</summary>
    public const int RawSizeInBytes = 64;

    private const byte SequenceTag = 0x30;
    private const byte IntegerTag = 0x02;

    /// <summary>Reads the DER form strictly.</summary>
    /// <param name="der">The encoded value.</param>
    /// <param name="raw">Receives r || s, 64 bytes; cleared on failure.</param>
    /// <param name="fault">Why it was refused.</param>
    /// <returns>Whether it was read.</returns>
    /// <exception cref="ArgumentException"><paramref name="raw"/> is shorter than 64 bytes.</exception>
    public static bool TryReadDer(ReadOnlySpan<byte> der, Span<byte> raw, out Sm2SignatureFault fault)
    {
        RequireRoom(raw);
        raw[..RawSizeInBytes].Clear();
        fault = ReadDer(der, raw);
        if (fault != Sm2SignatureFault.None)
        {
            raw[..RawSizeInBytes].Clear();
        }

        return fault == Sm2SignatureFault.None;
    }

    /// <summary>Checks the raw form: 64 bytes, both halves in [1, n-1].</summary>
    /// <param name="raw">The encoded value.</param>
    /// <param name="fault">Why it was refused.</param>
    /// <returns>Whether it is well formed.</returns>
    public static bool IsValidRaw(ReadOnlySpan<byte> raw, out Sm2SignatureFault fault)
    {
        fault = raw.Length != RawSizeInBytes ? Sm2SignatureFault.WrongLength : CheckRange(raw[..32]);
        if (fault == Sm2SignatureFault.None)
        {
            fault = CheckRange(raw[32..]);
        }

        return fault == Sm2SignatureFault.None;
    }

    /// <summary>Writes the DER form.</summary>
    /// <param name="raw">r || s, 64 bytes.</param>
    /// <returns>8 to 72 bytes.</returns>
    /// <exception cref="ArgumentException"><paramref name="raw"/> is not a well-formed raw signature.</exception>
    public static byte[] ToDer(ReadOnlySpan<byte> raw)
    {
        if (!IsValidRaw(raw, out var fault))
        {
            throw new ArgumentException($"Not a raw SM2 signature: {fault}.", nameof(raw));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(raw[..32], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(raw[32..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    // The longest value is 2 + 2 * (2 + 33) = 72 bytes, so a length octet of 0x80 or more is never the shortest form.
    private static Sm2SignatureFault ReadDer(ReadOnlySpan<byte> der, Span<byte> raw)
    {
        if (der.Length < 2 || der[0] != SequenceTag || der[1] >= 0x80 || der[1] > der.Length - 2)
        {
            return Sm2SignatureFault.NotASequenceOfTwoIntegers;
        }

        if (der[1] < der.Length - 2)
        {
            return Sm2SignatureFault.TrailingBytes;
        }

        var rest = der[2..];
        var fault = ReadInteger(ref rest, raw[..32]);
        if (fault == Sm2SignatureFault.None)
        {
            fault = ReadInteger(ref rest, raw.Slice(32, 32));
        }

        return fault != Sm2SignatureFault.None ? fault : rest.IsEmpty ? Sm2SignatureFault.None : Sm2SignatureFault.TrailingBytes;
    }

    private static Sm2SignatureFault ReadInteger(ref ReadOnlySpan<byte> rest, Span<byte> destination)
    {
        if (rest.Length < 2 || rest[0] != IntegerTag || rest[1] >= 0x80 || rest[1] > rest.Length - 2)
        {
            return Sm2SignatureFault.NotASequenceOfTwoIntegers;
        }

        var value = rest.Slice(2, rest[1]);
        rest = rest[(2 + value.Length)..];
        if (value.IsEmpty || (value.Length > 1 && ((value[0] == 0 && value[1] < 0x80) || (value[0] == 0xff && value[1] >= 0x80))))
        {
            return Sm2SignatureFault.NonMinimalInteger;
        }

        if (value[0] >= 0x80)
        {
            return Sm2SignatureFault.NegativeInteger;
        }

        value = value[0] == 0 && value.Length > 1 ? value[1..] : value;
        if (value.Length > 32)
        {
            return Sm2SignatureFault.NotBelowOrder;
        }

        value.CopyTo(destination[(32 - value.Length)..]);
        return CheckRange(destination);
    }

    private static Sm2SignatureFault CheckRange(ReadOnlySpan<byte> value) =>
        value.IndexOfAnyExcept((byte)0) < 0 ? Sm2SignatureFault.Zero
        : value.SequenceCompareTo(Sm2Curve.OrderBytes) >= 0 ? Sm2SignatureFault.NotBelowOrder
        : Sm2SignatureFault.None;

    private static void RequireRoom(Span<byte> raw)
    {
        if (raw.Length < RawSizeInBytes)
        {
            throw new ArgumentException("The buffer holds less than 64 bytes.", nameof(raw));
        }
    }
}
