using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>
/// As <see cref="MappedPoint"/>, with the coordinates of the one point side by side (AVX2): most products of a formula do not wait for each other, so that a doubling takes the time
/// of three of them and an addition that of six. What stands between two products is done limb by limb; carries run one limb far, and only a whole new point is reduced.
/// </summary>
internal struct MappedLanes : IMappedSum<MappedLanes>
{
    // Lanes to take, two bits each, lowest first.
    private const byte First = 0x03, Second = 0x0c, Third = 0x30, Fourth = 0xc0;

    private FieldElement scale;

    // a in each lane.
    private FieldLanes256 factor;

    // Y, T = a Z^4, X and Z.
    private FieldLanes256 point;

    // As in CurveLanes: locals would be zeroed at each call.
    private FieldLanes256 a, b, c, d, e;

    /// <inheritdoc/>
    public static MappedLanes Begin(in AffinePoint first, in FieldElement scale)
    {
        var factor = MappedPoint.FactorOf(scale);
        var begun = new MappedLanes { scale = scale, factor = FieldLanes256.Of(factor, factor, factor, factor), point = FieldLanes256.Of(first.Y, factor, first.X, FieldElement.One) };

        // Twice the numbers, so almost 2p.
        FieldLanes256.FoldTop(ref begun.point);
        return begun;
    }

    /// <inheritdoc/>
    public readonly CurvePoint Value
    {
        get
        {
            var value = CurvePoint.OfLanes(point.Lane(2), point.Lane(0), point.Lane(3));
            return value with { Z = FieldElement.Times(value.Z, scale) };
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Double(bool isLast)
    {
        Vector256<ulong> carry;

        // Y Y, Y Y, X X, Y Z.
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var own = FieldLanes256.At(ref point, limb);
            FieldLanes256.At(ref a, limb) = Avx2.Permute4x64(own, 0 | 0 << 2 | 2 << 4 | 0 << 6);
            FieldLanes256.At(ref b, limb) = Avx2.Permute4x64(own, 0 | 0 << 2 | 2 << 4 | 3 << 6);
        }

        FieldLanes256.Multiply(out a, a, b);

        // beta = X Y^2, gamma = Y^4, alpha^2; alpha = 3 X^2 + T.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var moved = Avx2.Permute4x64(FieldLanes256.At(ref point, limb), 2 | 1 << 4);
            var sum = FieldLanes256.Product(FieldLanes256.At(ref a, limb), Vector256.Create(1UL, 1, 3, 1)) + (moved & Vector256.Create(0, 0, ulong.MaxValue, 0));
            var carried = (sum & FieldLanes256.LimbMask) + carry;
            carry = sum >>> FieldLanes256.Bits;
            FieldLanes256.At(ref b, limb) = carried;
            FieldLanes256.At(ref c, limb) = Take(carried, moved, First);
        }

        FieldLanes256.Multiply(out c, b, c);

        // 4 beta - X = 12 beta - alpha^2, gamma, X = alpha^2 - 8 beta, Z = 2 Y Z; the first two times alpha and T.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var own = FieldLanes256.At(ref c, limb);
            var sum = FieldLanes256.Product(Take(own, FieldLanes256.At(ref a, limb), Fourth), Vector256.Create(12UL, 1, 1, 2)) + (Vector256.Create(FieldLanes256.SixteenPrimes[limb]) & Vector256.Create(ulong.MaxValue, 0, ulong.MaxValue, 0))
                - FieldLanes256.Product(Avx2.Permute4x64(own, 2 | 0 << 4), Vector256.Create(1UL, 0, 8, 0));
            FieldLanes256.At(ref d, limb) = (sum & FieldLanes256.LimbMask) + carry;
            carry = sum >>> FieldLanes256.Bits;
            FieldLanes256.At(ref b, limb) = Take(Avx2.Permute4x64(FieldLanes256.At(ref b, limb), 2), FieldLanes256.At(ref point, limb), Second);
        }

        FieldLanes256.Multiply(out b, d, b);

