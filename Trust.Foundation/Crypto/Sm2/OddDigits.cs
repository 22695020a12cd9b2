using System.Runtime.CompilerServices;

namespace Trust.Crypto;

/// <summary>
/// A scalar as a sum of odd signed digits, none of them zero: k = sum of (2 t_i - 127) 2^(7i) for 37 windows of 7 bits. For an odd k below 2^258 the t_i are the windows of
/// T = (k - 1)/2 + 2^258, so they are read off; an even k takes n more, which changes nothing of the point.
/// </summary>
internal static class OddDigits
{
    internal const int Width = 7;
    internal const int Windows = 37;
    internal const int Entries = 1 << (Width - 1);

    /// <summary>Writes t_0 to t_36; the same steps for every scalar.</summary>
    internal static void Split(in ScalarElement scalar, Span<byte> digits)
    {
        scalar.MakeOdd(out var w0, out var w1, out var w2, out var w3, out var w4);

        // Halved, and 2^258 above it.
        ReadOnlySpan<ulong> words = [w0 >> 1 | w1 << 63, w1 >> 1 | w2 << 63, w2 >> 1 | w3 << 63, w3 >> 1 | w4 << 63, w4 >> 1 | 1UL << 2, 0];
        for (var window = 0; window < Windows; window++)
        {
            var (word, bit) = (window * Width >> 6, window * Width & 63);
            digits[window] = (byte)((words[word] >> bit | words[word + 1] << 1 << (63 - bit)) & 0x7f);
        }
    }

    /// <summary>Place of the digit's absolute value among the entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Index(byte digit) => (digit ^ ((digit >> 6) - 1)) & (Entries - 1);

    /// <summary>All ones for a negative digit, else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Sign(byte digit) => (ulong)(digit >> 6) - 1;
}
