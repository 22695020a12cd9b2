using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trust.Crypto;

/// <content>For four elements that belong together, as <see cref="MappedLanes"/> has them: limb by limb, with what must be done between two products in one go.</content>
internal partial struct FieldLanes256
{
    internal const int Limbs = 9;

    /// <summary>2p with 2^30 borrowed by each limb from the next one.</summary>
    internal static ReadOnlySpan<ulong> TwicePrime => [0x5ffffffe, 0x5ffffffd, 0x4000007d, 0x5ffffbfe, 0x5ffffffd, 0x5ffffffd, 0x5ffffffd, 0x5fbffffd, 0x1fffffd];

    /// <summary>16p with 2^33 borrowed likewise: what is taken away may have eight times the limbs of a product.</summary>
    internal static ReadOnlySpan<ulong> SixteenPrimes => [0x21ffffff0, 0x21fffffef, 0x2000003ef, 0x21fffdff0, 0x21fffffef, 0x21fffffef, 0x21fffffef, 0x21dffffef, 0xfffffef];

    internal static Vector256<ulong> LimbMask
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(Mask);
    }

    /// <summary>A limb by its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref Vector256<ulong> At(ref FieldLanes256 lanes, int limb) => ref Unsafe.Add(ref lanes.L0, limb);

    /// <summary>Four elements, with the lanes' factor: twice the numbers, below 2p.</summary>
    internal static FieldLanes256 Of(in FieldElement e0, in FieldElement e1, in FieldElement e2, in FieldElement e3)
    {
        e0.Pack(out var a0, out var a1, out var a2, out var a3);
        e1.Pack(out var b0, out var b1, out var b2, out var b3);
        e2.Pack(out var c0, out var c1, out var c2, out var c3);
        e3.Pack(out var d0, out var d1, out var d2, out var d3);
        Cut(out var r, Vector256.Create(a0, b0, c0, d0), Vector256.Create(a1, b1, c1, d1), Vector256.Create(a2, b2, c2, d2), Vector256.Create(a3, b3, c3, d3));
        return r;
    }

    /// <summary>Limbs little above 2^29 and a value below 64p, to below 1.01p: as <see cref="Fold"/>, with no carry left to run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void FoldTop(ref FieldLanes256 r)
    {
        var mask = LimbMask;
        var above = r.L8 >>> 24;
        var second = r.L2 + Vector256.Create(1UL << Bits) - (above << 6);
        r.L0 += above;
        r.L2 = second & mask;
        r.L3 += (above << 9) + (second >>> Bits) - Vector256<ulong>.One;
        r.L7 += above << 21;
        r.L8 &= Vector256.Create(0xffffffUL);
    }
}
