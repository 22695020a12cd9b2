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
    /// A sum with signs, limbs from -2^60 to 2^60 and its value from -16p to 16p, as limbs of 52 bits and below 1.01p: 16p is added, carries run, and what stands above
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
        return new((t0 & Mask) + above, (t1 & Mask) + (above << 44) - (above << 12), t2 & Mask, t3 & Mask, (t4 & 0xffffffffffff) + (above << 16));
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
    /// A row adds one limb of a times b, split at bit 52 (the high half comes out of shifted factors), and then a multiple of p that clears the lowest column; columns take
    /// all that without a carry.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(out FieldElement r, in FieldElement a, in FieldElement b)
    {
        var (b0, b1, b2, b3, b4) = (b.L0, b.L1, b.L2, b.L3, b.L4);
        var (h0, h1, h2, h3, h4) = (b0 << 3, b1 << 3, b2 << 3, b3 << 3, b4 << 3);
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5, t6, t7, t8, t9;

        var (x0, y0) = (a.L0, a.L0 << 9);
        t0 += (x0 * b0) & Mask;
        t1 += ((x0 * b1) & Mask) + High(y0, h0);
        t2 += ((x0 * b2) & Mask) + High(y0, h1);
        t3 += ((x0 * b3) & Mask) + High(y0, h2);
        t4 += ((x0 * b4) & Mask) + High(y0, h3);
        var m0 = t0 & Mask;
        t1 += (ulong)((long)t0 >> Bits) + ((m0 << 12) & Mask) - ((m0 << 44) & Mask);
        t2 += (m0 >> 40) - (m0 >> 8);
        t4 += ((m0 << 48) & Mask) - ((m0 << 16) & Mask);
        t5 = High(y0, h4) + (m0 >> 4) - (m0 >> 36);

        var (x1, y1) = (a.L1, a.L1 << 9);
        t1 += (x1 * b0) & Mask;
        t2 += ((x1 * b1) & Mask) + High(y1, h0);
        t3 += ((x1 * b2) & Mask) + High(y1, h1);
        t4 += ((x1 * b3) & Mask) + High(y1, h2);
        t5 += ((x1 * b4) & Mask) + High(y1, h3);
        var m1 = t1 & Mask;
        t2 += (ulong)((long)t1 >> Bits) + ((m1 << 12) & Mask) - ((m1 << 44) & Mask);
        t3 += (m1 >> 40) - (m1 >> 8);
        t5 += ((m1 << 48) & Mask) - ((m1 << 16) & Mask);
        t6 = High(y1, h4) + (m1 >> 4) - (m1 >> 36);

        var (x2, y2) = (a.L2, a.L2 << 9);
        t2 += (x2 * b0) & Mask;
        t3 += ((x2 * b1) & Mask) + High(y2, h0);
        t4 += ((x2 * b2) & Mask) + High(y2, h1);
        t5 += ((x2 * b3) & Mask) + High(y2, h2);
        t6 += ((x2 * b4) & Mask) + High(y2, h3);
        var m2 = t2 & Mask;
        t3 += (ulong)((long)t2 >> Bits) + ((m2 << 12) & Mask) - ((m2 << 44) & Mask);
        t4 += (m2 >> 40) - (m2 >> 8);
        t6 += ((m2 << 48) & Mask) - ((m2 << 16) & Mask);
        t7 = High(y2, h4) + (m2 >> 4) - (m2 >> 36);

        var (x3, y3) = (a.L3, a.L3 << 9);
        t3 += (x3 * b0) & Mask;
        t4 += ((x3 * b1) & Mask) + High(y3, h0);
        t5 += ((x3 * b2) & Mask) + High(y3, h1);
        t6 += ((x3 * b3) & Mask) + High(y3, h2);
        t7 += ((x3 * b4) & Mask) + High(y3, h3);
        var m3 = t3 & Mask;
        t4 += (ulong)((long)t3 >> Bits) + ((m3 << 12) & Mask) - ((m3 << 44) & Mask);
        t5 += (m3 >> 40) - (m3 >> 8);
        t7 += ((m3 << 48) & Mask) - ((m3 << 16) & Mask);
        t8 = High(y3, h4) + (m3 >> 4) - (m3 >> 36);

        var (x4, y4) = (a.L4, a.L4 << 9);
        t4 += (x4 * b0) & Mask;
        t5 += ((x4 * b1) & Mask) + High(y4, h0);
        t6 += ((x4 * b2) & Mask) + High(y4, h1);
        t7 += ((x4 * b3) & Mask) + High(y4, h2);
        t8 += ((x4 * b4) & Mask) + High(y4, h3);
        var m4 = t4 & Mask;
        t5 += (ulong)((long)t4 >> Bits) + ((m4 << 12) & Mask) - ((m4 << 44) & Mask);
        t6 += (m4 >> 40) - (m4 >> 8);
        t8 += ((m4 << 48) & Mask) - ((m4 << 16) & Mask);
        t9 = High(y4, h4) + (m4 >> 4) - (m4 >> 36);

        r = Carry(t5, t6, t7, t8, t9);
    }

    /// <summary>a^2 / 2^260, as <see cref="Multiply"/>; limbs below 2^54.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Square(out FieldElement r, in FieldElement a)
    {
        var (a0, a1, a2, a3, a4) = (a.L0, a.L1, a.L2, a.L3, a.L4);
        var (y0, y1, y2, y3, y4) = (a0 << 9, a1 << 9, a2 << 9, a3 << 9, a4 << 9);
        var (d1, d2, d3, d4) = (a1 << 1, a2 << 1, a3 << 1, a4 << 1);
        var (h1, h2, h3, h4) = (a1 << 4, a2 << 4, a3 << 4, a4 << 4);
        var t0 = (a0 * a0) & Mask;
        var t1 = High(y0, a0 << 3) + ((a0 * d1) & Mask);
        var t2 = High(y0, h1) + ((a0 * d2) & Mask) + ((a1 * a1) & Mask);
        var t3 = High(y0, h2) + High(y1, a1 << 3) + ((a0 * d3) & Mask) + ((a1 * d2) & Mask);
        var t4 = High(y0, h3) + High(y1, h2) + ((a0 * d4) & Mask) + ((a1 * d3) & Mask) + ((a2 * a2) & Mask);
        var t5 = High(y0, h4) + High(y1, h3) + High(y2, a2 << 3) + ((a1 * d4) & Mask) + ((a2 * d3) & Mask);
        var t6 = High(y1, h4) + High(y2, h3) + ((a2 * d4) & Mask) + ((a3 * a3) & Mask);
        var t7 = High(y2, h4) + High(y3, a3 << 3) + ((a3 * d4) & Mask);
        var t8 = High(y3, h4) + ((a4 * a4) & Mask);
        var t9 = High(y4, a4 << 3);

        var m0 = t0 & Mask;
        t1 += (ulong)((long)t0 >> Bits) + ((m0 << 12) & Mask) - ((m0 << 44) & Mask);
        t2 += (m0 >> 40) - (m0 >> 8);
        t4 += ((m0 << 48) & Mask) - ((m0 << 16) & Mask);
        t5 += (m0 >> 4) - (m0 >> 36);

        var m1 = t1 & Mask;
        t2 += (ulong)((long)t1 >> Bits) + ((m1 << 12) & Mask) - ((m1 << 44) & Mask);
        t3 += (m1 >> 40) - (m1 >> 8);
        t5 += ((m1 << 48) & Mask) - ((m1 << 16) & Mask);
        t6 += (m1 >> 4) - (m1 >> 36);

        var m2 = t2 & Mask;
        t3 += (ulong)((long)t2 >> Bits) + ((m2 << 12) & Mask) - ((m2 << 44) & Mask);
        t4 += (m2 >> 40) - (m2 >> 8);
        t6 += ((m2 << 48) & Mask) - ((m2 << 16) & Mask);
        t7 += (m2 >> 4) - (m2 >> 36);

        var m3 = t3 & Mask;
        t4 += (ulong)((long)t3 >> Bits) + ((m3 << 12) & Mask) - ((m3 << 44) & Mask);
        t5 += (m3 >> 40) - (m3 >> 8);
        t7 += ((m3 << 48) & Mask) - ((m3 << 16) & Mask);
        t8 += (m3 >> 4) - (m3 >> 36);

        var m4 = t4 & Mask;
        t5 += (ulong)((long)t4 >> Bits) + ((m4 << 12) & Mask) - ((m4 << 44) & Mask);
        t6 += (m4 >> 40) - (m4 >> 8);
        t8 += ((m4 << 48) & Mask) - ((m4 << 16) & Mask);
        t9 += (m4 >> 4) - (m4 >> 36);

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
        return new(t0 & Mask, t1 & Mask, t2 & Mask, t3 & Mask, t4);
    }

    // Math.BigMul with both halves goes through memory; the low half is multiplied again by the caller, which costs less.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
}
