using System.Runtime.CompilerServices;

namespace Trust.Crypto;

/// <summary>
/// A point of the curve y^2 = x^3 - 3x + b other than infinity, in Jacobian coordinates: x = X/Z^2, y = Y/Z^3. X and Y are reduced (below 1.01p), Z is below 2p.
/// The additions here are incomplete: equal or opposite points give Z = 0, and Z stays zero from there on, so that a caller sees it at the end and goes the
/// complete way (<see cref="CompletePoint"/>).
/// </summary>
internal struct CurvePoint
{
    internal FieldElement X, Y, Z;

    /// <summary>The point of an entry of a table.</summary>
    internal CurvePoint(in AffinePoint point) => (X, Y, Z) = (FieldElement.Reduce(point.X), FieldElement.Reduce(point.Y), FieldElement.One);

    /// <summary>A point of lanes: numbers there are those of twice the value here, and (4X, 8Y, 2Z) is the same point as (X, Y, Z).</summary>
    internal static CurvePoint OfLanes(in FieldElement x, in FieldElement y, in FieldElement z) => new()
    {
        X = FieldElement.Reduce(x.L0 << 1, x.L1 << 1, x.L2 << 1, x.L3 << 1, x.L4 << 1),
        Y = FieldElement.Reduce(y.L0 << 2, y.L1 << 2, y.L2 << 2, y.L3 << 2, y.L4 << 2),
        Z = z,
    };

    /// <summary>Adds a point with Z = 1 (8 multiplications, 3 squares): H = x2 Z^2 - X, R = y2 Z^3 - Y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in AffinePoint other)
    {
        FieldElement.Square(out var zz, Z);
        FieldElement.Multiply(out var u, other.X, zz);
        FieldElement.Multiply(out var zzz, zz, Z);
        FieldElement.Multiply(out var s, other.Y, zzz);
        FieldElement.Subtract(out var h, u, X);
        FieldElement.Subtract(out var r, s, Y);
        FieldElement.Square(out var hh, h);
        FieldElement.Multiply(out var hhh, hh, h);
        FieldElement.Multiply(out var v, X, hh);
        FieldElement.Square(out var rr, r);
        FieldElement.Multiply(out Z, Z, h);

        // X = R^2 - H^3 - 2V, Y = R (V - X) - Y H^3.
        X = FieldElement.Reduce(
            rr.L0 - hhh.L0 - (v.L0 << 1), rr.L1 - hhh.L1 - (v.L1 << 1), rr.L2 - hhh.L2 - (v.L2 << 1), rr.L3 - hhh.L3 - (v.L3 << 1), rr.L4 - hhh.L4 - (v.L4 << 1));
        FieldElement.Subtract(out var d, v, X);
        FieldElement.Multiply(out var a, d, r);
        FieldElement.Multiply(out var c, Y, hhh);
        Y = FieldElement.Reduce(a.L0 - c.L0, a.L1 - c.L1, a.L2 - c.L2, a.L3 - c.L3, a.L4 - c.L4);
    }

    /// <summary>Adds a point with any Z (12 multiplications, 4 squares), for public points: on the curve on which that point has Z = 1 it is the addition above.</summary>
    internal void PublicAdd(in CurvePoint other)
    {
        var mapped = new AffinePoint(X, Y).Map(other.Z);
        (X, Y) = (mapped.X, mapped.Y);
        Add(new AffinePoint(other.X, other.Y));
        FieldElement.Multiply(out Z, Z, other.Z);
    }

