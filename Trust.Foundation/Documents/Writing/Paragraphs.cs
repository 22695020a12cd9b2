using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>A laid out line: where it starts in the box, and its glyphs with their final advances.</summary>
internal sealed record Line(double Start, IReadOnlyList<Glyph> Glyphs);

/// <summary>Lays out paragraphs.</summary>
internal static class Paragraphs
{
    public static WritingFault? TryLayOut(FontSet fonts, OfdTextStyle style, string text, double width, OfdAlignment alignment, out List<Line> lines)
    {
        lines = [];
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (TextRuns.TryMeasure(fonts, style, paragraph, out var glyphs) is { } fault)
            {
                return fault;
            }

            var indent = Math.Min(style.FirstLineIndent * style.Size, width);
            var broken = LineBreaking.Lines(glyphs, width, indent);
            for (var i = 0; i < broken.Count; i++)
            {
                lines.Add(Align(broken[i], i == 0 ? indent : 0, width, Effective(alignment, i == broken.Count - 1), style.LetterSpacing));
            }
        }

        return null;
    }

    /// <summary>The baseline under the top of its line, millimetres: ascent and descent in the middle of the line.</summary>
    public static double BaselineInLine(OfdTextStyle style)
    {
        var font = ShippedFonts.Get(style.Face);
        var em = style.Size / font.UnitsPerEm;
        return (((style.Size * style.LineHeight) - ((font.Ascent + font.Descent) * em)) / 2) + (font.Ascent * em);
    }

    private static OfdAlignment Effective(OfdAlignment alignment, bool last) =>
        alignment == OfdAlignment.Justify && last ? OfdAlignment.Left : alignment;

    private static Line Align(List<Glyph> glyphs, double indent, double width, OfdAlignment alignment, double letterSpacing)
    {
        var room = width - indent - (TextRuns.Width(glyphs) - (glyphs.Count > 0 ? letterSpacing : 0));
        return alignment switch
        {
            OfdAlignment.Center => new(indent + (room / 2), glyphs),
            OfdAlignment.Right => new(indent + room, glyphs),
            OfdAlignment.Justify or OfdAlignment.Distribute when glyphs.Count > 1 && room > 0 => new(indent, Spread(glyphs, room)),
            OfdAlignment.Distribute when glyphs.Count == 1 => new(indent + (room / 2), glyphs),
            _ => new(indent, glyphs),
        };
    }

    // Between characters of a Latin word nothing is added as long as the line has another place.
    private static List<Glyph> Spread(List<Glyph> glyphs, double room)
    {
        var open = Enumerable.Range(0, glyphs.Count - 1).Where(i => !(IsLatin(glyphs[i]) && IsLatin(glyphs[i + 1]))).ToHashSet();
        if (open.Count == 0)
        {
            open = [.. Enumerable.Range(0, glyphs.Count - 1)];
        }

        return [.. glyphs.Select((glyph, i) => open.Contains(i) ? glyph with { Advance = glyph.Advance + (room / open.Count) } : glyph)];
    }

    private static bool IsLatin(Glyph glyph) => glyph.Character.Value is > 0x20 and < 0x2000;
}
