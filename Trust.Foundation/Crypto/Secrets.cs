using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>Forgetting what a computation with secrets leaves behind.</summary>
internal static class Secrets
{
    /// <summary>Zeroes a variable.</summary>
    internal static void Forget<T>(ref T secret)
        where T : struct => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<T>(ref secret)));

    /// <summary>
    /// Overwrites what calls that have ended left on the stack below the caller: 24 KiB, deeper than anything here goes (the tests look 64 KiB deep). Variables are kept there, and copies of
    /// them that the compiler made and nobody can name. The caller itself is to hold no secret, so what handles them is in a method that it calls and that is not taken in line.
    /// </summary>
    internal static void OverwriteStack() => Overwrite<Deep>();

    /// <summary>As <see cref="OverwriteStack"/>, 2 KiB: deeper than a digest goes.</summary>
    internal static void OverwriteShallowStack() => Overwrite<Shallow>();

    // A variable and no place that is asked for: it begins right below what the call itself puts there. Compiled once, so that the runtime, which keeps registers on the stack while it
    // compiles, does not come in between later.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Overwrite<TArea>()
        where TArea : struct
    {
        TArea below = default;
        Forget(ref below);
    }

    [InlineArray(24 * 1024)]
    private struct Deep
    {
        private byte _first;
    }

    [InlineArray(2 * 1024)]
    private struct Shallow
    {
        private byte _first;
    }
}
