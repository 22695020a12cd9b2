using System.Globalization;
using System.Text;

namespace Trust.Web;

/// <summary>
/// A guilloche rosette: between two waving envelopes one line swings to and fro; copies turned by a lobe each weave the net.
/// The number of swings shares no factor with the number of lobes, so that every copy has its own phase.
/// The same input gives the same bytes.
/// </summary>
internal static class Rosette
{
    /// <summary>Edge of the drawing's own coordinates.</summary>
    internal const int Edge = 1000;

    private const int Lobes = 18;

    private sealed record Ring(double Inner, double InnerWave, double Outer, double OuterWave, int Swings);

    private static readonly Ring[] Rings =
    [
        new(332, 10, 482, 17, 11),
        new(203, 0, 330, 18, 11),
        new(122, 0, 206, 0, 13),
        new(62, 5, 116, 0, 11),
    ];

    private static readonly string[] Lines = [.. Rings.Select(Line)];

    /// <summary>The drawing's elements. Ids start with the prefix, which must be unique on the page.</summary>
    internal static string Inner(string prefix)
    {
        var svg = new StringBuilder(24_000);
        for (var ring = 0; ring < Lines.Length; ring++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<path id="{prefix}{ring}" d="{Lines[ring]}"/>""");
            for (var turn = 1; turn < Lobes; turn++)
                svg.Append(CultureInfo.InvariantCulture, $"""<use href="#{prefix}{ring}" transform="rotate({turn * 360 / Lobes} 500 500)"/>""");
        }

        return svg.ToString();
    }

    private static string Line(Ring ring)
    {
        // Sixteen points a lobe: at hairline width the corners cannot be seen.
        const int points = Lobes * 16;
        var path = new StringBuilder(points * 8);
        var (fromX, fromY) = At(ring, 0, points);
        path.Append(CultureInfo.InvariantCulture, $"M{fromX} {fromY}");
        for (var point = 1; point <= points; point++)
        {
            var (x, y) = At(ring, point, points);
            path.Append(CultureInfo.InvariantCulture, $"l{x - fromX}{(y - fromY < 0 ? "" : " ")}{y - fromY}");
            (fromX, fromY) = (x, y);
        }

        return path.Append('z').ToString();
    }

    private static (int X, int Y) At(Ring ring, int point, int points)
    {
        var angle = Math.Tau * point / points;
        var wave = Math.Cos(Lobes * angle);
        var inner = ring.Inner + (ring.InnerWave * wave);
        var outer = ring.Outer + (ring.OuterWave * wave);
        var radius = inner + ((outer - inner) * (0.5 + (0.5 * Math.Cos(ring.Swings * angle))));
        return ((int)Math.Round(500 + (radius * Math.Cos(angle))), (int)Math.Round(500 + (radius * Math.Sin(angle))));
    }
}
