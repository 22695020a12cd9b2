using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>
/// Eight elements of the field side by side (AVX-512), in Montgomery form (times 2^261), as nine limbs of 29 bits: a product of two limbs is one 32-bit multiplication, and a column takes
/// nine of them and all of a reduction without a carry. Limbs that are multiplied are below 2^30 in one factor and little above 2^29 in the other. As
/// <see cref="FieldElement"/> otherwise.
/// </summary>
internal partial struct FieldLanes
{
    internal const int Lanes = 8;

    private const int Bits = 29;
    private const ulong Mask = (1UL << Bits) - 1;

    internal Vector512<ulong> L0, L1, L2, L3, L4, L5, L6, L7, L8;

    internal static bool IsSupported => Avx512F.IsSupported;

    /// <summary>One in every lane: 2^261 modulo p.</summary>
    internal static FieldLanes One => new()
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

    /// <summary>
    /// Eight numbers of four words each, word by word, in the form of <see cref="FieldElement"/> (times 2^260): doubled, they are in this form; below 2p for numbers below p.
    /// </summary>
    internal static FieldLanes Unpack(Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3)
    {
        var mask = Vector512.Create(Mask);
        return new()
        {
            L0 = (w0 << 1) & mask,
            L1 = (w0 >>> 28) & mask,
            L2 = ((w0 >>> 57) | (w1 << 7)) & mask,
            L3 = (w1 >>> 22) & mask,
            L4 = ((w1 >>> 51) | (w2 << 13)) & mask,
            L5 = (w2 >>> 16) & mask,
            L6 = ((w2 >>> 45) | (w3 << 19)) & mask,
            L7 = (w3 >>> 10) & mask,
            L8 = (w3 >>> 39),
        };
    }

    /// <summary>One lane as an element of <see cref="FieldElement"/>: the same number, which there is that of twice the value.</summary>
    internal readonly FieldElement Lane(int lane)
    {
        // From limbs of 29 bits, and little above, to limbs of 52.
        const ulong limb = (1UL << 52) - 1;
        var sum = L0[lane] + ((UInt128)L1[lane] << 29);
        var r0 = (ulong)sum & limb;
        sum = (sum >> 52) + ((UInt128)L2[lane] << 6) + ((UInt128)L3[lane] << 35);
        var r1 = (ulong)sum & limb;
        sum = (sum >> 52) + ((UInt128)L4[lane] << 12) + ((UInt128)L5[lane] << 41);
        var r2 = (ulong)sum & limb;
        sum = (sum >> 52) + ((UInt128)L6[lane] << 18) + ((UInt128)L7[lane] << 47);
        return new(r0, r1, r2, (ulong)sum & limb, (ulong)(sum >> 52) + (L8[lane] << 24));
    }

    /// <summary>a - b + 2p, its carries run one limb far; b below 1.9p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(out FieldLanes r, in FieldLanes a, in FieldLanes b)
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

    /// <summary>-a where the mask is all ones, else a.</summary>
    internal static FieldLanes NegateIf(Vector512<ulong> isNegative, in FieldLanes a)
    {
        Subtract(out var opposite, default, a);
        return new()
        {
            L0 = Vector512.ConditionalSelect(isNegative, opposite.L0, a.L0),
            L1 = Vector512.ConditionalSelect(isNegative, opposite.L1, a.L1),
            L2 = Vector512.ConditionalSelect(isNegative, opposite.L2, a.L2),
            L3 = Vector512.ConditionalSelect(isNegative, opposite.L3, a.L3),
            L4 = Vector512.ConditionalSelect(isNegative, opposite.L4, a.L4),
            L5 = Vector512.ConditionalSelect(isNegative, opposite.L5, a.L5),
            L6 = Vector512.ConditionalSelect(isNegative, opposite.L6, a.L6),
            L7 = Vector512.ConditionalSelect(isNegative, opposite.L7, a.L7),
            L8 = Vector512.ConditionalSelect(isNegative, opposite.L8, a.L8),
        };
    }

    /// <summary>a - b - 2c and 16p more, reduced to below 1.01p and limbs little above 2^29.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ReducedDifference(out FieldLanes r, in FieldLanes a, in FieldLanes b, in FieldLanes twice)
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

    /// <summary>a - b and 16p more, reduced likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ReducedDifference(out FieldLanes r, in FieldLanes a, in FieldLanes b)
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
        out FieldLanes r, Vector512<ulong> t0, Vector512<ulong> t1, Vector512<ulong> t2, Vector512<ulong> t3, Vector512<ulong> t4, Vector512<ulong> t5, Vector512<ulong> t6, Vector512<ulong> t7)
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
        out FieldLanes r, Vector512<ulong> t0, Vector512<ulong> t1, Vector512<ulong> t2, Vector512<ulong> t3, Vector512<ulong> t4, Vector512<ulong> t5, Vector512<ulong> t6, Vector512<ulong> t7,
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
