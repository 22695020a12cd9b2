using SkiaSharp;

namespace Trust.Documents.Pictures;

/// <summary>A row of characters that stand on a curve.</summary>
/// <param name="Letters">The characters.</param>
/// <param name="Baseline">Curve under their em boxes.</param>
/// <param name="Height">Height of the em, millimetres.</param>
/// <param name="Width">Width of a whole em, millimetres.</param>
/// <param name="Half">Half of the angle the row takes (parameter of the ellipse).</param>
internal sealed record ArcRow(IReadOnlyList<Letter> Letters, Ellipse Baseline, double Height, double Width, double Half)
{
    public void Draw(SKPathBuilder figure, Ellipse outer)
    {
        var total = Letters.Sum(letter => letter.Advance);
        List<double> shares = [];
        var before = 0.0;
        foreach (var letter in Letters)
        {
            shares.Add((before + (letter.Advance / 2)) / total);
            before += letter.Advance;
        }

        var places = Baseline.Spread(-Half, Half, shares);
        for (var i = 0; i < Letters.Count; i++)
        {
            var (x, y, outward) = Baseline.At(places[i]);
            Lettering.Standing(figure, Letters[i], outer.A + x, outer.B + y, outward, Width, Height);
        }
    }
}

/// <summary>
/// Chooses size, spacing and number of rows for a name of any length: few characters spread over a short arc, more take more of the ring, then they become
/// narrower, then lower, and from about 25 on they run in two rows, the upper one first.
/// </summary>
internal static class ArcRows
{
    private const double TallestShare = 6.2 / 42;
    private const double LowestShare = 3.6 / 42;
    private const double TwoRowHeight = 4.3 / 42;
    private const double RowGap = 0.8 / 42;
    private const int MostInOneRow = 24;
    private const double Widest = 0.84;
    private const double Narrowest = 0.52;

    /// <summary>Places a name.</summary>
    /// <param name="letters">The name.</param>
    /// <param name="top">Curve over the characters.</param>
    /// <param name="unit">Width that shares of lengths refer to, millimetres.</param>
    /// <param name="widest">Largest part of the curve that is taken, degrees.</param>
    public static List<ArcRow> Place(IReadOnlyList<Letter> letters, Ellipse top, double unit, double widest)
    {
        if (letters.Sum(letter => letter.Advance) <= MostInOneRow)
        {
            return [Row(letters, top, TallestShare * unit, LowestShare * unit, widest)];
        }

        // The inner curve is shorter: it takes fewer characters at the same spacing.
        var height = TwoRowHeight * unit * (top.B / top.A);
        var innerTop = top.Inset(height + (RowGap * unit));
        var share = (top.A - height) / (top.A - height + innerTop.A - height);
        var first = (int)Math.Round(letters.Count * share);
        return
        [
            Row([.. letters.Take(first)], top, height, height * 0.8, widest),
            Row([.. letters.Skip(first)], innerTop, height * 0.92, height * 0.7, widest),
        ];
    }

    private static ArcRow Row(IReadOnlyList<Letter> letters, Ellipse top, double tallest, double lowest, double widestDegrees)
    {
        var total = letters.Sum(letter => letter.Advance);
        var half = widestDegrees * (1 - Math.Exp(-(total + 0.4) / 5.0)) / 2 * Math.PI / 180;
        for (var height = tallest; ; height -= tallest * 0.02)
        {
            var baseline = top.Inset(height);
            var width = Math.Min(height * Widest, baseline.Length(-half, half) / total * 0.97);
            if (width >= height * Narrowest || height <= lowest)
            {
                return new(letters, baseline, height, width, half);
            }
        }
    }
}
