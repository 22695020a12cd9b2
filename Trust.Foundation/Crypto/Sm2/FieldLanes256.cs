using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>Four elements of the field side by side (AVX2). Limbs and columns are never negative, as AVX2 cannot shift such ones: what is subtracted from has borrowed first.</summary>
internal partial struct FieldLanes256 : IFieldLanes<FieldLanes256>
{
    internal const int Bits = 29;
    private const ulong Mask = (1UL << Bits) - 1;

    internal Vector256<ulong> L0, L1, L2, L3, L4, L5, L6, L7, L8;

    internal static bool IsSupported => Avx2.IsSupported;

    /// <inheritdoc/>
    public static int Lanes => 4;

    /// <inheritdoc/>
    public static int FewestMade => 2;

    /// <inheritdoc/>
    public static int FewestChecked => 4;

    /// <inheritdoc/>
    public static FieldLanes256 One => new()
    {
        L0 = Vector256.Create(0x20UL),
        L2 = Vector256.Create(0x1ffff800UL),
        L3 = Vector256.Create(0x3fffUL),
        L7 = Vector256.Create(0x4000000UL),
    };

    /// <inheritdoc/>
    public readonly FieldElement Lane(int lane) => FieldElement.Join(L0[lane], L1[lane], L2[lane], L3[lane], L4[lane], L5[lane], L6[lane], L7[lane], L8[lane]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(out FieldLanes256 r, in FieldLanes256 a, in FieldLanes256 b)
    {
        // 2p with 2^30 borrowed by each limb from the next one.
        var mask = Vector256.Create(Mask);
        var t0 = a.L0 + Vector256.Create(0x5ffffffeUL) - b.L0;
        var t1 = a.L1 + Vector256.Create(0x5ffffffdUL) - b.L1;
        var t2 = a.L2 + Vector256.Create(0x4000007dUL) - b.L2;
        var t3 = a.L3 + Vector256.Create(0x5ffffbfeUL) - b.L3;
        var t4 = a.L4 + Vector256.Create(0x5ffffffdUL) - b.L4;
        var t5 = a.L5 + Vector256.Create(0x5ffffffdUL) - b.L5;
        var t6 = a.L6 + Vector256.Create(0x5ffffffdUL) - b.L6;
        var t7 = a.L7 + Vector256.Create(0x5fbffffdUL) - b.L7;
        var t8 = a.L8 + Vector256.Create(0x1fffffdUL) - b.L8;
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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReducedDifference(out FieldLanes256 r, in FieldLanes256 a, in FieldLanes256 b, in FieldLanes256 twice)
    {
        // 16p with 2^31 borrowed by each limb from the next one.
        var t0 = a.L0 + Vector256.Create(0x9ffffff0UL) - b.L0 - (twice.L0 << 1);
        var t1 = a.L1 + Vector256.Create(0x9ffffffbUL) - b.L1 - (twice.L1 << 1);
        var t2 = a.L2 + Vector256.Create(0x800003fbUL) - b.L2 - (twice.L2 << 1);
        var t3 = a.L3 + Vector256.Create(0x9fffdffcUL) - b.L3 - (twice.L3 << 1);
        var t4 = a.L4 + Vector256.Create(0x9ffffffbUL) - b.L4 - (twice.L4 << 1);
        var t5 = a.L5 + Vector256.Create(0x9ffffffbUL) - b.L5 - (twice.L5 << 1);
        var t6 = a.L6 + Vector256.Create(0x9ffffffbUL) - b.L6 - (twice.L6 << 1);
        var t7 = a.L7 + Vector256.Create(0x9dfffffbUL) - b.L7 - (twice.L7 << 1);
        var t8 = a.L8 + Vector256.Create(0xffffffbUL) - b.L8 - (twice.L8 << 1);
        Fold(out r, t0, t1, t2, t3, t4, t5, t6, t7, t8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReducedDifference(out FieldLanes256 r, in FieldLanes256 a, in FieldLanes256 b)
    {
        var t0 = a.L0 + Vector256.Create(0x9ffffff0UL) - b.L0;
        var t1 = a.L1 + Vector256.Create(0x9ffffffbUL) - b.L1;
        var t2 = a.L2 + Vector256.Create(0x800003fbUL) - b.L2;
        var t3 = a.L3 + Vector256.Create(0x9fffdffcUL) - b.L3;
        var t4 = a.L4 + Vector256.Create(0x9ffffffbUL) - b.L4;
        var t5 = a.L5 + Vector256.Create(0x9ffffffbUL) - b.L5;
        var t6 = a.L6 + Vector256.Create(0x9ffffffbUL) - b.L6;
        var t7 = a.L7 + Vector256.Create(0x9dfffffbUL) - b.L7;
        var t8 = a.L8 + Vector256.Create(0xffffffbUL) - b.L8;
        Fold(out r, t0, t1, t2, t3, t4, t5, t6, t7, t8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(Span<Vector512<ulong>> entries, ReadOnlySpan<ulong> isNegative, out FieldLanes256 x, out FieldLanes256 y)
    {
        ref var halves = ref Unsafe.As<Vector512<ulong>, Vector256<ulong>>(ref entries[..Lanes][0]);
        Turn(ref halves, out var w0, out var w1, out var w2, out var w3);
        Cut(out x, w0, w1, w2, w3);
        Turn(ref Unsafe.Add(ref halves, 1), out w0, out w1, out w2, out w3);
        Cut(out y, w0, w1, w2, w3);
        NegateIf(ref y, Vector256.Create(isNegative));
    }

    // The first halves of four entries: four rows of four words become four columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref Vector256<ulong> rows, out Vector256<ulong> w0, out Vector256<ulong> w1, out Vector256<ulong> w2, out Vector256<ulong> w3)
    {
        var (r0, r1, r2, r3) = (rows, Unsafe.Add(ref rows, 2), Unsafe.Add(ref rows, 4), Unsafe.Add(ref rows, 6));
        var (even01, odd01, even23, odd23) = (Avx2.UnpackLow(r0, r1), Avx2.UnpackHigh(r0, r1), Avx2.UnpackLow(r2, r3), Avx2.UnpackHigh(r2, r3));
        w0 = Avx2.Permute2x128(even01, even23, 0x20);
        w1 = Avx2.Permute2x128(odd01, odd23, 0x20);
        w2 = Avx2.Permute2x128(even01, even23, 0x31);
        w3 = Avx2.Permute2x128(odd01, odd23, 0x31);
    }

    // Words of a number below p as limbs of twice the number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cut(out FieldLanes256 r, Vector256<ulong> w0, Vector256<ulong> w1, Vector256<ulong> w2, Vector256<ulong> w3)
    {
        var mask = Vector256.Create(Mask);
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

    // 4p - a where the mask is all ones: limb by limb that is not(a) + 1 + 4p. Not 2p, as a may be all but that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NegateIf(ref FieldLanes256 a, Vector256<ulong> isNegative)
    {
        var mask = Vector256.Create(Mask);
        var t0 = (a.L0 ^ isNegative) + (isNegative & Vector256.Create(0x5ffffffdUL));
        var t1 = (a.L1 ^ isNegative) + (isNegative & Vector256.Create(0x5ffffffeUL));
        var t2 = (a.L2 ^ isNegative) + (isNegative & Vector256.Create(0x400000feUL));
        var t3 = (a.L3 ^ isNegative) + (isNegative & Vector256.Create(0x5ffff7ffUL));
        var t4 = (a.L4 ^ isNegative) + (isNegative & Vector256.Create(0x5ffffffeUL));
        var t5 = (a.L5 ^ isNegative) + (isNegative & Vector256.Create(0x5ffffffeUL));
        var t6 = (a.L6 ^ isNegative) + (isNegative & Vector256.Create(0x5ffffffeUL));
        var t7 = (a.L7 ^ isNegative) + (isNegative & Vector256.Create(0x5f7ffffeUL));
        var t8 = (a.L8 ^ isNegative) + (isNegative & Vector256.Create(0x3fffffeUL));
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

    // What stands above 2^256 comes back as 2^224 + 2^96 - 2^64 + 1; for the 2^64, limb 2 borrows from limb 3, which has room for it where anything comes back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(
        out FieldLanes256 r, Vector256<ulong> t0, Vector256<ulong> t1, Vector256<ulong> t2, Vector256<ulong> t3, Vector256<ulong> t4, Vector256<ulong> t5, Vector256<ulong> t6, Vector256<ulong> t7,
        Vector256<ulong> t8)
    {
        var mask = Vector256.Create(Mask);
        t1 += t0 >>> Bits;
        t2 += t1 >>> Bits;
        t3 += t2 >>> Bits;
        t4 += t3 >>> Bits;
        t5 += t4 >>> Bits;
        t6 += t5 >>> Bits;
        t7 += t6 >>> Bits;
        t8 += t7 >>> Bits;
        var above = t8 >>> 24;
        var second = (t2 & mask) + Vector256.Create(1UL << Bits) - (above << 6);
        r.L0 = (t0 & mask) + above;
        r.L1 = t1 & mask;
        r.L2 = second & mask;
        r.L3 = (t3 & mask) + (above << 9) + (second >>> Bits) - Vector256<ulong>.One;
        r.L4 = t4 & mask;
        r.L5 = t5 & mask;
        r.L6 = t6 & mask;
        r.L7 = (t7 & mask) + (above << 21);
        r.L8 = t8 & Vector256.Create(0xffffffUL);
    }
}
