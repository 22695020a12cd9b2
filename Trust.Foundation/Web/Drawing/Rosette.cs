using System.Globalization;
using System.Text;

namespace Trust.Web;

/// <summary>
/// A guilloche rosette: between two waving envelopes one line swings to and fro; turned copies of it weave the net.
/// The line swings <c>lobes × k + 1</c> times, so each turn by one lobe also shifts it by an equal step of its phase.
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
        new(330, 8, 484, 20, (Lobes * 3) + 1),
        new(205, 0, 335, 22, (Lobes * 5) + 1),
        new(125, 0, 208, 0, (Lobes * 6) + 1),
        new(58, 6, 118, 0, (Lobes * 2) + 1),
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
        // Eight points a swing: at hairline width the corners cannot be seen.
        var points = ring.Swings * 8;
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
