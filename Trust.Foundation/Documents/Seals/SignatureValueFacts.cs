using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Documents.Seals;

/// <summary>What is known of a signature value over a message with a certificate's key.</summary>
/// <param name="AlgorithmAccepted">Whether the algorithm is accepted and belongs to the key.</param>
/// <param name="Holds">Whether the value, exactly as encoded, is a signature of the key over the message.</param>
/// <param name="Fault">For SM2: what is wrong with the encoding of r, s (GM/T 0009, GB/T 35276).</param>
/// <param name="HoldsAsUnsigned">
/// For a value with a faulty encoding: whether it verifies when r and s are read as unsigned numbers, or the value as r || s. A fact for people: such a value is
/// refused all the same.
/// </param>
public sealed record SignatureValueFacts(bool AlgorithmAccepted, bool Holds, Sm2SignatureFault Fault, bool HoldsAsUnsigned)
{
    /// <summary>Examines a value.</summary>
    /// <param name="message">The signed bytes.</param>
    /// <param name="value">The value; for SM2 DER r, s.</param>
    /// <param name="algorithm">OID of the signature algorithm.</param>
    /// <param name="certificate">Certificate of the signer.</param>
    public static SignatureValueFacts Examine(ReadOnlySpan<byte> message, ReadOnlySpan<byte> value, string algorithm, Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.PublicKey is not { } key || !key.Accepts(algorithm))
        {
            return new(false, false, Sm2SignatureFault.None, false);
        }

        if (key.Sm2 is not { } sm2)
        {
            return new(true, key.Verify(algorithm, message, value), Sm2SignatureFault.None, false);
        }

        Sm2SignatureEncoding.TryReadDer(value, stackalloc byte[Sm2SignatureEncoding.RawSizeInBytes], out var fault);
        return fault == Sm2SignatureFault.None
            ? new(true, sm2.Verify(message, value), fault, false)
            : new(true, false, fault, ReadAsUnsigned(value) is { } raw && sm2.Verify(message, raw, SignatureFormat.Raw));
    }

    // r || s of whatever two numbers stand there, or null.
    private static byte[]? ReadAsUnsigned(ReadOnlySpan<byte> value)
    {
        if (value.Length == Sm2SignatureEncoding.RawSizeInBytes && value[0] != 0x30)
        {
            return value.ToArray();
        }

        if (value.Length > 256)
        {
            return null;
        }

        try
        {
            var content = value[AsnDecoderOffset(value)..];
            var raw = new byte[Sm2SignatureEncoding.RawSizeInBytes];
            return ReadNumber(ref content, raw.AsSpan(0, 32)) && ReadNumber(ref content, raw.AsSpan(32)) ? raw
                : value.Length == raw.Length ? value.ToArray() : null;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return value.Length == Sm2SignatureEncoding.RawSizeInBytes ? value.ToArray() : null;
        }
    }

    private static int AsnDecoderOffset(ReadOnlySpan<byte> value)
    {
        var tag = AsnDecoder.ReadEncodedValue(value, AsnEncodingRules.BER, out var offset, out _, out _);
        return tag.HasSameClassAndValue(Asn1Tag.Sequence) ? offset : throw new AsnContentException("No SEQUENCE.");
    }

    private static bool ReadNumber(ref ReadOnlySpan<byte> rest, Span<byte> destination)
    {
        var tag = AsnDecoder.ReadEncodedValue(rest, AsnEncodingRules.BER, out var offset, out var length, out var consumed);
        var number = new BigInteger(rest.Slice(offset, length), isUnsigned: true, isBigEndian: true);
        rest = rest[consumed..];
        destination.Clear();
        var size = number.GetByteCount(isUnsigned: true);
        return tag == Asn1Tag.Integer && size <= destination.Length
            && number.TryWriteBytes(destination[(destination.Length - size)..], out _, isUnsigned: true, isBigEndian: true);
    }
}
