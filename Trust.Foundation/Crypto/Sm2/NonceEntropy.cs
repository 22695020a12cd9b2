using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>
/// Fresh bytes for nonces, drawn from the operating system's generator for sixteen at a time: a call of it takes longer than two hundred field multiplications. Each byte is
/// given out once, to one thread, and forgotten. A machine that is copied while it runs gives out the same bytes twice; nonces are also made of the key and of what is signed, so
/// that they are the same only where the signature is.
/// </summary>
internal static class NonceEntropy
{
    internal const int Size = 32;

    private const int Drawn = 16;

    [ThreadStatic]
    private static byte[]? pool;

    [ThreadStatic]
    private static int left;

    internal static void Take(Span<byte> destination)
    {
        pool ??= new byte[Drawn * Size];
        if (left == 0)
        {
            RandomNumberGenerator.Fill(pool);
            left = Drawn;
        }

        var taken = pool.AsSpan(--left * Size, Size);
        taken.CopyTo(destination);
        CryptographicOperations.ZeroMemory(taken);
    }
}
