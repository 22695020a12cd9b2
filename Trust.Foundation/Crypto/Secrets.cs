using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>Forgetting what a computation with secrets leaves behind.</summary>
internal static class Secrets
{
    // Deeper than anything here goes: the tests look 64 KiB deep for what is left.
    private const int Depth = 24 * 1024;

    /// <summary>Zeroes a variable.</summary>
    internal static void Forget<T>(ref T secret)
        where T : struct => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<T>(ref secret)));

    /// <summary>
    /// Overwrites what calls that have ended left on the stack below the caller. Variables are kept there, and copies of them that the compiler made and nobody can name. The caller
    /// itself is to hold no secret, so what handles them is in a method that it calls and that is not taken in line.
    /// </summary>
    /// <param name="depth">How many bytes of it.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void OverwriteStack(int depth = Depth)
    {
        Span<byte> below = stackalloc byte[depth];
        CryptographicOperations.ZeroMemory(below);
    }
}
