using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trust.Crypto;

/// <summary>
/// Odd multiples of a point at every seventh bit: entry j of window i is (2j + 1) 2^(7i) P. A scalar in signed odd digits (<see cref="OddDigits"/>) is a sum of one entry a
/// window, so that it takes additions and no doubling. 37 windows of 64 entries of 64 bytes, 148 KiB; made in two milliseconds.
/// </summary>
internal sealed class PointTable
{
    private const int EntryWords = 8;
    private const int WindowWords = OddDigits.Entries * EntryWords;

    private static readonly Lazy<PointTable> ForBase = new(() => new PointTable(AffinePoint.Base));

    private readonly ulong[] _words = new ulong[OddDigits.Windows * WindowWords];

    internal PointTable(in AffinePoint point)
    {
        // The point at each window and its double, which is the step from entry to entry.
        var steps = new CurvePoint[2 * OddDigits.Windows];
        var moved = new CurvePoint(point);
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            steps[2 * window] = moved;
            moved.Double();
            steps[2 * window + 1] = moved;
            for (var bit = 1; bit < OddDigits.Width; bit++)
            {
                moved.Double();
            }
        }

        var affine = new AffinePoint[steps.Length];
        CurvePoint.ToAffine(steps, affine);
        var entries = new CurvePoint[OddDigits.Windows * OddDigits.Entries];
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            var entry = new CurvePoint(affine[2 * window]);
            entries[window * OddDigits.Entries] = entry;
            for (var index = 1; index < OddDigits.Entries; index++)
            {
                entry.Add(affine[2 * window + 1]);
                entries[window * OddDigits.Entries + index] = entry;
            }
        }

        affine = new AffinePoint[entries.Length];
        CurvePoint.ToAffine(entries, affine);
        for (var index = 0; index < affine.Length; index++)
        {
            var words = _words.AsSpan(index * EntryWords, EntryWords);
            affine[index].X.Pack(out words[0], out words[1], out words[2], out words[3]);
            affine[index].Y.Pack(out words[4], out words[5], out words[6], out words[7]);
        }
    }

    /// <summary>The table of G.</summary>
    internal static PointTable Base => ForBase.Value;

    /// <summary>
    /// The words of the entries of public digits, one a window. All are fetched before the first is used: tables of many keys do not fit the processor's own memory, and what is
    /// waited for one after another in between additions comes at once here.
    /// </summary>
    internal void Fetch(ReadOnlySpan<byte> digits, Span<Vector512<ulong>> entries)
    {
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            entries[window] = LoadWords(window, digits[window]);
        }
    }

    /// <summary>The words of the entry of one public digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<ulong> LoadWords(int window, byte digit) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_words), (nuint)((window * OddDigits.Entries + OddDigits.Index(digit)) * EntryWords));

    /// <summary>The entry of a digit that is secret.</summary>
    internal AffinePoint Scan(int window, byte digit)
    {
        return Unpack(ScanWords(window, digit), digit);
    }

    /// <summary>The point of an entry, with the sign of its digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static AffinePoint Unpack(Vector512<ulong> words, byte digit) =>
        new AffinePoint(FieldElement.Unpack(words[0], words[1], words[2], words[3]), FieldElement.Unpack(words[4], words[5], words[6], words[7])).NegateIf(OddDigits.Sign(digit));

    /// <summary>The words of the entry of a secret digit: every entry of the window is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Vector512<ulong> ScanWords(int window, byte digit)
    {
        ref var first = ref MemoryMarshal.GetReference(_words.AsSpan(window * WindowWords, WindowWords));
        if (Vector512.IsHardwareAccelerated)
        {
            var wanted = Vector512.Create((ulong)OddDigits.Index(digit));
            var (number, found) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
            for (var entry = 0; entry < OddDigits.Entries; entry++)
            {
                found |= Vector512.Equals(number, wanted) & Vector512.LoadUnsafe(ref first, (nuint)(entry * EntryWords));
                number += Vector512<ulong>.One;
            }

            return found;
        }

        if (!Vector128.IsHardwareAccelerated)
        {
            return ScanWithoutVectors(ref first, (ulong)OddDigits.Index(digit));
        }

        var half = Vector256.Create((ulong)OddDigits.Index(digit));
        var (place, lower, upper) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (var entry = 0; entry < OddDigits.Entries; entry++)
        {
            var isWanted = Vector256.Equals(place, half);
            lower |= isWanted & Vector256.LoadUnsafe(ref first, (nuint)(entry * EntryWords));
            upper |= isWanted & Vector256.LoadUnsafe(ref first, (nuint)(entry * EntryWords + EntryWords / 2));
            place += Vector256<ulong>.One;
        }

        return Vector512.Create(lower, upper);
    }
    // Comparisons of vectors would be loops of the framework then, which may branch.
    private static Vector512<ulong> ScanWithoutVectors(ref ulong first, ulong wanted)
    {
        Span<ulong> found = stackalloc ulong[EntryWords];
        for (var entry = 0; entry < OddDigits.Entries; entry++)
        {
            // All ones where the two are the same.
            var mask = (ulong)((long)(((ulong)entry ^ wanted) - 1) >> 63);
            for (var word = 0; word < EntryWords; word++)
            {
                found[word] |= mask & Unsafe.Add(ref first, entry * EntryWords + word);
            }
        }

        return Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(found));
    }
}
