using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Trust.Documents.Fonts;

/// <summary>The faces a document may ask for.</summary>
public enum FontFace
{
    /// <summary>黑体 style, regular weight: running text.</summary>
    Sans,

    /// <summary>黑体 style, bold: headings.</summary>
    SansBold,

    /// <summary>宋体 style, regular weight: text of official papers.</summary>
    Serif,

    /// <summary>宋体 style, bold: titles of licences and seals.</summary>
    SerifBold,
}

/// <summary>
/// Finds for each character the font that has its glyph: the font of the asked face, then fonts that the caller added, then the shipped
/// fallback for rare characters. Immutable.
/// </summary>
public sealed class FontSet
{
    private readonly TrueTypeFont[] _added;

    private FontSet(TrueTypeFont[] added) => _added = added;

    /// <summary>The fonts that come with the program: GB/T 2312 in four faces, about 30,000 characters in <see cref="FontFace.Sans"/>.</summary>
    public static FontSet Shipped { get; } = new([]);

    /// <summary>The file of a shipped font, TrueType: for whoever draws text that brings no font along.</summary>
    /// <param name="face">Face.</param>
    public static ReadOnlyMemory<byte> FileOf(FontFace face) => ShippedFonts.Get(face).Data;

    /// <summary>This set and one font more, asked before the shipped fallback.</summary>
    /// <param name="font">The font.</param>
    /// <returns>A new set.</returns>
    public FontSet With(TrueTypeFont font)
    {
        ArgumentNullException.ThrowIfNull(font);
        return new([.. _added, font]);
    }

    /// <summary>Finds the font of a character.</summary>
    /// <param name="face">The face asked for.</param>
    /// <param name="character">The character, all planes of Unicode.</param>
    /// <param name="font">A font that has it, when true.</param>
    /// <param name="glyph">The glyph in that font, when true.</param>
    /// <returns>False when no font has a visible glyph for it.</returns>
    public bool TryFind(FontFace face, Rune character, [NotNullWhen(true)] out TrueTypeFont? font, out ushort glyph)
    {
        foreach (var candidate in Candidates(face))
        {
            if (candidate.TryGetGlyph(character, out glyph))
            {
                font = candidate;
                return true;
            }
        }

        (font, glyph) = (null, 0);
        return false;
    }

    /// <summary>The first character of a text that no font can show.</summary>
    /// <param name="face">The face asked for.</param>
    /// <param name="text">Any text; half a surrogate pair counts as U+FFFD.</param>
    /// <returns>The character, or null when every one has a glyph.</returns>
    public Rune? FindMissing(FontFace face, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var character in text.EnumerateRunes())
        {
            if (!TryFind(face, character, out _, out _))
            {
                return character;
            }
        }

        return null;
    }

    private IEnumerable<TrueTypeFont> Candidates(FontFace face)
    {
        yield return ShippedFonts.Get(face);
        foreach (var font in _added)
        {
            yield return font;
        }

        yield return ShippedFonts.Rare;
    }
}
