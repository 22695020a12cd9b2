using System.Runtime.CompilerServices;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>What <see cref="SecretFlow"/> has to find: one leak a method, as they come about. <see cref="Clean"/> has none.</summary>
internal static class LeakyCode
{
    internal const string Compiled = "Trust.Crypto.Tests.Sm2.ConstantTime.LeakyCode:";

    private static readonly byte[] Table = new byte[256];

    /// <summary>Runs all, so that they are compiled.</summary>
    internal static ulong Run(ReadOnlySpan<ulong> secret)
    {
        var all = Clean(secret, 4) + Reduce(secret) + Look(secret) + Divide(secret) + Rounds(secret) + Pick(secret) + (IsSame(secret, secret) ? 1UL : 0) + Hand(secret);
        return all + Turn(secret);
    }

    // A conditional reduction with a branch.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Reduce(ReadOnlySpan<ulong> secret)
    {
        var value = secret[0] + secret[1];
        if (value >= 0xfffffffeffffffff)
        {
            value = Other(value);
        }

        return value;
    }

    // A table with a secret index.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Look(ReadOnlySpan<ulong> secret) => Unsafe.Add(ref Table[0], (int)(secret[0] & 0xff));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Divide(ReadOnlySpan<ulong> secret) => secret[0] / (secret[1] | 1);

    // As many rounds as the secret is long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Rounds(ReadOnlySpan<ulong> secret)
    {
        var sum = 0UL;
        for (var rest = secret[0]; rest != 0; rest >>= 1)
        {
            sum += rest ^ secret[1];
        }

        return sum;
    }

    // One of two places: an address chosen by a secret.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Pick(ReadOnlySpan<ulong> secret)
    {
        ReadOnlySpan<ulong> words = [secret[1], secret[2]];
        return words[(int)(secret[0] & 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool IsSame(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        for (var index = 0; index < a.Length; index++)
        {
            if (a[index] != b[index])
            {
                return false;
            }
        }

        return true;
    }

    // A secret given to a method that takes it for a public number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Hand(ReadOnlySpan<ulong> secret) => Other(secret[0]);

    // A secret that was put by in the frame while something else was called.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Turn(ReadOnlySpan<ulong> secret)
    {
        Span<ulong> local = stackalloc ulong[4];
        secret[..4].CopyTo(local);
        var sum = Clean(local, 4);
        return (local[3] & 1) == 0 ? sum : Other(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Clean(ReadOnlySpan<ulong> secret, int count)
    {
        var (sum, mask) = (0UL, 0UL - (secret[0] & 1));
        for (var index = 0; index < count; index++)
        {
            sum += (secret[index] & mask) | (Table[index] & ~mask);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Other(ulong number) => number + (ulong)Table.Length;
}
