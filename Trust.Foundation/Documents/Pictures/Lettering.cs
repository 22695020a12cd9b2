using SkiaSharp;

namespace Trust.Documents.Pictures;

/// <summary>Adds outlines of characters to a figure, stretched to the size and place they get.</summary>
internal static class Lettering
{
    // A Chinese character fills its em from 0.12 under the baseline to 0.88 over it.
    private const double Descent = 0.12;
    private const double CapHeight = 0.733;

    /// <summary>A character whose em box stands on a point, turned so that its top points outward.</summary>
    public static void Standing(SKPathBuilder figure, Letter letter, double x, double y, double outward, double width, double height) =>
        Add(figure, letter, x, y, outward, width, height, -letter.Advance / 2, -Descent);

    /// <summary>A character in the middle of a point, upright.</summary>
    public static void Centred(SKPathBuilder figure, Letter letter, double x, double y, double width, double height) =>
        Add(figure, letter, x, y, 0, width, height, -letter.Ink.MidX, -letter.Ink.MidY);

    /// <summary>A straight line of text about the vertical axis, as narrow as its room demands.</summary>
    public static void Straight(SKPathBuilder figure, Ellipse outer, IReadOnlyList<Letter> letters, double y, double height, double room)
    {
        var total = letters.Sum(letter => letter.Advance);
        var width = StraightWidth(letters, height, room) / total;
        height = Math.Min(height, width / 0.5);
        var x = outer.A - (total * width / 2);
        foreach (var letter in letters)
        {
            Add(figure, letter, x, outer.B + y, 0, width, height, 0, 0.5 - Descent);
            x += letter.Advance * width;
        }
    }

    /// <summary>Width that a straight line of text takes.</summary>
    public static double StraightWidth(IReadOnlyList<Letter> letters, double height, double room) =>
        Math.Min(height * 0.82 * letters.Sum(letter => letter.Advance), room);

    /// <summary>Text along the lower arc with its feet outward, read from left to right.</summary>
    public static void AlongBottom(SKPathBuilder figure, Ellipse outer, IReadOnlyList<Letter> letters, Ellipse baseline, double size, double spacing)
    {
        var total = letters.Sum(letter => (letter.Advance * size) + spacing);
        var inner = baseline.Inset(size * CapHeight);
        var half = HalfAngle(inner, total);
        List<double> shares = [];
        var before = 0.0;
        foreach (var letter in letters)
        {
            var width = (letter.Advance * size) + spacing;
            shares.Add((before + (width / 2)) / total);
            before += width;
        }

        var places = baseline.Spread(Math.PI + half, Math.PI - half, shares);
        for (var i = 0; i < letters.Count; i++)
        {
            var (x, y, outward) = baseline.At(places[i]);
            Add(figure, letters[i], outer.A + x, outer.B + y, outward + Math.PI, size, size, -letters[i].Advance / 2, 0);
        }
    }

    // The part of the lower curve that has the given length; half of the curve at most.
    private static double HalfAngle(Ellipse curve, double length)
    {
        var (low, high) = (0.0, Math.PI / 2);
        for (var i = 0; i < 30; i++)
        {
            var half = (low + high) / 2;
            (low, high) = curve.Length(Math.PI - half, Math.PI + half) < length ? (half, high) : (low, half);
        }

        return high;
    }

    private static void Add(
        SKPathBuilder figure, Letter letter, double x, double y, double turn, double width, double height, double shiftX, double shiftY)
    {
        var matrix = SKMatrix.CreateTranslation((float)shiftX, (float)shiftY)
            .PostConcat(SKMatrix.CreateScale((float)width, (float)height))
            .PostConcat(SKMatrix.CreateRotation((float)turn))
            .PostConcat(SKMatrix.CreateTranslation((float)x, (float)y));
        figure.AddPath(letter.Outline, in matrix, SKPathAddMode.Append);
    }
}
