using System.Runtime.CompilerServices;

namespace Trust.Crypto;

/// <summary>
/// As it says, one number after another. It takes no inversion to get multiples with Z = 1 on a common curve, and any a is doubled as fast as -3 where T = a Z^4 goes along (modified
/// Jacobian coordinates; Cohen, Miyaji and Ono 1998).
/// </summary>
internal struct MappedPoint : IMappedSum<MappedPoint>
{
    private FieldElement factor, scale, t;
    private CurvePoint point;

    /// <inheritdoc/>
    public static MappedPoint Begin(in AffinePoint first, in FieldElement scale)
    {
        var factor = FactorOf(scale);
        return new() { point = new(first), scale = scale, factor = factor, t = factor };
    }

    /// <inheritdoc/>
    public readonly CurvePoint Value => point with { Z = FieldElement.Times(point.Z, scale) };

    /// <summary>a of the mapped curve, -3 scale^4, reduced.</summary>
    internal static FieldElement FactorOf(in FieldElement scale)
    {
        FieldElement.Square(out var square, scale);
        FieldElement.Square(out var fourth, square);
        var three = new FieldElement(fourth.L0 * 3, fourth.L1 * 3, fourth.L2 * 3, fourth.L3 * 3, fourth.L4 * 3);
        FieldElement.Subtract(out var opposite, default, FieldElement.Reduce(three));
        return FieldElement.Reduce(opposite);
    }

    /// <summary>
    /// P, 3P, 5P ... on a common curve: each addition of 2P makes the difference of both x the new Z, by which 2P is mapped too; going back, the earlier ones are mapped by all Z behind
    /// them.
    /// </summary>
    /// <returns>Z of that curve's points on the curve itself.</returns>
    internal static FieldElement OddMultiples(in AffinePoint key, Span<AffinePoint> multiples)
    {
        var twice = new CurvePoint(key);
        twice.Double();
        var step = new AffinePoint(twice.X, twice.Y);
        multiples[0] = key.Map(twice.Z);
        var sum = new CurvePoint(multiples[0]);
        Span<FieldElement> factors = stackalloc FieldElement[multiples.Length];
        for (var index = 1; index < multiples.Length; index++)
        {
            sum.Z = FieldElement.One;
            sum.Add(step);
            multiples[index] = new(sum.X, sum.Y);
            factors[index] = sum.Z;
            if (index < multiples.Length - 1)
            {
                step = step.Map(sum.Z);
            }
        }

        var scale = FieldElement.One;
        for (var index = multiples.Length - 2; index >= 0; index--)
        {
            scale = FieldElement.Times(scale, factors[index + 1]);
            multiples[index] = multiples[index].Map(scale);
        }

        return FieldElement.Times(scale, twice.Z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Double(bool isLast)
    {
        FieldElement.Square(out var xx, point.X);
        FieldElement.Square(out var yy, point.Y);
        FieldElement.Multiply(out var beta, point.X, yy);
        FieldElement.Square(out var yyyy, yy);
        var alpha = new FieldElement(xx.L0 * 3 + t.L0, xx.L1 * 3 + t.L1, xx.L2 * 3 + t.L2, xx.L3 * 3 + t.L3, xx.L4 * 3 + t.L4);
        FieldElement.Square(out var square, alpha);
        FieldElement.Add(out var twice, point.Y, point.Y);
        FieldElement.Multiply(out point.Z, twice, point.Z);

        // X = alpha^2 - 8 beta, Y = alpha (4 beta - X) - 8 y^4, T = 16 y^4 T.
        point.X = FieldElement.Reduce(
            square.L0 - (beta.L0 << 3), square.L1 - (beta.L1 << 3), square.L2 - (beta.L2 << 3), square.L3 - (beta.L3 << 3), square.L4 - (beta.L4 << 3));
        var four = new FieldElement(beta.L0 << 2, beta.L1 << 2, beta.L2 << 2, beta.L3 << 2, beta.L4 << 2);
        FieldElement.Subtract(out var d, four, point.X);
        FieldElement.Multiply(out var product, alpha, d);
        point.Y = FieldElement.Reduce(
            product.L0 - (yyyy.L0 << 3), product.L1 - (yyyy.L1 << 3), product.L2 - (yyyy.L2 << 3), product.L3 - (yyyy.L3 << 3), product.L4 - (yyyy.L4 << 3));
        if (!isLast)
        {
            FieldElement.Multiply(out t, FieldElement.Reduce(yyyy.L0 << 4, yyyy.L1 << 4, yyyy.L2 << 4, yyyy.L3 << 4, yyyy.L4 << 4), t);
        }
    }

    /// <inheritdoc/>
    public void Add(in AffinePoint other)
    {
        point.Add(other);
        FieldElement.Square(out var square, point.Z);
        FieldElement.Square(out var fourth, square);
        FieldElement.Multiply(out t, fourth, factor);
    }
}
