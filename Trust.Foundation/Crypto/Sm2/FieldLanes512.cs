using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>Eight elements of the field side by side (AVX-512). Columns may be negative on the way.</summary>
internal partial struct FieldLanes512 : IFieldLanes<FieldLanes512>
{
    private const int Bits = 29;
    private const ulong Mask = (1UL << Bits) - 1;

    internal Vector512<ulong> L0, L1, L2, L3, L4, L5, L6, L7, L8;

    internal static bool IsSupported => Avx512F.IsSupported;

    /// <inheritdoc/>
    public static int Lanes => 8;

    /// <inheritdoc/>
    public static int FewestMade => 3;

    /// <inheritdoc/>
    public static int FewestChecked => 5;

    /// <inheritdoc/>
    public static FieldLanes512 One => new()
    {
        L0 = Vector512.Create(0x20UL),
        L1 = Vector512.Create(0x0UL),
        L2 = Vector512.Create(0x1ffff800UL),
        L3 = Vector512.Create(0x3fffUL),
        L4 = Vector512.Create(0x0UL),
        L5 = Vector512.Create(0x0UL),
        L6 = Vector512.Create(0x0UL),
        L7 = Vector512.Create(0x4000000UL),
        L8 = Vector512.Create(0x0UL),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(Span<Vector512<ulong>> entries, ReadOnlySpan<ulong> isNegative, out FieldLanes512 x, out FieldLanes512 y)
    {
        Turn(entries);
        Cut(out x, entries[0], entries[1], entries[2], entries[3]);
        Cut(out y, entries[4], entries[5], entries[6], entries[7]);
        NegateIf(ref y, Vector512.Create(isNegative));
    }

    // Eight rows of eight words become eight columns.
    private static void Turn(Span<Vector512<ulong>> rows)
    {
        // Words 2i and 2i + 1 of rows 2j and 2j + 1 side by side, in quarters.
        Span<Vector512<ulong>> halves = stackalloc Vector512<ulong>[8];
        for (var pair = 0; pair < 8; pair += 2)
        {
            halves[pair] = Avx512F.UnpackLow(rows[pair], rows[pair + 1]);
            halves[pair + 1] = Avx512F.UnpackHigh(rows[pair], rows[pair + 1]);
        }

        for (var odd = 0; odd < 2; odd++)
        {
            var (v0, v1, v2, v3) = (halves[odd], halves[odd + 2], halves[odd + 4], halves[odd + 6]);
            var (even01, even23) = (Avx512F.Shuffle4x128(v0, v1, 0x88), Avx512F.Shuffle4x128(v2, v3, 0x88));
            var (odd01, odd23) = (Avx512F.Shuffle4x128(v0, v1, 0xdd), Avx512F.Shuffle4x128(v2, v3, 0xdd));
            rows[odd] = Avx512F.Shuffle4x128(even01, even23, 0x88);
            rows[odd + 2] = Avx512F.Shuffle4x128(odd01, odd23, 0x88);
            rows[odd + 4] = Avx512F.Shuffle4x128(even01, even23, 0xdd);
            rows[odd + 6] = Avx512F.Shuffle4x128(odd01, odd23, 0xdd);
        }
    }

    // Words of a number below p as limbs of twice the number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cut(out FieldLanes512 r, Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3)
    {
        var mask = Vector512.Create(Mask);
        r.L0 = (w0 << 1) & mask;
        r.L1 = (w0 >>> 28) & mask;
        r.L2 = ((w0 >>> 57) | (w1 << 7)) & mask;
        r.L3 = (w1 >>> 22) & mask;
        r.L4 = ((w1 >>> 51) | (w2 << 13)) & mask;
        r.L5 = (w2 >>> 16) & mask;
        r.L6 = ((w2 >>> 45) | (w3 << 19)) & mask;
        r.L7 = (w3 >>> 10) & mask;
        r.L8 = w3 >>> 39;
    }

    /// <inheritdoc/>
    public readonly FieldElement Lane(int lane) => FieldElement.Join(L0[lane], L1[lane], L2[lane], L3[lane], L4[lane], L5[lane], L6[lane], L7[lane], L8[lane]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(out FieldLanes512 r, in FieldLanes512 a, in FieldLanes512 b)
    {
        var mask = Vector512.Create(Mask);
        var t0 = a.L0 + Vector512.Create(0x5ffffffeUL) - b.L0;
        var t1 = a.L1 + Vector512.Create(0x5ffffffdUL) - b.L1;
        var t2 = a.L2 + Vector512.Create(0x4000007dUL) - b.L2;
        var t3 = a.L3 + Vector512.Create(0x5ffffbfeUL) - b.L3;
        var t4 = a.L4 + Vector512.Create(0x5ffffffdUL) - b.L4;
        var t5 = a.L5 + Vector512.Create(0x5ffffffdUL) - b.L5;
        var t6 = a.L6 + Vector512.Create(0x5ffffffdUL) - b.L6;
        var t7 = a.L7 + Vector512.Create(0x5fbffffdUL) - b.L7;
        var t8 = a.L8 + Vector512.Create(0x1fffffdUL) - b.L8;
        r.L0 = t0 & mask;
        r.L1 = (t1 & mask) + (t0 >>> Bits);
        r.L2 = (t2 & mask) + (t1 >>> Bits);
        r.L3 = (t3 & mask) + (t2 >>> Bits);
        r.L4 = (t4 & mask) + (t3 >>> Bits);
        r.L5 = (t5 & mask) + (t4 >>> Bits);
        r.L6 = (t6 & mask) + (t5 >>> Bits);
        r.L7 = (t7 & mask) + (t6 >>> Bits);
        r.L8 = t8 + (t7 >>> Bits);
    }

    // 4p - a where the mask is all ones: limb by limb that is not(a) + 1 + 4p. Not 2p, as a may be all but that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NegateIf(ref FieldLanes512 a, Vector512<ulong> isNegative)
    {
        var mask = Vector512.Create(Mask);
        var t0 = (a.L0 ^ isNegative) + (isNegative & Vector512.Create(0x5ffffffdUL));
        var t1 = (a.L1 ^ isNegative) + (isNegative & Vector512.Create(0x5ffffffeUL));
        var t2 = (a.L2 ^ isNegative) + (isNegative & Vector512.Create(0x400000feUL));
        var t3 = (a.L3 ^ isNegative) + (isNegative & Vector512.Create(0x5ffff7ffUL));
        var t4 = (a.L4 ^ isNegative) + (isNegative & Vector512.Create(0x5ffffffeUL));
        var t5 = (a.L5 ^ isNegative) + (isNegative & Vector512.Create(0x5ffffffeUL));
        var t6 = (a.L6 ^ isNegative) + (isNegative & Vector512.Create(0x5ffffffeUL));
        var t7 = (a.L7 ^ isNegative) + (isNegative & Vector512.Create(0x5f7ffffeUL));
        var t8 = (a.L8 ^ isNegative) + (isNegative & Vector512.Create(0x3fffffeUL));
        a.L0 = t0 & mask;
        a.L1 = (t1 & mask) + (t0 >>> Bits);
        a.L2 = (t2 & mask) + (t1 >>> Bits);
        a.L3 = (t3 & mask) + (t2 >>> Bits);
        a.L4 = (t4 & mask) + (t3 >>> Bits);
        a.L5 = (t5 & mask) + (t4 >>> Bits);
        a.L6 = (t6 & mask) + (t5 >>> Bits);
        a.L7 = (t7 & mask) + (t6 >>> Bits);
        a.L8 = t8 + (t7 >>> Bits);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReducedDifference(out FieldLanes512 r, in FieldLanes512 a, in FieldLanes512 b, in FieldLanes512 twice)
    {
        var t0 = a.L0 + Vector512.Create(0x1ffffff0UL) - b.L0 - (twice.L0 << 1);
        var t1 = a.L1 + Vector512.Create(0x1fffffffUL) - b.L1 - (twice.L1 << 1);
        var t2 = a.L2 + Vector512.Create(0x3ffUL) - b.L2 - (twice.L2 << 1);
        var t3 = a.L3 + Vector512.Create(0x1fffe000UL) - b.L3 - (twice.L3 << 1);
        var t4 = a.L4 + Vector512.Create(0x1fffffffUL) - b.L4 - (twice.L4 << 1);
        var t5 = a.L5 + Vector512.Create(0x1fffffffUL) - b.L5 - (twice.L5 << 1);
        var t6 = a.L6 + Vector512.Create(0x1fffffffUL) - b.L6 - (twice.L6 << 1);
        var t7 = a.L7 + Vector512.Create(0x1dffffffUL) - b.L7 - (twice.L7 << 1);
        var t8 = a.L8 + Vector512.Create(0xfffffffUL) - b.L8 - (twice.L8 << 1);
        Fold(out r, t0, t1, t2, t3, t4, t5, t6, t7, t8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReducedDifference(out FieldLanes512 r, in FieldLanes512 a, in FieldLanes512 b)
    {
        var t0 = a.L0 + Vector512.Create(0x1ffffff0UL) - b.L0;
        var t1 = a.L1 + Vector512.Create(0x1fffffffUL) - b.L1;
        var t2 = a.L2 + Vector512.Create(0x3ffUL) - b.L2;
        var t3 = a.L3 + Vector512.Create(0x1fffe000UL) - b.L3;
        var t4 = a.L4 + Vector512.Create(0x1fffffffUL) - b.L4;
        var t5 = a.L5 + Vector512.Create(0x1fffffffUL) - b.L5;
        var t6 = a.L6 + Vector512.Create(0x1fffffffUL) - b.L6;
        var t7 = a.L7 + Vector512.Create(0x1dffffffUL) - b.L7;
        var t8 = a.L8 + Vector512.Create(0xfffffffUL) - b.L8;
        Fold(out r, t0, t1, t2, t3, t4, t5, t6, t7, t8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Shift(Vector512<ulong> x) => Vector512.ShiftRightArithmetic(x.AsInt64(), Bits).AsUInt64();

    // The value is not negative, single columns may be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        out FieldLanes512 r, Vector512<ulong> t0, Vector512<ulong> t1, Vector512<ulong> t2, Vector512<ulong> t3, Vector512<ulong> t4, Vector512<ulong> t5, Vector512<ulong> t6, Vector512<ulong> t7)
    {
        var mask = Vector512.Create(Mask);
        r.L0 = t0 & mask;
        t1 += Shift(t0);
        r.L1 = t1 & mask;
        t2 += Shift(t1);
        r.L2 = t2 & mask;
        t3 += Shift(t2);
        r.L3 = t3 & mask;
        t4 += Shift(t3);
        r.L4 = t4 & mask;
        t5 += Shift(t4);
        r.L5 = t5 & mask;
        t6 += Shift(t5);
        r.L6 = t6 & mask;
        t7 += Shift(t6);
        r.L7 = t7 & mask;
        r.L8 = Shift(t7);
    }

    // What stands above 2^256 comes back as 2^224 + 2^96 - 2^64 + 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(
        out FieldLanes512 r, Vector512<ulong> t0, Vector512<ulong> t1, Vector512<ulong> t2, Vector512<ulong> t3, Vector512<ulong> t4, Vector512<ulong> t5, Vector512<ulong> t6, Vector512<ulong> t7,
        Vector512<ulong> t8)
    {
        var mask = Vector512.Create(Mask);
        t1 += Shift(t0);
        t2 += Shift(t1);
        t3 += Shift(t2);
        t4 += Shift(t3);
        t5 += Shift(t4);
        t6 += Shift(t5);
        t7 += Shift(t6);
        t8 += Shift(t7);
        var above = t8 >>> 24;
        var second = (t2 & mask) - (above << 6);
        r.L0 = (t0 & mask) + above;
        r.L1 = t1 & mask;
        r.L2 = second & mask;
        r.L3 = (t3 & mask) + (above << 9) + Shift(second);
        r.L4 = t4 & mask;
        r.L5 = t5 & mask;
        r.L6 = t6 & mask;
        r.L7 = (t7 & mask) + (above << 21);
        r.L8 = t8 & Vector512.Create(0xffffffUL);
    }
}
