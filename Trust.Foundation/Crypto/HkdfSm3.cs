using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>HKDF (RFC 5869) with HMAC-SM3: sub-keys of a secret, kept apart by what they are for.</summary>
public static class HkdfSm3
{
    /// <summary>Most bytes one call can give: 255 blocks of 32 (RFC 5869 section 2.3).</summary>
    public const int MaxOutputSizeInBytes = 255 * HmacSm3.HashSizeInBytes;

    /// <summary>Extract and expand (RFC 5869 section 2).</summary>
    /// <param name="secret">Input keying material, any length.</param>
    /// <param name="salt">Salt; empty means 32 zero bytes, as the RFC says.</param>
    /// <param name="info">What the derived key is for.</param>
    /// <param name="output">Receives the derived key, 1 to 8,160 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> is empty or too long.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> output)
    {
        Span<byte> pseudoRandomKey = stackalloc byte[HmacSm3.HashSizeInBytes];
        HmacSm3.HashData(salt, secret, pseudoRandomKey);
        Expand(pseudoRandomKey, info, output);
        CryptographicOperations.ZeroMemory(pseudoRandomKey);
    }

    /// <summary>Extract and expand, into a new array.</summary>
    /// <param name="secret">Input keying material, any length.</param>
    /// <param name="salt">Salt; empty means 32 zero bytes.</param>
    /// <param name="info">What the derived key is for.</param>
    /// <param name="length">Bytes wanted, 1 to 8,160.</param>
    /// <exception cref="ArgumentException"><paramref name="length"/> is out of range.</exception>
    public static byte[] DeriveKey(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length)
    {
        if (length is < 1 or > MaxOutputSizeInBytes)
        {
            throw new ArgumentException("HKDF gives 1 to 8,160 bytes.", nameof(length));
        }

        var output = new byte[length];
        DeriveKey(secret, salt, info, output);
        return output;
    }

    // RFC 5869 section 2.3: T(i) = HMAC(PRK, T(i-1) || info || i).
    private static void Expand(ReadOnlySpan<byte> pseudoRandomKey, ReadOnlySpan<byte> info, Span<byte> output)
    {
        if (output.Length is 0 or > MaxOutputSizeInBytes)
        {
            throw new ArgumentException("HKDF gives 1 to 8,160 bytes.", nameof(output));
        }

        var input = new byte[HmacSm3.HashSizeInBytes + info.Length + 1];
        info.CopyTo(input.AsSpan(HmacSm3.HashSizeInBytes));
        Span<byte> block = stackalloc byte[HmacSm3.HashSizeInBytes];
        for (var counter = 1; !output.IsEmpty; counter++)
        {
            input[^1] = (byte)counter;
            HmacSm3.HashData(pseudoRandomKey, counter == 1 ? input.AsSpan(HmacSm3.HashSizeInBytes) : input, block);
            block.CopyTo(input);
            var take = Math.Min(block.Length, output.Length);
            block[..take].CopyTo(output);
            output = output[take..];
        }

        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(block);
    }
}
