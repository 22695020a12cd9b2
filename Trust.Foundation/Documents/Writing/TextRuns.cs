using System.Text;
using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>A character, the font that draws it and its advance in millimetres.</summary>
internal readonly record struct Glyph(Rune Character, TrueTypeFont Font, double Advance)
{
    public bool IsSpace => Character.Value is ' ' or 0x3000 or 0xA0;
}

/// <summary>Text measured by the metrics of its fonts.</summary>
internal static class TextRuns
{
    public static WritingFault? TryMeasure(FontSet fonts, OfdTextStyle style, string text, out List<Glyph> glyphs)
    {
        glyphs = new(text.Length);
        if (OfdText.CheckDrawn(text) is { } illegal)
        {
            return illegal;
        }

        foreach (var character in text.EnumerateRunes())
        {
            if (!fonts.TryFind(style.Face, character, out var font, out var glyph))
            {
                return OfdText.Missing(character);
            }

            glyphs.Add(new(character, font, (font.AdvanceWidth(glyph) * style.Size / font.UnitsPerEm) + style.LetterSpacing));
        }

        return null;
    }

    public static double Width(IEnumerable<Glyph> glyphs) => glyphs.Sum(glyph => glyph.Advance);

    /// <summary>
    /// Pieces of a line with one font each; white space at the ends of a piece moves the piece instead of standing in it, because readers
    /// differ on leading and trailing space in XML.
    /// </summary>
    public static IEnumerable<TextItem> Pieces(IReadOnlyList<Glyph> glyphs, OfdTextStyle style, double x, double baseline)
    {
        for (var start = 0; start < glyphs.Count;)
        {
            if (glyphs[start].IsSpace)
            {
                x += glyphs[start++].Advance;
                continue;
            }

            var end = start + 1;
            while (end < glyphs.Count && ReferenceEquals(glyphs[end].Font, glyphs[start].Font))
            {
                end++;
            }

            var next = end;
            while (glyphs[end - 1].IsSpace)
            {
                end--;
            }

            var piece = glyphs.Skip(start).Take(end - start).ToArray();
            yield return new TextItem(glyphs[start].Font, style, x, baseline, piece);
            x += Width(glyphs.Skip(start).Take(next - start));
            start = next;
        }
    }
}
