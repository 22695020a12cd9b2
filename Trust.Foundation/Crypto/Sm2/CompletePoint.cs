namespace Trust.Crypto;

/// <summary>
/// Any point of the curve, infinity too, in homogeneous coordinates (x = X/Z, y = Y/Z), with the complete addition of Renes, Costello and Batina (2016, algorithm 4, for
/// a = -3): one formula without exceptions. Slower; for the few scalars for which the fast ways meet equal or opposite points, and as their check in tests.
/// </summary>
internal readonly struct CompletePoint
{
    private readonly FieldElement _x, _y, _z;

    private CompletePoint(in FieldElement x, in FieldElement y, in FieldElement z) => (_x, _y, _z) = (x, y, z);

    internal CompletePoint(in AffinePoint point)
        : this(FieldElement.Reduce(point.X), FieldElement.Reduce(point.Y), FieldElement.One)
    {
    }

    internal static CompletePoint Infinity => new(FieldElement.Zero, FieldElement.One, FieldElement.Zero);

    internal bool IsInfinity => _z.IsZero() != 0;

    internal AffinePoint ToAffine()
    {
        var inverse = FieldElement.Invert(_z);
        return new(FieldElement.Times(_x, inverse), FieldElement.Times(_y, inverse));
    }

    /// <summary>scalar times the point: the same steps for every scalar.</summary>
    internal static CompletePoint Multiply(in AffinePoint point, in ScalarElement scalar)
    {
        scalar.Pack(out var w0, out var w1, out var w2, out var w3);
        ReadOnlySpan<ulong> words = [w0, w1, w2, w3];
        var (one, sum) = (new CompletePoint(point), Infinity);
        for (var bit = 255; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            var more = Add(sum, one);
            var mask = 0 - (words[bit >> 6] >> (bit & 63) & 1);
            sum = new(FieldElement.Select(mask, more._x, sum._x), FieldElement.Select(mask, more._y, sum._y), FieldElement.Select(mask, more._z, sum._z));
        }

        return sum;
    }

    internal static CompletePoint Add(in CompletePoint p, in CompletePoint q)
    {
        var t0 = Product(p._x, q._x);
        var t1 = Product(p._y, q._y);
        var t2 = Product(p._z, q._z);
        var t3 = Difference(Product(Sum(p._x, p._y), Sum(q._x, q._y)), Sum(t0, t1));
        var t4 = Difference(Product(Sum(p._y, p._z), Sum(q._y, q._z)), Sum(t1, t2));
        var y = Difference(Product(Sum(p._x, p._z), Sum(q._x, q._z)), Sum(t0, t2));
        var x = Triple(Difference(y, Product(AffinePoint.B, t2)));
        var z = Difference(t1, x);
        x = Sum(t1, x);
        t2 = Triple(t2);
        y = Triple(Difference(Difference(Product(AffinePoint.B, y), t2), t0));
        t0 = Difference(Triple(t0), t2);
        return new(
            Difference(Product(t3, x), Product(t4, y)),
            Sum(Product(x, z), Product(t0, y)),
            Sum(Product(t4, z), Product(t3, t0)));
    }

    private static FieldElement Product(in FieldElement a, in FieldElement b) => FieldElement.Reduce(FieldElement.Times(a, b));

    private static FieldElement Sum(in FieldElement a, in FieldElement b) => FieldElement.Reduce(a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4);

    private static FieldElement Difference(in FieldElement a, in FieldElement b) => FieldElement.Reduce(a.L0 - b.L0, a.L1 - b.L1, a.L2 - b.L2, a.L3 - b.L3, a.L4 - b.L4);

    private static FieldElement Triple(in FieldElement a) => FieldElement.Reduce(a.L0 * 3, a.L1 * 3, a.L2 * 3, a.L3 * 3, a.L4 * 3);
}
