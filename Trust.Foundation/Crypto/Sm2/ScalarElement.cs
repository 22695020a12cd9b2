using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Trust.Crypto;

/// <summary>An integer modulo the order n of the curve: the least one, below n, as five limbs of 52 bits. Nothing here branches on a value or uses one as an index.</summary>
internal struct ScalarElement
{
    internal const int Size = 32;

    private const int Bits = 52;
    private const ulong Mask = (1UL << Bits) - 1;
    private const ulong N0 = 0xbf40939d54123, N1 = 0x6b21c6052b53b, N2 = 0xfffffff7203df, N3 = 0xfffffffffffff, N4 = 0xfffffffeffff;

    // -1/n modulo 2^52.
    private const ulong Factor = 0xf9e8872350975;

    internal ulong L0, L1, L2, L3, L4;

    private ScalarElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => (L0, L1, L2, L3, L4) = (l0, l1, l2, l3, l4);

    internal static ScalarElement One => new(1, 0, 0, 0, 0);

    // (2^260)^2 modulo n.
    private static ScalarElement SquareOfRadix => new(0xc16674a517de6, 0x507a6e5f7c418, 0xfe0d44507dc1c, 0x3b620fc84c3af, 0xb5e412c02b3d);

    /// <summary>Reads 32 bytes, most significant first, modulo n.</summary>
    internal static ScalarElement Read(ReadOnlySpan<byte> bytes)
    {
        var plain = ReadPlain(bytes);
        return plain.ReduceOnce();
    }

    /// <summary>Reads 32 bytes; all ones in <paramref name="isBelow"/> where they are below n.</summary>
    internal static ScalarElement Read(ReadOnlySpan<byte> bytes, out ulong isBelow)
    {
        var plain = ReadPlain(bytes);
        isBelow = plain.LessOrder(out _);
        return plain.ReduceOnce();
    }

