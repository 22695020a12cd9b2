namespace Trust.Crypto;

/// <summary>SM3 cryptographic hash (GB/T 32905-2016): 256-bit digest.</summary>
public static class Sm3
{
    /// <summary>Digest size: 32 bytes.</summary>
    public const int HashSizeInBytes = 32;

    /// <summary>Digest of one message.</summary>
    /// <param name="data">The message, any length.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        var hash = new byte[HashSizeInBytes];
        HashData(data, hash);
        return hash;
    }

    /// <summary>Digest of one message into a buffer.</summary>
    /// <param name="data">The message, any length.</param>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is shorter than 32 bytes.</exception>
    public static void HashData(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (hash.Length < HashSizeInBytes)
        {
            throw new ArgumentException("The buffer holds less than 32 bytes.", nameof(hash));
        }

        Span<uint> state = stackalloc uint[Sm3Block.StateWords];
        Sm3Block.Start(state);
        var whole = data.Length / Sm3Block.Size * Sm3Block.Size;
        Sm3Block.Compress(state, data[..whole]);
        Sm3Block.Finish(state, data[whole..], (ulong)data.Length, hash);
    }
}
