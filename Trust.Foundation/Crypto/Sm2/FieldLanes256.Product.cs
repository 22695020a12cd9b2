using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <content>
/// Products and squares. Sixteen registers hold nine columns, the limb of a that is at work and what a step needs; limbs of b are operands in memory. A step clears the lowest
/// column by adding m p = m (p + 1) - m. With w = m - 8 m', m' of the step before, its four multiples of m are two: w moved up by 6 bits two columns on, and less w moved up by
/// 21 bits seven columns on. AVX2 has no arithmetic shift of 64 bits, so columns 3 to 15 start at <see cref="Bias"/>, which column by column is taken back from the next one.
/// </content>
internal partial struct FieldLanes256
{
    // More than (2^9 + 2^21) m, the most that is taken from a column.
    private const ulong Bias = 1UL << 51;
    private const ulong NextBias = Bias - LastBias;
    private const ulong LastBias = Bias >> Bits;

    /// <summary>a b / 2^261.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(out FieldLanes256 r, in FieldLanes256 a, in FieldLanes256 b)
    {
        var mask = Vector256.Create(Mask);
        var next = Vector256.Create(NextBias);
        Vector256<ulong> m, w, h;
        var x = a.L0;
        var t0 = Product(x, b.L0);
        var t1 = Product(x, b.L1);
        var t2 = Product(x, b.L2);
        var t3 = Product(x, b.L3) + Vector256.Create(Bias);
        var t4 = Product(x, b.L4) + next;
        var t5 = Product(x, b.L5) + next;
        var t6 = Product(x, b.L6) + next;
        var t7 = Product(x, b.L7) + next;
        var t8 = Product(x, b.L8) + next;
        m = t0 & mask;
        t1 += t0 >>> Bits;
        t2 += m << 6;
        t7 -= m << 21;
        h = m << 3;
        x = a.L1;
        t1 += Product(x, b.L0);
        t2 += Product(x, b.L1);
        t3 += Product(x, b.L2);
        t4 += Product(x, b.L3);
        t5 += Product(x, b.L4);
        t6 += Product(x, b.L5);
        t7 += Product(x, b.L6);
        t8 += Product(x, b.L7);
        var t9 = Product(x, b.L8) + next;
        m = t1 & mask;
        t2 += t1 >>> Bits;
        w = m - h;
        t3 += w << 6;
        t8 -= w << 21;
        h = m << 3;
        x = a.L2;
        t2 += Product(x, b.L0);
        t3 += Product(x, b.L1);
        t4 += Product(x, b.L2);
        t5 += Product(x, b.L3);
        t6 += Product(x, b.L4);
        t7 += Product(x, b.L5);
        t8 += Product(x, b.L6);
        t9 += Product(x, b.L7);
        var t10 = Product(x, b.L8) + next;
        m = t2 & mask;
        t3 += t2 >>> Bits;
        w = m - h;
        t4 += w << 6;
        t9 -= w << 21;
        h = m << 3;
        x = a.L3;
        t3 += Product(x, b.L0);
        t4 += Product(x, b.L1);
        t5 += Product(x, b.L2);
        t6 += Product(x, b.L3);
        t7 += Product(x, b.L4);
        t8 += Product(x, b.L5);
        t9 += Product(x, b.L6);
        t10 += Product(x, b.L7);
        var t11 = Product(x, b.L8) + next;
        m = t3 & mask;
        t4 += t3 >>> Bits;
        w = m - h;
        t5 += w << 6;
        t10 -= w << 21;
        h = m << 3;
        x = a.L4;
        t4 += Product(x, b.L0);
        t5 += Product(x, b.L1);
        t6 += Product(x, b.L2);
        t7 += Product(x, b.L3);
        t8 += Product(x, b.L4);
        t9 += Product(x, b.L5);
        t10 += Product(x, b.L6);
        t11 += Product(x, b.L7);
        var t12 = Product(x, b.L8) + next;
        m = t4 & mask;
        t5 += t4 >>> Bits;
        w = m - h;
        t6 += w << 6;
        t11 -= w << 21;
        h = m << 3;
        x = a.L5;
        t5 += Product(x, b.L0);
        t6 += Product(x, b.L1);
        t7 += Product(x, b.L2);
        t8 += Product(x, b.L3);
        t9 += Product(x, b.L4);
        t10 += Product(x, b.L5);
        t11 += Product(x, b.L6);
        t12 += Product(x, b.L7);
        var t13 = Product(x, b.L8) + next;
        m = t5 & mask;
        t6 += t5 >>> Bits;
        w = m - h;
        t7 += w << 6;
        t12 -= w << 21;
        h = m << 3;
        x = a.L6;
        t6 += Product(x, b.L0);
        t7 += Product(x, b.L1);
        t8 += Product(x, b.L2);
        t9 += Product(x, b.L3);
        t10 += Product(x, b.L4);
        t11 += Product(x, b.L5);
        t12 += Product(x, b.L6);
        t13 += Product(x, b.L7);
        var t14 = Product(x, b.L8) + next;
        m = t6 & mask;
        t7 += t6 >>> Bits;
        w = m - h;
        t8 += w << 6;
        t13 -= w << 21;
        h = m << 3;
        x = a.L7;
        t7 += Product(x, b.L0);
        t8 += Product(x, b.L1);
        t9 += Product(x, b.L2);
        t10 += Product(x, b.L3);
        t11 += Product(x, b.L4);
        t12 += Product(x, b.L5);
        t13 += Product(x, b.L6);
        t14 += Product(x, b.L7);
        var t15 = Product(x, b.L8) + next;
        m = t7 & mask;
        t8 += t7 >>> Bits;
        w = m - h;
        t9 += w << 6;
        t14 -= w << 21;
        h = m << 3;
        x = a.L8;
        t8 += Product(x, b.L0);
        t9 += Product(x, b.L1);
        t10 += Product(x, b.L2);
        t11 += Product(x, b.L3);
        t12 += Product(x, b.L4);
        t13 += Product(x, b.L5);
        t14 += Product(x, b.L6);
        t15 += Product(x, b.L7);
        var t16 = Product(x, b.L8) - Vector256.Create(LastBias);
        m = t8 & mask;
        t9 += t8 >>> Bits;
        w = m - h;
        t10 += w << 6;
        t15 -= w << 21;
        h = m << 3;
        t11 -= h << 6;
        t16 += h << 21;
        Carry(out r, t9, t10, t11, t12, t13, t14, t15, t16);
    }

