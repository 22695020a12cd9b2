using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>The mask and the check value of SM2 encryption (GB/T 32918.4-2016 clauses 5.4.3 and 6.1).</summary>
internal static class Sm2KeyDerivation
{
    /// <summary>t = KDF(x2 || y2, klen); false where every byte is zero, which encryption must retry and decryption must refuse.</summary>
    internal static bool TryDeriveMask(ReadOnlySpan<byte> sharedPoint, Span<byte> mask)
    {
        Span<byte> counter = stackalloc byte[4];
        Span<byte> block = stackalloc byte[Sm3.HashSizeInBytes];
        using var hasher = new Sm3Hasher();
        var rest = mask;
        for (var i = 1u; !rest.IsEmpty; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(counter, i);
            hasher.Append(sharedPoint[1..]);
            hasher.Append(counter);
            hasher.GetHashAndReset(block);
            var take = Math.Min(block.Length, rest.Length);
            block[..take].CopyTo(rest);
            rest = rest[take..];
        }

        CryptographicOperations.ZeroMemory(block);
        var any = 0;
        foreach (var one in mask)
        {
            any |= one;
        }

        return any != 0;
    }

    /// <summary>C3 = SM3(x2 || M || y2).</summary>
    internal static void CheckValue(ReadOnlySpan<byte> sharedPoint, ReadOnlySpan<byte> message, Span<byte> hash)
    {
        using var hasher = new Sm3Hasher();
        hasher.Append(sharedPoint[1..33]);
        hasher.Append(message);
        hasher.Append(sharedPoint[33..]);
        hasher.GetHashAndReset(hash);
    }

    internal static void Xor(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(left[i] ^ right[i]);
        }
    }
}