    internal readonly void Write(Span<byte> bytes)
    {
        Pack(out var w0, out var w1, out var w2, out var w3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], w0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], w1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], w2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, w3);
    }

    internal readonly void Pack(out ulong w0, out ulong w1, out ulong w2, out ulong w3) =>
        (w0, w1, w2, w3) = (L0 | L1 << 52, L1 >> 12 | L2 << 40, L2 >> 24 | L3 << 28, L3 >> 36 | L4 << 16);

    /// <summary>The scalar where it is odd, else n more, below 2^257; least significant word first.</summary>
    internal readonly void MakeOdd(out ulong w0, out ulong w1, out ulong w2, out ulong w3, out ulong w4)
    {
        var isEven = (L0 & 1) - 1;
        var odd = Carry(L0 + (N0 & isEven), L1 + (N1 & isEven), L2 + (N2 & isEven), L3 + (N3 & isEven), L4 + (N4 & isEven));
        odd.Pack(out w0, out w1, out w2, out w3);
        w4 = odd.L4 >> 48;
    }

    /// <summary>All ones where it is zero, else zero.</summary>
    internal readonly ulong IsZero()
    {
        var bits = L0 | L1 | L2 | L3 | L4;
        return (ulong)((long)(bits | (0 - bits)) >> 63) ^ ulong.MaxValue;
    }

    internal static ScalarElement Add(in ScalarElement a, in ScalarElement b) =>
        Carry(a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4).ReduceOnce();

    internal static ScalarElement Subtract(in ScalarElement a, in ScalarElement b) =>
        Carry(a.L0 + N0 - b.L0, a.L1 + N1 - b.L1, a.L2 + N2 - b.L2, a.L3 + N3 - b.L3, a.L4 + N4 - b.L4).ReduceOnce();

    /// <summary>a b / 2^260 modulo n: rows as in <see cref="FieldElement.Multiply"/>, with the multiple of n that clears the lowest column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ScalarElement MontgomeryTimes(in ScalarElement a, in ScalarElement b)
    {
        var (b0, b1, b2, b3, b4) = (b.L0 << 6, b.L1 << 6, b.L2 << 6, b.L3 << 6, b.L4 << 6);
        var (n0, n1, n2, n3, n4) = (N0 << 6, N1 << 6, N2 << 6, N3 << 6, N4 << 6);

        var x0 = a.L0 << 6;
        var t0 = x0 * b0 >> 12;
        var t1 = (x0 * b1 >> 12) + FieldElement.High(x0, b0);
        var t2 = (x0 * b2 >> 12) + FieldElement.High(x0, b1);
        var t3 = (x0 * b3 >> 12) + FieldElement.High(x0, b2);
        var t4 = (x0 * b4 >> 12) + FieldElement.High(x0, b3);
        var t5 = FieldElement.High(x0, b4);
        var m0 = t0 * Factor << 12 >> 6;
        t1 += (m0 * n1 >> 12) + FieldElement.High(m0, n0) + ((t0 + (m0 * n0 >> 12)) >> Bits);
        t2 += (m0 * n2 >> 12) + FieldElement.High(m0, n1);
        t3 += (m0 * n3 >> 12) + FieldElement.High(m0, n2);
        t4 += (m0 * n4 >> 12) + FieldElement.High(m0, n3);
        t5 += FieldElement.High(m0, n4);

        var x1 = a.L1 << 6;
        t1 += x1 * b0 >> 12;
        t2 += (x1 * b1 >> 12) + FieldElement.High(x1, b0);
        t3 += (x1 * b2 >> 12) + FieldElement.High(x1, b1);
        t4 += (x1 * b3 >> 12) + FieldElement.High(x1, b2);
        t5 += (x1 * b4 >> 12) + FieldElement.High(x1, b3);
        var t6 = FieldElement.High(x1, b4);
        var m1 = t1 * Factor << 12 >> 6;
        t2 += (m1 * n1 >> 12) + FieldElement.High(m1, n0) + ((t1 + (m1 * n0 >> 12)) >> Bits);
        t3 += (m1 * n2 >> 12) + FieldElement.High(m1, n1);
        t4 += (m1 * n3 >> 12) + FieldElement.High(m1, n2);
        t5 += (m1 * n4 >> 12) + FieldElement.High(m1, n3);
        t6 += FieldElement.High(m1, n4);

        var x2 = a.L2 << 6;
        t2 += x2 * b0 >> 12;
        t3 += (x2 * b1 >> 12) + FieldElement.High(x2, b0);
        t4 += (x2 * b2 >> 12) + FieldElement.High(x2, b1);
        t5 += (x2 * b3 >> 12) + FieldElement.High(x2, b2);
        t6 += (x2 * b4 >> 12) + FieldElement.High(x2, b3);
        var t7 = FieldElement.High(x2, b4);
        var m2 = t2 * Factor << 12 >> 6;
        t3 += (m2 * n1 >> 12) + FieldElement.High(m2, n0) + ((t2 + (m2 * n0 >> 12)) >> Bits);
        t4 += (m2 * n2 >> 12) + FieldElement.High(m2, n1);
        t5 += (m2 * n3 >> 12) + FieldElement.High(m2, n2);
        t6 += (m2 * n4 >> 12) + FieldElement.High(m2, n3);
        t7 += FieldElement.High(m2, n4);

        var x3 = a.L3 << 6;
        t3 += x3 * b0 >> 12;
        t4 += (x3 * b1 >> 12) + FieldElement.High(x3, b0);
        t5 += (x3 * b2 >> 12) + FieldElement.High(x3, b1);
        t6 += (x3 * b3 >> 12) + FieldElement.High(x3, b2);
        t7 += (x3 * b4 >> 12) + FieldElement.High(x3, b3);
        var t8 = FieldElement.High(x3, b4);
        var m3 = t3 * Factor << 12 >> 6;
        t4 += (m3 * n1 >> 12) + FieldElement.High(m3, n0) + ((t3 + (m3 * n0 >> 12)) >> Bits);
        t5 += (m3 * n2 >> 12) + FieldElement.High(m3, n1);
        t6 += (m3 * n3 >> 12) + FieldElement.High(m3, n2);
        t7 += (m3 * n4 >> 12) + FieldElement.High(m3, n3);
        t8 += FieldElement.High(m3, n4);

        var x4 = a.L4 << 6;
        t4 += x4 * b0 >> 12;
        t5 += (x4 * b1 >> 12) + FieldElement.High(x4, b0);
        t6 += (x4 * b2 >> 12) + FieldElement.High(x4, b1);
        t7 += (x4 * b3 >> 12) + FieldElement.High(x4, b2);
        t8 += (x4 * b4 >> 12) + FieldElement.High(x4, b3);
        var t9 = FieldElement.High(x4, b4);
        var m4 = t4 * Factor << 12 >> 6;
        t5 += (m4 * n1 >> 12) + FieldElement.High(m4, n0) + ((t4 + (m4 * n0 >> 12)) >> Bits);
        t6 += (m4 * n2 >> 12) + FieldElement.High(m4, n1);
        t7 += (m4 * n3 >> 12) + FieldElement.High(m4, n2);
        t8 += (m4 * n4 >> 12) + FieldElement.High(m4, n3);
        t9 += FieldElement.High(m4, n4);

        return Carry(t5, t6, t7, t8, t9).ReduceOnce();
    }

    /// <summary>a 2^260 modulo n: a factor for <see cref="MontgomeryTimes"/> that is used many times.</summary>
    internal readonly ScalarElement ToMontgomery() => MontgomeryTimes(this, SquareOfRadix);

    /// <summary>1 / a modulo n, and zero for zero: a^(n-2), the same steps for every a; only the public exponent decides what is multiplied.</summary>
    internal readonly ScalarElement Invert()
    {
        ReadOnlySpan<ulong> exponent = [0x53bbf40939d54121, 0x7203df6b21c6052b, 0xffffffffffffffff, 0xfffffffeffffffff];
        var factor = ToMontgomery();
        var power = One.ToMontgomery();
        for (var bit = 255; bit >= 0; bit--)
        {
            power = MontgomeryTimes(power, power);
            if ((exponent[bit >> 6] >> (bit & 63) & 1) != 0)
            {
                power = MontgomeryTimes(power, factor);
            }
        }

        return MontgomeryTimes(power, One);
    }

    /// <summary>The public number n more, where that is below p: p - n has 128 bits, so this is rare.</summary>
    internal readonly bool TryAddOrderBelowPrime(out FieldElement sum)
    {
        Pack(out var w0, out var w1, out var w2, out var w3);
        var isBelow = (w2 | w3) == 0 && new UInt128(w1, w0) < new UInt128(0x8dfc2093de39fad5, 0xac440bf6c62abedc);
        var more = Carry(L0 + N0, L1 + N1, L2 + N2, L3 + N3, L4 + N4);
        sum = FieldElement.From(more);
        return isBelow;
    }

    private static ScalarElement ReadPlain(ReadOnlySpan<byte> bytes)
    {
        var (w0, w1) = (BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]));
        var (w2, w3) = (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));
        return new(w0 & Mask, (w0 >> 52 | w1 << 12) & Mask, (w1 >> 40 | w2 << 24) & Mask, (w2 >> 28 | w3 << 36) & Mask, w3 >> 16);
    }

    // Below 2n: n is subtracted at most once.
    private readonly ScalarElement ReduceOnce()
    {
        var isBelow = LessOrder(out var less);
        return new(
            less.L0 ^ (isBelow & (L0 ^ less.L0)), less.L1 ^ (isBelow & (L1 ^ less.L1)), less.L2 ^ (isBelow & (L2 ^ less.L2)),
            less.L3 ^ (isBelow & (L3 ^ less.L3)), less.L4 ^ (isBelow & (L4 ^ less.L4)));
    }

    private readonly ulong LessOrder(out ScalarElement less)
    {
        less = Carry(L0 - N0, L1 - N1, L2 - N2, L3 - N3, L4 - N4);
        return (ulong)((long)less.L4 >> 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarElement Carry(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4)
    {
        t1 += (ulong)((long)t0 >> Bits);
        t2 += (ulong)((long)t1 >> Bits);
        t3 += (ulong)((long)t2 >> Bits);
        t4 += (ulong)((long)t3 >> Bits);
        return new(t0 & Mask, t1 & Mask, t2 & Mask, t3 & Mask, t4);
    }
}
