using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>
/// An element of the field of the curve: integers modulo p = 2^256 - 2^224 - 2^96 + 2^64 - 1, in Montgomery form (times 2^260), as five limbs of 52 bits with room above.
/// Nothing here branches on a value or uses one as an index. The README explains the form and its bounds; "below 2p" and the like are bounds of the value.
/// </summary>
internal struct FieldElement
{
    internal const int Size = 32;

    private const int Bits = 52;
    private const ulong Mask = (1UL << Bits) - 1;

    // p = -1 modulo 2^52: the factor of a Montgomery step is the low limb itself.
    private const ulong P0 = 0xfffffffffffff, P1 = 0xff00000000fff, P2 = 0xfffffffffffff, P3 = 0xfffffffffffff, P4 = 0xfffffffeffff;

    // 2p with 2^53 borrowed by each lower limb from the next one: whatever is subtracted limb by limb leaves no limb negative.
    private const ulong B0 = D0 + (1UL << 53), B1 = D1 + (1UL << 53) - 2, B2 = D2 + (1UL << 53) - 2, B3 = D3 + (1UL << 53) - 2, B4 = D4 - 2;
    private const ulong D0 = 0xffffffffffffe, D1 = 0xfe00000001fff, D2 = 0xfffffffffffff, D3 = 0xfffffffffffff, D4 = 0x1fffffffdffff;

    internal ulong L0, L1, L2, L3, L4;

    internal FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => (L0, L1, L2, L3, L4) = (l0, l1, l2, l3, l4);

    // p + 1 = 2^64 (1 - 2^32) + 2^224 (2^32 - 1), cut at the limbs: what a step takes away from limb 1 and adds to limb 4, moved up by six bits as the factors are.
    private const ulong Fold1 = ((1UL << 44) - (1UL << 12)) << 6;
    private const ulong Fold4 = ((1UL << 48) - (1UL << 16)) << 6;

    internal static FieldElement Zero => default;

    /// <summary>One, in Montgomery form: 2^260 modulo p.</summary>
    internal static FieldElement One => new(0x10, 0xffffffff0000, 0, 0, 0x100000);

    private static FieldElement SquareOfRadix => new(0x20000000300, 0xffffffff00000, 0x100000002, 0x200000001000, 0x4000000);

