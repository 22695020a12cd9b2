using System.Globalization;

namespace Trust.Documents.Writing;

/// <summary>A box on a page: millimetres, origin top left, y down (ST_Box).</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width, more than 0.</param>
/// <param name="Height">Height, more than 0.</param>
public readonly record struct OfdBox(double X, double Y, double Width, double Height)
{
    /// <summary>Whether every number is finite, within 100 m, and the box has a size.</summary>
    public bool IsSound => Units.IsSound(X) && Units.IsSound(Y) && Units.IsSound(Width) && Units.IsSound(Height) && Width > 0 && Height > 0;

    /// <summary>The box as it stands in OFD: <c>x y w h</c>, at most four decimals.</summary>
    public override string ToString() => Units.Text(X, Y, Width, Height);
}

/// <summary>A colour with 8 bits a channel (RGB, the default colour space of OFD).</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Alpha">Opacity, 0 to 255.</param>
public readonly record struct OfdColor(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    /// <summary>Black.</summary>
    public static readonly OfdColor Black = new(0, 0, 0);

    /// <summary>The red of seals.</summary>
    public static readonly OfdColor SealRed = new(207, 32, 45);
}

/// <summary>Numbers as OFD writes them.</summary>
internal static class Units
{
    private const double Largest = 100_000;

    public static bool IsSound(double value) => double.IsFinite(value) && Math.Abs(value) <= Largest;

    public static string Text(double value)
    {
        var rounded = Math.Round(value, 4);
        return (rounded == 0 ? 0 : rounded).ToString("0.####", CultureInfo.InvariantCulture);
    }

    public static string Text(params ReadOnlySpan<double> values)
    {
        var texts = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            texts[i] = Text(values[i]);
        }

        return string.Join(' ', texts);
    }
}