    /// <summary>Doubles (4 multiplications, 4 squares); a = -3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Double()
    {
        FieldElement.Square(out var delta, Z);
        FieldElement.Square(out var gamma, Y);
        FieldElement.Multiply(out var beta, X, gamma);
        FieldElement.Subtract(out var less, X, delta);
        FieldElement.Add(out var more, X, delta);
        FieldElement.Multiply(out var third, less, more);
        var alpha = new FieldElement(third.L0 * 3, third.L1 * 3, third.L2 * 3, third.L3 * 3, third.L4 * 3);
        FieldElement.Square(out var square, alpha);
        FieldElement.Add(out var twice, Y, Y);
        FieldElement.Multiply(out Z, twice, Z);

        // X = alpha^2 - 8 beta, Y = alpha (4 beta - X) - 8 gamma^2.
        X = FieldElement.Reduce(
            square.L0 - (beta.L0 << 3), square.L1 - (beta.L1 << 3), square.L2 - (beta.L2 << 3), square.L3 - (beta.L3 << 3), square.L4 - (beta.L4 << 3));
        var four = new FieldElement(beta.L0 << 2, beta.L1 << 2, beta.L2 << 2, beta.L3 << 2, beta.L4 << 2);
        FieldElement.Subtract(out var d, four, X);
        FieldElement.Multiply(out var a, alpha, d);
        FieldElement.Square(out var c, gamma);
        Y = FieldElement.Reduce(a.L0 - (c.L0 << 3), a.L1 - (c.L1 << 3), a.L2 - (c.L2 << 3), a.L3 - (c.L3 << 3), a.L4 - (c.L4 << 3));
    }

    /// <summary>x and y, with one inversion; (0, 0) where Z is zero.</summary>
    internal readonly AffinePoint ToAffine() => ToAffine(FieldElement.Invert(Z));

    internal readonly AffinePoint ToAffine(in FieldElement inverseOfZ) => new AffinePoint(X, Y).Map(inverseOfZ);

    /// <summary>Many at once, with one inversion for all; no Z is zero.</summary>
    internal static void ToAffine(ReadOnlySpan<CurvePoint> points, Span<AffinePoint> affine)
    {
        // products[i] = Z0 ... Zi.
        var products = new FieldElement[points.Length];
        products[0] = points[0].Z;
        for (var index = 1; index < points.Length; index++)
        {
            FieldElement.Multiply(out products[index], products[index - 1], points[index].Z);
        }

        var inverse = FieldElement.Invert(products[^1]);
        for (var index = points.Length - 1; index > 0; index--)
        {
            affine[index] = points[index].ToAffine(FieldElement.Times(inverse, products[index - 1]));
            FieldElement.Multiply(out inverse, inverse, points[index].Z);
        }

        affine[0] = points[0].ToAffine(inverse);
    }
}

/// <summary>A point with its coordinates themselves; values below 2p.</summary>
internal readonly struct AffinePoint(FieldElement x, FieldElement y)
{
    internal readonly FieldElement X = x, Y = y;

    /// <summary>The base point G (GB/T 32918.5-2017).</summary>
    internal static AffinePoint Base => new(
        new(0x8990f418029e9, 0xe6ca6c04fd132, 0x24c3c33e7981e, 0xb05d6a1ed99ac, 0x1167a5f71c13),
        new(0x4e593c2d0ddd6, 0x8ed3295fa6135, 0x2a48f8c1f5e57, 0x5bd8d4cfb066e, 0x3cd65d4e1d73));

    /// <summary>b of the curve.</summary>
    internal static FieldElement B => new(0x30632bc0dd422, 0xb09b537ab70d2, 0xa51c3c71cf379, 0x2c8527981505e, 0x40fe188da20e);

    /// <summary>Whether y^2 = x^3 - 3x + b.</summary>
    internal bool IsOnCurve()
    {
        FieldElement.Square(out var xx, X);
        FieldElement.Multiply(out var xxx, xx, X);
        FieldElement.Square(out var yy, Y);
        var b = B;
        var right = FieldElement.Reduce(
            xxx.L0 - 3 * X.L0 + b.L0, xxx.L1 - 3 * X.L1 + b.L1, xxx.L2 - 3 * X.L2 + b.L2, xxx.L3 - 3 * X.L3 + b.L3, xxx.L4 - 3 * X.L4 + b.L4);
        return FieldElement.AreEqual(yy, right);
    }

    /// <summary>(x z^2, y z^3): onto the curve on which a point whose Z this is has Z = 1, or back from it by the inverse.</summary>
    internal AffinePoint Map(in FieldElement z)
    {
        FieldElement.Square(out var square, z);
        FieldElement.Multiply(out var cube, square, z);
        return new(FieldElement.Times(X, square), FieldElement.Times(Y, cube));
    }

    /// <summary>The opposite point where the mask is all ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AffinePoint NegateIf(ulong mask)
    {
        FieldElement.Subtract(out var opposite, default, Y);
        return new(X, FieldElement.Select(mask, opposite, Y));
    }
}