    /// <summary>a^2 / 2^261.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(out FieldLanes256 r, in FieldLanes256 a)
    {
        var mask = Vector256.Create(Mask);
        var next = Vector256.Create(NextBias);
        Vector256<ulong> m, w, h;
        var x = a.L0;
        var d = x << 1;
        var t0 = Product(x, x);
        var t1 = Product(d, a.L1);
        var t2 = Product(d, a.L2);
        var t3 = Product(d, a.L3) + Vector256.Create(Bias);
        var t4 = Product(d, a.L4) + next;
        var t5 = Product(d, a.L5) + next;
        var t6 = Product(d, a.L6) + next;
        var t7 = Product(d, a.L7) + next;
        var t8 = Product(d, a.L8) + next;
        m = t0 & mask;
        t1 += t0 >>> Bits;
        t2 += m << 6;
        t7 -= m << 21;
        h = m << 3;
        m = t1 & mask;
        t2 += t1 >>> Bits;
        w = m - h;
        t3 += w << 6;
        t8 -= w << 21;
        h = m << 3;
        x = a.L1;
        d = x << 1;
        t2 += Product(x, x);
        t3 += Product(d, a.L2);
        t4 += Product(d, a.L3);
        t5 += Product(d, a.L4);
        t6 += Product(d, a.L5);
        t7 += Product(d, a.L6);
        t8 += Product(d, a.L7);
        var t9 = Product(d, a.L8) + next;
        m = t2 & mask;
        t3 += t2 >>> Bits;
        w = m - h;
        t4 += w << 6;
        t9 -= w << 21;
        h = m << 3;
        m = t3 & mask;
        t4 += t3 >>> Bits;
        w = m - h;
        t5 += w << 6;
        var t10 = next - (w << 21);
        h = m << 3;
        x = a.L2;
        d = x << 1;
        t4 += Product(x, x);
        t5 += Product(d, a.L3);
        t6 += Product(d, a.L4);
        t7 += Product(d, a.L5);
        t8 += Product(d, a.L6);
        t9 += Product(d, a.L7);
        t10 += Product(d, a.L8);
        m = t4 & mask;
        t5 += t4 >>> Bits;
        w = m - h;
        t6 += w << 6;
        var t11 = next - (w << 21);
        h = m << 3;
        m = t5 & mask;
        t6 += t5 >>> Bits;
        w = m - h;
        t7 += w << 6;
        var t12 = next - (w << 21);
        h = m << 3;
        x = a.L3;
        d = x << 1;
        t6 += Product(x, x);
        t7 += Product(d, a.L4);
        t8 += Product(d, a.L5);
        t9 += Product(d, a.L6);
        t10 += Product(d, a.L7);
        t11 += Product(d, a.L8);
        m = t6 & mask;
        t7 += t6 >>> Bits;
        w = m - h;
        t8 += w << 6;
        var t13 = next - (w << 21);
        h = m << 3;
        m = t7 & mask;
        t8 += t7 >>> Bits;
        w = m - h;
        t9 += w << 6;
        var t14 = next - (w << 21);
        h = m << 3;
        x = a.L4;
        d = x << 1;
        t8 += Product(x, x);
        t9 += Product(d, a.L5);
        t10 += Product(d, a.L6);
        t11 += Product(d, a.L7);
        t12 += Product(d, a.L8);
        m = t8 & mask;
        t9 += t8 >>> Bits;
        w = m - h;
        t10 += w << 6;
        var t15 = next - (w << 21);
        h = m << 3;
        x = a.L5;
        d = x << 1;
        t10 += Product(x, x);
        t11 += Product(d, a.L6);
        t12 += Product(d, a.L7);
        t13 += Product(d, a.L8);
        x = a.L6;
        d = x << 1;
        t12 += Product(x, x);
        t13 += Product(d, a.L7);
        t14 += Product(d, a.L8);
        x = a.L7;
        d = x << 1;
        t14 += Product(x, x);
        t15 += Product(d, a.L8);
        x = a.L8;
        var t16 = Product(x, x) - Vector256.Create(LastBias);
        t11 -= h << 6;
        t16 += h << 21;
        Carry(out r, t9, t10, t11, t12, t13, t14, t15, t16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<ulong> Product(Vector256<ulong> x, Vector256<ulong> y) => Avx2.Multiply(x.AsUInt32(), y.AsUInt32());

    // No column is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        out FieldLanes256 r, Vector256<ulong> t0, Vector256<ulong> t1, Vector256<ulong> t2, Vector256<ulong> t3, Vector256<ulong> t4, Vector256<ulong> t5, Vector256<ulong> t6, Vector256<ulong> t7)
    {
        var mask = Vector256.Create(Mask);
        r.L0 = t0 & mask;
        t1 += t0 >>> Bits;
        r.L1 = t1 & mask;
        t2 += t1 >>> Bits;
        r.L2 = t2 & mask;
        t3 += t2 >>> Bits;
        r.L3 = t3 & mask;
        t4 += t3 >>> Bits;
        r.L4 = t4 & mask;
        t5 += t4 >>> Bits;
        r.L5 = t5 & mask;
        t6 += t5 >>> Bits;
        r.L6 = t6 & mask;
        t7 += t6 >>> Bits;
        r.L7 = t7 & mask;
        r.L8 = t7 >>> Bits;
    }
}
