using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>HMAC over SM3 (GB/T 15852.2-2012 MAC algorithm 2, RFC 2104): block of 64 bytes, 32 bytes out.</summary>
public static class HmacSm3
{
    /// <summary>Size of the code: 32 bytes.</summary>
    public const int HashSizeInBytes = Sm3.HashSizeInBytes;

    private const int BlockSize = 64;

    /// <summary>Authentication code of one message.</summary>
    /// <param name="key">The key, any length; more than 64 bytes are hashed first (RFC 2104 section 2).</param>
    /// <param name="data">The message, any length.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var mac = new byte[HashSizeInBytes];
        HashData(key, data, mac);
        return mac;
    }

    /// <summary>Authentication code of one message into a buffer.</summary>
    /// <param name="key">The key, any length.</param>
    /// <param name="data">The message, any length.</param>
    /// <param name="mac">Receives 32 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="mac"/> is shorter than 32 bytes.</exception>
    public static void HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac)
    {
        Span<byte> block = stackalloc byte[BlockSize];
        Span<byte> inner = stackalloc byte[HashSizeInBytes];
        block.Clear();
        if (key.Length > BlockSize)
        {
            Sm3.HashData(key, block);
        }
        else
        {
            key.CopyTo(block);
        }

        using var hasher = new Sm3Hasher();
        Xor(block, 0x36);
        hasher.Append(block);
        hasher.Append(data);
        hasher.GetHashAndReset(inner);

        Xor(block, 0x36 ^ 0x5c);
        hasher.Append(block);
        hasher.Append(inner);
        hasher.GetHashAndReset(mac);
        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(inner);

        // Words of the blocks that are made of the key.
        Secrets.OverwriteShallowStack();
    }

    /// <summary>Whether a code belongs to a message, compared in fixed time.</summary>
    /// <param name="key">The key, any length.</param>
    /// <param name="data">The message, any length.</param>
    /// <param name="mac">The code; anything but 32 bytes is refused.</param>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> mac)
    {
        Span<byte> expected = stackalloc byte[HashSizeInBytes];
        HashData(key, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, mac);
    }

    private static void Xor(Span<byte> block, byte value)
    {
        for (var i = 0; i < block.Length; i++)
        {
            block[i] ^= value;
        }
    }
}