        // Y = alpha (4 beta - X) - 8 gamma, T = 16 gamma T.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var sum = FieldLanes256.Product(FieldLanes256.At(ref b, limb), Vector256.Create(1UL, 16, 0, 0)) + (Vector256.Create(FieldLanes256.SixteenPrimes[limb]) & Vector256.Create(ulong.MaxValue, 0, 0, 0))
                - FieldLanes256.Product(Avx2.Permute4x64(FieldLanes256.At(ref c, limb), 1), Vector256.Create(8UL, 0, 0, 0));
            FieldLanes256.At(ref point, limb) = Take((sum & FieldLanes256.LimbMask) + carry, FieldLanes256.At(ref d, limb), Third | Fourth);
            carry = sum >>> FieldLanes256.Bits;
        }

        FieldLanes256.FoldTop(ref point);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in AffinePoint other)
    {
        Vector256<ulong> carry;

        // Z^2 everywhere; Z^3 and U = x2 Z^2.
        e = FieldLanes256.Of(other.Y, FieldElement.Zero, other.X, FieldElement.Zero);
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var z = Avx2.Permute4x64(FieldLanes256.At(ref point, limb), 3 | 3 << 2 | 3 << 4 | 3 << 6);
            FieldLanes256.At(ref a, limb) = z;
            FieldLanes256.At(ref c, limb) = Take(FieldLanes256.At(ref e, limb), z, First);
        }

        FieldLanes256.Square(out b, a);
        FieldLanes256.Multiply(out b, c, b);

        // H = U - X everywhere; S = y2 Z^3, H^2 and Z H.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var own = FieldLanes256.At(ref b, limb);
            var sum = Avx2.Permute4x64(own + Vector256.Create(FieldLanes256.TwicePrime[limb]) - FieldLanes256.At(ref point, limb), 2 | 2 << 2 | 2 << 4 | 2 << 6);
            var h = (sum & FieldLanes256.LimbMask) + carry;
            carry = sum >>> FieldLanes256.Bits;
            FieldLanes256.At(ref c, limb) = Take(Take(FieldLanes256.At(ref e, limb), h, Third), FieldLanes256.At(ref a, limb), Fourth);
            FieldLanes256.At(ref b, limb) = Take(h, own, First);
            FieldLanes256.At(ref d, limb) = h;
        }

        FieldLanes256.Multiply(out c, c, b);

        // R = S - Y; R^2, H^3, V = X H^2 and the square of the new Z.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var (own, old) = (FieldLanes256.At(ref c, limb), FieldLanes256.At(ref point, limb));
            var sum = own + Vector256.Create(FieldLanes256.TwicePrime[limb]) - old;
            var r = (sum & FieldLanes256.LimbMask) + carry;
            carry = sum >>> FieldLanes256.Bits;
            FieldLanes256.At(ref a, limb) = r;
            FieldLanes256.At(ref b, limb) = Take(Avx2.Permute4x64(own, 2 << 2 | 2 << 4 | 3 << 6), r, First);
            FieldLanes256.At(ref d, limb) = Take(Take(Take(FieldLanes256.At(ref d, limb), r, First), old, Third), own, Fourth);
        }

        FieldLanes256.Multiply(out b, b, d);

        // V - X = 3V + H^3 - R^2 and X = R^2 - H^3 - 2V; R (V - X), Y H^3 and Z^4.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var own = FieldLanes256.At(ref b, limb);
            var (rr, v) = (Avx2.Permute4x64(own, 0), Avx2.Permute4x64(own, 2 | 2 << 4));
            var less = Avx2.Permute4x64(own, 1 | 1 << 4) + (v << 1);
            var sum = Take(less + v, rr, Third) + Vector256.Create(FieldLanes256.SixteenPrimes[limb]) - Take(rr, less, Third);
            var carried = (sum & FieldLanes256.LimbMask) + carry;
            carry = sum >>> FieldLanes256.Bits;
            FieldLanes256.At(ref d, limb) = carried;
            FieldLanes256.At(ref e, limb) = Take(Take(Avx2.Permute4x64(FieldLanes256.At(ref point, limb), 0), FieldLanes256.At(ref a, limb), First), own, Fourth);
            FieldLanes256.At(ref b, limb) = Take(own, carried, First);
        }

        FieldLanes256.Multiply(out b, b, e);

        // Y = R (V - X) - Y H^3, T = a Z^4.
        carry = default;
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            var own = FieldLanes256.At(ref b, limb);
            var sum = own + Vector256.Create(FieldLanes256.SixteenPrimes[limb]) - Avx2.Permute4x64(own, 1);
            FieldLanes256.At(ref point, limb) = Take(Take((sum & FieldLanes256.LimbMask) + carry, FieldLanes256.At(ref d, limb), Third), FieldLanes256.At(ref c, limb), Fourth);
            carry = sum >>> FieldLanes256.Bits;
            FieldLanes256.At(ref b, limb) = Avx2.Permute4x64(own, 3 << 2);
        }

        FieldLanes256.Multiply(out b, b, factor);
        for (var limb = 0; limb < FieldLanes256.Limbs; limb++)
        {
            FieldLanes256.At(ref point, limb) = Take(FieldLanes256.At(ref point, limb), FieldLanes256.At(ref b, limb), Second);
        }

        FieldLanes256.FoldTop(ref point);
    }

    // Lanes of another in place of one's own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Take(Vector256<ulong> own, Vector256<ulong> other, [ConstantExpected] byte lanes) => Avx2.Blend(own.AsUInt32(), other.AsUInt32(), lanes).AsUInt64();
}
