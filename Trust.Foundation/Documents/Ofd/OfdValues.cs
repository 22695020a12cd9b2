using System.Globalization;

namespace Trust.Documents.Ofd;

/// <summary>Simple types of GB/T 33190 clause 7.3: ST_ID, ST_Array, ST_Box, numbers. Unreadable is null, never an exception.</summary>
internal static class OfdValues
{
    private const double Largest = 1e7;
    private const int MaxItems = 1_000_000;

    public static ulong? Id(string? text) =>
        ulong.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= Largest ? value : null;

    /// <summary>Numbers between blanks; a broken one ends the list.</summary>
    public static double[] Numbers(string? text)
    {
        var values = new List<double>();
        foreach (var part in Parts(text))
        {
            if (Number(part) is not { } value || values.Count == MaxItems)
            {
                break;
            }

            values.Add(value);
        }

        return [.. values];
    }

    public static OfdBox? Box(string? text) => Numbers(text) is [var x, var y, var width, var height, ..] ? new(x, y, width, height) : null;

    public static IEnumerable<string> Parts(string? text) => (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>DeltaX and DeltaY: numbers, or <c>g count value</c> for a repeated one (clause 11.3). No more than <paramref name="most"/> values.</summary>
    public static double[] Deltas(string? text, int most)
    {
        var values = new List<double>();
        var parts = Parts(text).ToArray();
        for (var i = 0; i < parts.Length && values.Count < most; i++)
        {
            if (parts[i] is "g" or "G")
            {
                if (i + 2 >= parts.Length || !int.TryParse(parts[i + 1], CultureInfo.InvariantCulture, out var count) || Number(parts[i + 2]) is not { } repeated)
                {
                    break;
                }

                for (var n = 0; n < count && values.Count < most; n++)
                {
                    values.Add(repeated);
                }

                i += 2;
            }
            else if (Number(parts[i]) is { } value)
            {
                values.Add(value);
            }
            else
            {
                break;
            }
        }

        return [.. values];
    }
}

/// <summary>ST_Box: origin top left, y down, millimetres.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width; the standard wants more than 0.</param>
/// <param name="Height">Height; the standard wants more than 0.</param>
public readonly record struct OfdBox(double X, double Y, double Width, double Height);