    /// <summary>Reads 32 bytes, most significant first; any value below 2^256, taken modulo p.</summary>
    internal static FieldElement Read(ReadOnlySpan<byte> bytes)
    {
        var plain = Unpack(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));
        Multiply(out var element, plain, SquareOfRadix);
        return element;
    }

    /// <summary>A scalar, which is below n and so below p.</summary>
    internal static FieldElement From(in ScalarElement scalar)
    {
        Multiply(out var element, new FieldElement(scalar.L0, scalar.L1, scalar.L2, scalar.L3, scalar.L4), SquareOfRadix);
        return element;
    }

    /// <summary>Writes the value, below p, as 32 bytes, most significant first.</summary>
    internal readonly void Write(Span<byte> bytes)
    {
        Multiply(out var plain, this, new FieldElement(1, 0, 0, 0, 0));
        plain.Pack(out var w0, out var w1, out var w2, out var w3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], w0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], w1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], w2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, w3);
    }

    /// <summary>Four words of 64 bits, least significant first, as they stand in tables, cut into limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Unpack(ulong w0, ulong w1, ulong w2, ulong w3) =>
        new(w0 & Mask, (w0 >> 52 | w1 << 12) & Mask, (w1 >> 40 | w2 << 24) & Mask, (w2 >> 28 | w3 << 36) & Mask, w3 >> 16);

    /// <summary>Nine limbs of 29 bits, and little above, as limbs of 52.</summary>
    internal static FieldElement Join(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5, ulong l6, ulong l7, ulong l8)
    {
        var sum = l0 + ((UInt128)l1 << 29);
        var r0 = (ulong)sum & Mask;
        sum = (sum >> 52) + ((UInt128)l2 << 6) + ((UInt128)l3 << 35);
        var r1 = (ulong)sum & Mask;
        sum = (sum >> 52) + ((UInt128)l4 << 12) + ((UInt128)l5 << 41);
        var r2 = (ulong)sum & Mask;
        sum = (sum >> 52) + ((UInt128)l6 << 18) + ((UInt128)l7 << 47);
        return new(r0, r1, r2, (ulong)sum & Mask, (ulong)(sum >> 52) + (l8 << 24));
    }

    /// <summary>The least representative, below p, as four words of 64 bits.</summary>
    internal readonly void Pack(out ulong w0, out ulong w1, out ulong w2, out ulong w3)
    {
        var c = Canonical();
        (w0, w1, w2, w3) = (c.L0 | c.L1 << 52, c.L1 >> 12 | c.L2 << 40, c.L2 >> 24 | c.L3 << 28, c.L3 >> 36 | c.L4 << 16);
    }

    /// <summary>All ones where the value is zero modulo p, else zero.</summary>
    internal readonly ulong IsZero()
    {
        var c = Canonical();
        var bits = c.L0 | c.L1 | c.L2 | c.L3 | c.L4;
        return (ulong)((long)(bits | (0 - bits)) >> 63) ^ ulong.MaxValue;
    }

    internal static bool AreEqual(in FieldElement a, in FieldElement b)
    {
        Subtract(out var difference, a, b.Canonical());
        return difference.IsZero() != 0;
    }

    /// <summary>a + b, limb by limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(out FieldElement r, in FieldElement a, in FieldElement b) =>
        r = new(a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4);

    /// <summary>a - b + 2p, limb by limb; limbs of b below 2^53 and b itself below 1.9p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(out FieldElement r, in FieldElement a, in FieldElement b) =>
        r = new(a.L0 + B0 - b.L0, a.L1 + B1 - b.L1, a.L2 + B2 - b.L2, a.L3 + B3 - b.L3, a.L4 + B4 - b.L4);

    /// <summary>
    /// A sum with signs, limbs from -2^60 to 2^60 and its value from -16p to 18p, as limbs of 52 bits and below 1.01p: 16p is added, carries run, and what stands above
    /// 2^256 is folded back.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Reduce(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4)
    {
        // 16p.
        t0 += 0xffffffffffff0;
        t1 += 0xf00000000ffff + (ulong)((long)t0 >> Bits);
        t2 += Mask + (ulong)((long)t1 >> Bits);
        t3 += Mask + (ulong)((long)t2 >> Bits);
        t4 += 0xfffffffefffff + (ulong)((long)t3 >> Bits);
        var above = t4 >> 48;

        // 2^256 = 2^224 + 2^96 - 2^64 + 1.
        return new((t0 << 12 >> 12) + above, (t1 << 12 >> 12) + (above << 44) - (above << 12), t2 << 12 >> 12, t3 << 12 >> 12, (t4 << 16 >> 16) + (above << 16));
    }

    internal static FieldElement Reduce(in FieldElement a) => Reduce(a.L0, a.L1, a.L2, a.L3, a.L4);

    // The least representative: below 1.01p after the reduction, so p is subtracted at most once.
    private readonly FieldElement Canonical()
    {
        var r = Reduce(L0, L1, L2, L3, L4);
        var kept = Carry(r.L0, r.L1, r.L2, r.L3, r.L4);
        var less = Carry(r.L0 - P0, r.L1 - P1, r.L2 - P2, r.L3 - P3, r.L4 - P4);
        var isBelow = (ulong)((long)less.L4 >> 63);
        return Select(isBelow, kept, less);
    }

    /// <summary>a where the mask is all ones, b where it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Select(ulong mask, in FieldElement a, in FieldElement b) => new(
        b.L0 ^ (mask & (a.L0 ^ b.L0)), b.L1 ^ (mask & (a.L1 ^ b.L1)), b.L2 ^ (mask & (a.L2 ^ b.L2)), b.L3 ^ (mask & (a.L3 ^ b.L3)), b.L4 ^ (mask & (a.L4 ^ b.L4)));

    /// <summary>
    /// a b / 2^260. Limbs below 2^55; the value of the result is below (A B / 16 + 1) p for values below A p and B p, its limbs below 2^52.
    /// A row adds one limb of a times b, both moved up by six bits so that the two words of a product part at bit 52, and then a multiple of p that clears the lowest
    /// column; columns take all that without a carry. Shifts stand where a mask of 52 bits would, and the two factors of a step are mixed with a bit that is always zero: the
    /// compiler loads a constant of that size anew for each use.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(out FieldElement r, in FieldElement a, in FieldElement b)
    {
        var (k1, k4) = (Fold1 | b.L4 >> 63, Fold4 | b.L4 >> 63);
        var (b0, b1, b2, b3, b4) = (b.L0 << 6, b.L1 << 6, b.L2 << 6, b.L3 << 6, b.L4 << 6);

        var x0 = a.L0 << 6;
        var t0 = (x0 * b0 >> 12);
        var t1 = (x0 * b1 >> 12) + High(x0, b0);
        var t2 = (x0 * b2 >> 12) + High(x0, b1);
        var t3 = (x0 * b3 >> 12) + High(x0, b2);
        var t4 = (x0 * b4 >> 12) + High(x0, b3);
        var t5 = High(x0, b4);
        var z0 = t0 << 12 >> 6;
        t1 += (ulong)((long)t0 >> Bits) - (z0 * k1 >> 12);
        t2 -= High(z0, k1);
        t4 += z0 * k4 >> 12;
        t5 += High(z0, k4);

        var x1 = a.L1 << 6;
        t1 += (x1 * b0 >> 12);
        t2 += (x1 * b1 >> 12) + High(x1, b0);
        t3 += (x1 * b2 >> 12) + High(x1, b1);
        t4 += (x1 * b3 >> 12) + High(x1, b2);
        t5 += (x1 * b4 >> 12) + High(x1, b3);
        var t6 = High(x1, b4);
        var z1 = t1 << 12 >> 6;
        t2 += (ulong)((long)t1 >> Bits) - (z1 * k1 >> 12);
        t3 -= High(z1, k1);
        t5 += z1 * k4 >> 12;
        t6 += High(z1, k4);

        var x2 = a.L2 << 6;
        t2 += (x2 * b0 >> 12);
        t3 += (x2 * b1 >> 12) + High(x2, b0);
        t4 += (x2 * b2 >> 12) + High(x2, b1);
        t5 += (x2 * b3 >> 12) + High(x2, b2);
        t6 += (x2 * b4 >> 12) + High(x2, b3);
        var t7 = High(x2, b4);
        var z2 = t2 << 12 >> 6;
        t3 += (ulong)((long)t2 >> Bits) - (z2 * k1 >> 12);
        t4 -= High(z2, k1);
        t6 += z2 * k4 >> 12;
        t7 += High(z2, k4);

        var x3 = a.L3 << 6;
        t3 += (x3 * b0 >> 12);
        t4 += (x3 * b1 >> 12) + High(x3, b0);
        t5 += (x3 * b2 >> 12) + High(x3, b1);
        t6 += (x3 * b3 >> 12) + High(x3, b2);
        t7 += (x3 * b4 >> 12) + High(x3, b3);
        var t8 = High(x3, b4);
        var z3 = t3 << 12 >> 6;
        t4 += (ulong)((long)t3 >> Bits) - (z3 * k1 >> 12);
        t5 -= High(z3, k1);
        t7 += z3 * k4 >> 12;
        t8 += High(z3, k4);

        var x4 = a.L4 << 6;
        t4 += (x4 * b0 >> 12);
        t5 += (x4 * b1 >> 12) + High(x4, b0);
        t6 += (x4 * b2 >> 12) + High(x4, b1);
        t7 += (x4 * b3 >> 12) + High(x4, b2);
        t8 += (x4 * b4 >> 12) + High(x4, b3);
        var t9 = High(x4, b4);
        var z4 = t4 << 12 >> 6;
        t5 += (ulong)((long)t4 >> Bits) - (z4 * k1 >> 12);
        t6 -= High(z4, k1);
        t8 += z4 * k4 >> 12;
        t9 += High(z4, k4);

        r = Carry(t5, t6, t7, t8, t9);
    }

    /// <summary>
    /// a^2 / 2^260, as <see cref="Multiply"/>; limbs below 2^55. All columns come first, so that the steps of the reduction wait for each other: what the next step needs is
    /// made by shifts, which answer sooner than a multiplication.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Square(out FieldElement r, in FieldElement a)
    {
        var k4 = Fold4 | a.L4 >> 63;
        var (a0, a1, a2, a3, a4) = (a.L0 << 6, a.L1 << 6, a.L2 << 6, a.L3 << 6, a.L4 << 6);
        var (d0, d1, d2, d3) = (a0 << 1, a1 << 1, a2 << 1, a3 << 1);
        var t0 = a0 * a0 >> 12;
        var t1 = High(a0, a0) + (d0 * a1 >> 12);
        var t2 = High(d0, a1) + (d0 * a2 >> 12) + (a1 * a1 >> 12);
        var t3 = High(d0, a2) + High(a1, a1) + (d0 * a3 >> 12) + (d1 * a2 >> 12);
        var t4 = High(d0, a3) + High(d1, a2) + (d0 * a4 >> 12) + (d1 * a3 >> 12) + (a2 * a2 >> 12);
        var t5 = High(d0, a4) + High(d1, a3) + High(a2, a2) + (d1 * a4 >> 12) + (d2 * a3 >> 12);
        var t6 = High(d1, a4) + High(d2, a3) + (d2 * a4 >> 12) + (a3 * a3 >> 12);
        var t7 = High(d2, a4) + High(a3, a3) + (d3 * a4 >> 12);
        var t8 = High(d3, a4) + (a4 * a4 >> 12);
        var t9 = High(a4, a4);

        t1 += (ulong)((long)t0 >> Bits) + (t0 << 24 >> 12) - (t0 << 56 >> 12);
        t0 <<= 12;
        t2 += (t0 >> 52) - (t0 >> 20);
        var z0 = t0 >> 6;
        t4 += z0 * k4 >> 12;
        t5 += High(z0, k4);

        t2 += (ulong)((long)t1 >> Bits) + (t1 << 24 >> 12) - (t1 << 56 >> 12);
        t1 <<= 12;
        t3 += (t1 >> 52) - (t1 >> 20);
        var z1 = t1 >> 6;
        t5 += z1 * k4 >> 12;
        t6 += High(z1, k4);

        t3 += (ulong)((long)t2 >> Bits) + (t2 << 24 >> 12) - (t2 << 56 >> 12);
        t2 <<= 12;
        t4 += (t2 >> 52) - (t2 >> 20);
        var z2 = t2 >> 6;
        t6 += z2 * k4 >> 12;
        t7 += High(z2, k4);

        t4 += (ulong)((long)t3 >> Bits) + (t3 << 24 >> 12) - (t3 << 56 >> 12);
        t3 <<= 12;
        t5 += (t3 >> 52) - (t3 >> 20);
        var z3 = t3 >> 6;
        t7 += z3 * k4 >> 12;
        t8 += High(z3, k4);

        t5 += (ulong)((long)t4 >> Bits) + (t4 << 24 >> 12) - (t4 << 56 >> 12);
        t4 <<= 12;
        t6 += (t4 >> 52) - (t4 >> 20);
        var z4 = t4 >> 6;
        t8 += z4 * k4 >> 12;
        t9 += High(z4, k4);

        r = Carry(t5, t6, t7, t8, t9);
    }

    /// <summary>a^(2^times).</summary>
    internal static FieldElement Square(FieldElement a, int times)
    {
        for (var time = 0; time < times; time++)
        {
            Square(out a, a);
        }

        return a;
    }

    /// <summary>1 / a, and zero for zero: a^(p-2), the same steps for every a.</summary>
    internal static FieldElement Invert(in FieldElement a)
    {
        // Ones in the exponent: 2, 4, 8, 16, 30, 31, 32 of them.
        var x2 = Times(Square(a, 1), a);
        var x4 = Times(Square(x2, 2), x2);
        var x6 = Times(Square(x4, 2), x2);
        var x8 = Times(Square(x4, 4), x4);
        var x16 = Times(Square(x8, 8), x8);
        var x24 = Times(Square(x16, 8), x8);
        var x30 = Times(Square(x24, 6), x6);
        var x31 = Times(Square(x30, 1), a);
        var x32 = Times(Square(x31, 1), a);

        // p - 2 = 31 ones, 0, 128 ones, 32 zeros, 62 ones, 0, 1.
        var r = Times(Square(x31, 33), x32);
        r = Times(Square(r, 32), x32);
        r = Times(Square(r, 32), x32);
        r = Times(Square(r, 32), x32);
        r = Times(Square(r, 64), x32);
        r = Times(Square(r, 30), x30);
        return Times(Square(r, 2), a);
    }

    internal static FieldElement Times(in FieldElement a, in FieldElement b)
    {
        Multiply(out var r, a, b);
        return r;
    }

    // Values are not negative here, single columns may be.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4)
    {
        t1 += (ulong)((long)t0 >> Bits);
        t2 += (ulong)((long)t1 >> Bits);
        t3 += (ulong)((long)t2 >> Bits);
        t4 += (ulong)((long)t3 >> Bits);
        return new(t0 << 12 >> 12, t1 << 12 >> 12, t2 << 12 >> 12, t3 << 12 >> 12, t4);
    }

    // Math.BigMul with both halves goes through memory; the low half is multiplied again by the caller, which costs less.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
}
