namespace Trust.Documents.Pictures;

/// <summary>An ellipse about the middle of a seal, millimetres; a circle where both axes are equal.</summary>
/// <param name="A">Half width.</param>
/// <param name="B">Half height.</param>
internal readonly record struct Ellipse(double A, double B)
{
    public Ellipse Inset(double distance) => new(A - distance, B - distance);

    /// <summary>Half of the width at a height (0 is the middle).</summary>
    public double HalfWidthAt(double y) => Math.Abs(y) >= B ? 0 : A * Math.Sqrt(1 - (y * y / (B * B)));

    /// <summary>Point of a parameter, from the top clockwise, relative to the middle with y down; and the direction outward, radians from the top.</summary>
    public (double X, double Y, double Outward) At(double parameter)
    {
        var (sine, cosine) = Math.SinCos(parameter);
        return (A * sine, -B * cosine, Math.Atan2(B * sine, A * cosine));
    }

    /// <summary>Parameters at equal shares of the length between two parameters.</summary>
    public double[] Spread(double from, double to, IReadOnlyList<double> shares)
    {
        const int Steps = 2000;
        var lengths = new double[Steps + 1];
        for (var i = 1; i <= Steps; i++)
        {
            var (x0, y0, _) = At(from + ((to - from) * (i - 1) / Steps));
            var (x1, y1, _) = At(from + ((to - from) * i / Steps));
            lengths[i] = lengths[i - 1] + Math.Sqrt(((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0)));
        }

        return [.. shares.Select(share => Find(share * lengths[^1]))];

        double Find(double length)
        {
            var index = Math.Clamp(Array.BinarySearch(lengths, length) is var found && found < 0 ? ~found : found, 1, Steps);
            var within = (length - lengths[index - 1]) / Math.Max(lengths[index] - lengths[index - 1], 1e-12);
            return from + ((to - from) * (index - 1 + within) / Steps);
        }
    }

    /// <summary>Length between two parameters.</summary>
    public double Length(double from, double to)
    {
        const int Steps = 720;
        var total = 0.0;
        for (var i = 0; i < Steps; i++)
        {
            var (x0, y0, _) = At(from + ((to - from) * i / Steps));
            var (x1, y1, _) = At(from + ((to - from) * (i + 1) / Steps));
            total += Math.Sqrt(((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0)));
        }

        return total;
    }
}
