using System.Globalization;
using System.Text;
using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>How text looks.</summary>
public sealed record OfdTextStyle
{
    /// <summary>Face; 黑体 style when not said.</summary>
    public FontFace Face { get; init; } = FontFace.Sans;

    /// <summary>Size of the em, millimetres (1 point = 0.3528 mm), more than 0, at most 500.</summary>
    public double Size { get; init; } = 4.23;

    /// <summary>Colour; black when not said.</summary>
    public OfdColor Color { get; init; } = OfdColor.Black;

    /// <summary>Space added after each character, millimetres; may be negative.</summary>
    public double LetterSpacing { get; init; }

    /// <summary>Distance of baselines in a paragraph, as a multiple of <see cref="Size"/>.</summary>
    public double LineHeight { get; init; } = 1.5;

    /// <summary>Indent of the first line of a paragraph, in ems (two for Chinese running text).</summary>
    public double FirstLineIndent { get; init; }

    internal bool IsSound => Size is > 0 and <= 500 && Math.Abs(LetterSpacing) <= 500 && LineHeight is > 0 and <= 20
        && FirstLineIndent is >= 0 and <= 100 && Enum.IsDefined(Face);
}

/// <summary>Where text stands between the edges of its box.</summary>
public enum OfdAlignment
{
    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right edge.</summary>
    Right,

    /// <summary>Lines filled to both edges, the last line of a paragraph at the left (两端对齐).</summary>
    Justify,

    /// <summary>Every line spread to both edges (分散对齐), as names of fields on forms.</summary>
    Distribute,
}

/// <summary>Rules for characters in written documents.</summary>
internal static class OfdText
{
    /// <summary>
    /// What may be drawn. XML 1.0 forbids most control characters and halves of surrogate pairs; format characters (turning the direction,
    /// joining, invisible) would let a document say something else to a reader than to a program.
    /// </summary>
    public static WritingFault? CheckDrawn(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var character))
            {
                return Illegal(text[at]);
            }

            if (Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned || IsVariationSelector(character.Value))
            {
                return Illegal(character.Value);
            }

            at += character.Utf16SequenceLength;
        }

        return null;
    }

    /// <summary>What may stand in XML at all (names, custom data, tags): XML 1.0, production Char.</summary>
    public static WritingFault? CheckStored(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var character) || character.Value is 0xFFFE or 0xFFFF or (< 0x20 and not ('\t' or '\n' or '\r')))
            {
                return Illegal(text[at]);
            }

            at += character.Utf16SequenceLength;
        }

        return null;
    }

    public static WritingFault Missing(Rune character) =>
        new(WritingFaults.GlyphMissing, $"No font has a glyph for {character} (U+{character.Value:X4}).");

    private static bool IsVariationSelector(int value) => value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static WritingFault Illegal(int value) => new(WritingFaults.CharacterIllegal, $"The character U+{value:X4} may not stand in a document.");
}
