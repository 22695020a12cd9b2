using System.Buffers.Binary;
using System.Text;

namespace Trust.Documents.Fonts;

/// <summary>How glyphs of a subset are numbered.</summary>
public enum GlyphNumbering
{
    /// <summary>Anew, without gaps: the smallest file.</summary>
    Compact,

    /// <summary>As in the whole font, unused glyphs empty: for text that was already written by glyph index (PDF).</summary>
    Kept,
}

/// <summary>
/// A font reduced to the characters of one document. Its <c>cmap</c> (one subtable, format 12) names only those characters, so that text taken
/// from the document is what was written and not a Kangxi radical that shares the glyph. Hinting, layout and vertical tables are left out.
/// </summary>
public static class FontSubset
{
    /// <summary>Makes a subset.</summary>
    /// <param name="font">The whole font.</param>
    /// <param name="characters">Characters to keep; those without a glyph are left out, order and repetition do not matter.</param>
    /// <param name="numbering">How glyphs are numbered.</param>
    /// <returns>A whole .ttf file, the same bytes for the same arguments.</returns>
    public static byte[] Create(TrueTypeFont font, IEnumerable<Rune> characters, GlyphNumbering numbering = GlyphNumbering.Compact)
    {
        ArgumentNullException.ThrowIfNull(font);
        ArgumentNullException.ThrowIfNull(characters);
        var wanted = new SortedDictionary<int, ushort>();
        foreach (var character in characters)
        {
            if (font.TryGetGlyph(character, out var glyph))
            {
                wanted[character.Value] = glyph;
            }
        }

        var used = new SortedSet<ushort> { 0 };
        foreach (var glyph in wanted.Values)
        {
            Close(font, glyph, used);
        }

        ushort[] glyphs = numbering == GlyphNumbering.Kept
            ? [.. Enumerable.Range(0, used.Max + 1).Select(index => (ushort)index)]
            : [.. used];
        return Assemble(font, wanted, used, glyphs);
    }

    // The reader of the font has bounded the nesting.
    private static void Close(TrueTypeFont font, ushort glyph, SortedSet<ushort> used)
    {
        if (!used.Add(glyph))
        {
            return;
        }

        foreach (var (component, _) in CompositeGlyph.Components(font.GlyphData(glyph).Span))
        {
            Close(font, component, used);
        }
    }

    private static byte[] Assemble(TrueTypeFont font, SortedDictionary<int, ushort> wanted, SortedSet<ushort> used, ushort[] glyphs)
    {
        var numbers = new Dictionary<ushort, ushort>(glyphs.Length);
        for (var i = 0; i < glyphs.Length; i++)
        {
            numbers[glyphs[i]] = (ushort)i;
        }

        var (loca, glyf) = Outlines(font, used, glyphs, numbers);
        var head = font.Tables["head"].Span[..54].ToArray();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var hhea = font.Tables["hhea"].Span[..36].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)glyphs.Length);
        var maxp = font.Tables["maxp"].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)glyphs.Length);
        var map = wanted.ToDictionary(pair => pair.Key, pair => numbers[pair.Value]);
        return FontFile.Write(
        [
            ("OS/2", font.Tables["OS/2"].ToArray()),
            ("cmap", FontFile.CharacterMap(map)),
            ("glyf", glyf),
            ("head", head),
            ("hhea", hhea),
            ("hmtx", Metrics(font, used, glyphs)),
            ("loca", loca),
            ("maxp", maxp),
            ("name", FontNames.Reduce(font.Tables["name"].Span)),
            ("post", FontFile.PostScript(font.Tables["post"].Span)),
        ]);
    }

    private static (byte[] Loca, byte[] Glyf) Outlines(
        TrueTypeFont font, SortedSet<ushort> used, ushort[] glyphs, Dictionary<ushort, ushort> numbers)
    {
        var loca = new byte[(glyphs.Length + 1) * 4];
        using var glyf = new MemoryStream();
        for (var i = 0; i < glyphs.Length; i++)
        {
            if (used.Contains(glyphs[i]))
            {
                glyf.Write(CompositeGlyph.Renumber(font.GlyphData(glyphs[i]).Span, numbers));
                glyf.Write("\0\0\0"u8[..(int)(-glyf.Length & 3)]);
            }

            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan((i + 1) * 4), (uint)glyf.Length);
        }

        return (loca, glyf.ToArray());
    }

    private static byte[] Metrics(TrueTypeFont font, SortedSet<ushort> used, ushort[] glyphs)
    {
        var metrics = new byte[glyphs.Length * 4];
        for (var i = 0; i < glyphs.Length; i++)
        {
            if (used.Contains(glyphs[i]))
            {
                BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(i * 4), (ushort)font.AdvanceWidth(glyphs[i]));
                BinaryPrimitives.WriteInt16BigEndian(metrics.AsSpan((i * 4) + 2), font.LeftSideBearing(glyphs[i]));
            }
        }

        return metrics;
    }
}
