using System.Text;
using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>Text objects (clause 11): each glyph at its own place, from the embedded font or a substitute.</summary>
internal sealed class TextDrawing(DrawContext context)
{
    private const int BoldFrom = 600;

    public void Draw(TextObject text, DrawStyle style)
    {
        using var fill = text.Fill ? style.FillPaint(SKColors.Black) : null;
        using var stroke = text.Stroke ? style.StrokePaint() : null;
        if (fill is null && stroke is null)
        {
            return;
        }

        using var outline = Outline(text);
        if (fill is not null)
        {
            context.Canvas.DrawPath(outline, fill);
        }

        if (stroke is not null)
        {
            context.Canvas.DrawPath(outline, stroke);
        }
    }

    /// <summary>All glyphs as one path in object coordinates.</summary>
    public SKPath Outline(TextObject text)
    {
        using var whole = new SKPathBuilder();
        var size = text.Size is > 0 and < 10_000 ? text.Size : 0;
        if (size > 0)
        {
            var choice = context.Fonts.For(text.Font);
            double x = 0, y = 0;
            foreach (var code in text.Codes)
            {
                x = code.X ?? x;
                y = code.Y ?? y;
                Code(whole, text, choice, code, x, y, (float)size);
            }
        }

        return whole.Detach();
    }

    private void Code(SKPathBuilder whole, TextObject text, FontChoice choice, TextCode code, double x, double y, float size)
    {
        var natural = code.DeltaX.Length == 0 && code.DeltaY.Length == 0;
        var read = Turn(text.ReadDirection);
        var at = 0;
        foreach (var glyph in Glyphs(choice, code))
        {
            using var font = glyph.Typeface is null ? null : Font(glyph.Typeface, text, choice, size);
            if (font is not null && glyph.Id != 0)
            {
                if (glyph.Typeface != choice.Embedded && code.DeltaX.Length > 0)
                {
                    Condense(font, glyph.Id, code.DeltaX[Math.Min(at, code.DeltaX.Length - 1)], size);
                }

                Add(whole, font, glyph.Id, text.CharDirection, (float)x, (float)y);
            }

            if (at < code.DeltaX.Length || at < code.DeltaY.Length)
            {
                x += at < code.DeltaX.Length ? code.DeltaX[at] : 0;
                y += at < code.DeltaY.Length ? code.DeltaY[at] : 0;
            }
            else if (natural || code.DeltaY.Length == 0)
            {
                // No advance is given: the font's own, along the reading direction.
                double advance = font?.GetGlyphWidths((ReadOnlySpan<ushort>)[glyph.Id])[0] ?? size;
                x += advance * read.Cos;
                y += advance * read.Sin;
            }

            at++;
        }
    }

    private IEnumerable<(ushort Id, SKTypeface? Typeface)> Glyphs(FontChoice choice, TextCode code)
    {
        var runes = code.Text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            // Glyph numbers mean the embedded font only.
            if (choice.Embedded is { } embedded && code.Transforms.FirstOrDefault(candidate => candidate.CodePosition == i && candidate.Glyphs.Count > 0) is { } transform)
            {
                foreach (var glyph in transform.Glyphs.Take(transform.GlyphCount))
                {
                    yield return ((ushort)glyph, embedded);
                }

                i += Math.Min(transform.CodeCount, runes.Length) - 1;
                continue;
            }

            yield return Rune.IsControl(runes[i]) ? ((ushort)0, null) : context.Fonts.Find(choice, runes[i].Value);
        }
    }

    private static SKFont Font(SKTypeface typeface, TextObject text, FontChoice choice, float size)
    {
        var substituted = typeface != choice.Embedded;
        return new(typeface, size, (float)(text.HScale is > 0 and < 100 ? text.HScale : 1))
        {
            Subpixel = true,
            LinearMetrics = true,
            Hinting = SKFontHinting.None,
            Embolden = (text.Weight >= BoldFrom || (substituted && choice.Bold)) && !typeface.IsBold,
            SkewX = (text.Italic || (substituted && choice.Italic)) && !typeface.IsItalic ? -0.25f : 0,
        };
    }

    // The file gives half-width letters half an em; a letter of a substituted font that is wider would lie over the next.
    private static void Condense(SKFont font, ushort glyph, double advance, float size)
    {
        var own = font.GetGlyphWidths((ReadOnlySpan<ushort>)[glyph])[0];
        if (advance > 0 && advance < own && own < 0.95 * size * font.ScaleX)
        {
            font.ScaleX *= (float)(advance / own);
        }
    }

    private static void Add(SKPathBuilder whole, SKFont font, ushort glyph, int direction, float x, float y)
    {
        using var shape = font.GetGlyphPath(glyph);
        if (shape is null || shape.IsEmpty)
        {
            return;
        }

        var place = SKMatrix.CreateTranslation(x, y);
        if (direction % 360 != 0)
        {
            place = SKMatrix.Concat(place, SKMatrix.CreateRotationDegrees(direction % 360));
        }

        whole.AddPath(shape, in place, SKPathAddMode.Append);
    }

    private static (double Cos, double Sin) Turn(int degrees) => (((degrees % 360) + 360) % 360) switch { 90 => (0, 1), 180 => (-1, 0), 270 => (0, -1), _ => (1, 0) };
}
