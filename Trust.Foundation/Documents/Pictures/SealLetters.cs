using System.Runtime.CompilerServices;
using SkiaSharp;
using Trust.Documents.Fonts;
using Trust.Documents.Writing;

namespace Trust.Documents.Pictures;

/// <summary>Outline of one character in an em of 1: origin at its left on the baseline, y down.</summary>
internal sealed record Letter(SKPath Outline, double Advance, SKRect Ink);

/// <summary>Outlines of characters, taken from the fonts of a set.</summary>
internal sealed class SealLetters(FontSet fonts)
{
    private const float OutlineSize = 1000;

    private static readonly ConditionalWeakTable<TrueTypeFont, SKTypeface> Typefaces = [];

    public WritingFault? TryMake(FontFace face, string text, out IReadOnlyList<Letter> letters)
    {
        List<Letter> made = [];
        letters = made;
        if (OfdText.CheckDrawn(text) is { } illegal)
        {
            return illegal;
        }

        foreach (var character in text.EnumerateRunes())
        {
            if (!fonts.TryFind(face, character, out var font, out var glyph))
            {
                return OfdText.Missing(character);
            }

            made.Add(Make(font, glyph));
        }

        return null;
    }

    private static Letter Make(TrueTypeFont font, ushort glyph)
    {
        var typeface = Typefaces.GetValue(font, static source =>
        {
            using var data = SKData.CreateCopy(source.Data.Span);
            return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {source.Name} cannot be drawn.");
        });
        using var drawn = new SKFont(typeface, OutlineSize) { Hinting = SKFontHinting.None, LinearMetrics = true };
        using var path = drawn.GetGlyphPath(glyph);
        var outline = new SKPath();
        path?.Transform(SKMatrix.CreateScale(1 / OutlineSize, 1 / OutlineSize), outline);
        return new(outline, (double)font.AdvanceWidth(glyph) / font.UnitsPerEm, outline.TightBounds);
    }
}

/// <summary>All texts of a seal as outlines.</summary>
internal sealed record SealTexts(
    IReadOnlyList<Letter> Arc, IReadOnlyList<Letter> Line, IReadOnlyList<Letter> Centre, IReadOnlyList<Letter> Code, IReadOnlyList<Letter> Sample)
{
    public static WritingFault? TryMake(SealPictureRequest request, SealLetters letters, out SealTexts? texts)
    {
        texts = null;
        IReadOnlyList<Letter> arc = [], line = [], centre = [], code = [], sample = [];
        var fault = letters.TryMake(FontFace.SerifBold, request.ArcText, out arc)
            ?? letters.TryMake(FontFace.SerifBold, request.LineText ?? "", out line)
            ?? letters.TryMake(FontFace.SerifBold, request.CentreText ?? "", out centre)
            ?? letters.TryMake(FontFace.Sans, request.Code ?? "", out code)
            ?? letters.TryMake(FontFace.SansBold, request.IsSample ? "样章" : "", out sample);
        texts = fault is null ? new(arc, line, centre, code, sample) : null;
        return fault;
    }
}
