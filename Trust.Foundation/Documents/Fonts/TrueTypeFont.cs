using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Trust.Documents.Fonts;

/// <summary>
/// A font with TrueType outlines (ISO/IEC 14496-22: <c>head hhea maxp hmtx cmap loca glyf</c>), read bounded: whatever is malformed is not a font.
/// Immutable and safe for use by many threads.
/// </summary>
public sealed class TrueTypeFont
{
    /// <summary>Largest font file that is read: 64 MiB.</summary>
    public const int MaximumSizeInBytes = 64 * 1024 * 1024;

    private readonly CharacterMap _characters;
    private readonly int _longMetrics;
    private readonly bool _longOffsets;

    private TrueTypeFont(ReadOnlyMemory<byte> data, FontTables tables, CharacterMap characters, int glyphCount, int longMetrics)
    {
        Data = data;
        Tables = tables;
        _characters = characters;
        GlyphCount = glyphCount;
        _longMetrics = longMetrics;
        var head = tables["head"].Span;
        var hhea = tables["hhea"].Span;
        UnitsPerEm = BinaryPrimitives.ReadUInt16BigEndian(head[18..]);
        _longOffsets = BinaryPrimitives.ReadInt16BigEndian(head[50..]) != 0;
        Ascent = BinaryPrimitives.ReadInt16BigEndian(hhea[4..]);
        Descent = -BinaryPrimitives.ReadInt16BigEndian(hhea[6..]);
        Name = FontNames.FullName(tables["name"].Span);
        FamilyName = FontNames.FamilyName(tables["name"].Span);
    }

    /// <summary>Full name, for instance "Noto Serif SC Bold"; "Font" when the font states none.</summary>
    public string Name { get; }

    /// <summary>Family name, for instance "Noto Serif SC"; "Font" when the font states none.</summary>
    public string FamilyName { get; }

    /// <summary>Font units in one em, 16 to 16384. All metrics below are in these units.</summary>
    public int UnitsPerEm { get; }

    /// <summary>Height above the baseline (<c>hhea</c>), font units.</summary>
    public int Ascent { get; }

    /// <summary>Depth under the baseline (<c>hhea</c>), font units, positive downwards.</summary>
    public int Descent { get; }

    /// <summary>Number of glyphs, 1 to 65535.</summary>
    public int GlyphCount { get; }

    /// <summary>Characters that have a glyph, in the order of their code points.</summary>
    public IEnumerable<Rune> Characters => _characters.Characters;

    /// <summary>Number of characters that have a glyph.</summary>
    public int CharacterCount => _characters.Count;

    internal ReadOnlyMemory<byte> Data { get; }

    internal FontTables Tables { get; }

    /// <summary>Reads a font file.</summary>
    /// <param name="data">The whole .ttf file; it must not change afterwards.</param>
    /// <param name="font">The font, when true.</param>
    /// <returns>False for collections, CFF outlines, missing tables, and offsets or lengths that lie outside.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> data, [NotNullWhen(true)] out TrueTypeFont? font)
    {
        font = null;
        if (data.Length > MaximumSizeInBytes || FontTables.TryRead(data) is not { } tables
            || tables["head"].Length < 54 || tables["hhea"].Length < 36 || tables["maxp"].Length < 6)
        {
            return false;
        }

        var glyphCount = BinaryPrimitives.ReadUInt16BigEndian(tables["maxp"].Span[4..]);
        int longMetrics = BinaryPrimitives.ReadUInt16BigEndian(tables["hhea"].Span[34..]);
        var unitsPerEm = BinaryPrimitives.ReadUInt16BigEndian(tables["head"].Span[18..]);
        var offsetSize = BinaryPrimitives.ReadInt16BigEndian(tables["head"].Span[50..]) != 0 ? 4 : 2;
        if (glyphCount == 0 || longMetrics == 0 || longMetrics > glyphCount || unitsPerEm is < 16 or > 16384
            || tables["hmtx"].Length < (longMetrics * 4) + ((glyphCount - longMetrics) * 2)
            || tables["loca"].Length < (glyphCount + 1) * offsetSize
            || CharacterMap.TryRead(tables["cmap"].Span, glyphCount) is not { } characters)
        {
            return false;
        }

        var read = new TrueTypeFont(data, tables, characters, glyphCount, longMetrics);
        font = read.HasSoundOutlines() ? read : null;
        return font is not null;
    }

    /// <summary>Glyph of a character, all planes of Unicode.</summary>
    /// <param name="character">The character.</param>
    /// <param name="glyph">Its glyph index, at least 1, when true.</param>
    /// <returns>False when the font has none, or an empty outline for a character that is not white space: drawing it would show nothing.</returns>
    public bool TryGetGlyph(Rune character, out ushort glyph)
    {
        glyph = _characters.Glyph(character);
        return glyph != 0 && (Rune.IsWhiteSpace(character) || GlyphData(glyph).Length > 0);
    }

    /// <summary>Advance width of a glyph, font units.</summary>
    /// <param name="glyph">Less than <see cref="GlyphCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such glyph.</exception>
    public int AdvanceWidth(ushort glyph)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(glyph, GlyphCount);
        return BinaryPrimitives.ReadUInt16BigEndian(Tables["hmtx"].Span[(Math.Min((int)glyph, _longMetrics - 1) * 4)..]);
    }

    internal short LeftSideBearing(ushort glyph)
    {
        var at = glyph < _longMetrics ? (glyph * 4) + 2 : (_longMetrics * 4) + ((glyph - _longMetrics) * 2);
        return BinaryPrimitives.ReadInt16BigEndian(Tables["hmtx"].Span[at..]);
    }

    internal ReadOnlyMemory<byte> GlyphData(ushort glyph)
    {
        var start = GlyphOffset(glyph);
        return Tables["glyf"].Slice((int)start, (int)(GlyphOffset(glyph + 1) - start));
    }

    private long GlyphOffset(int glyph)
    {
        var loca = Tables["loca"].Span;
        return _longOffsets
            ? BinaryPrimitives.ReadUInt32BigEndian(loca[(glyph * 4)..])
            : BinaryPrimitives.ReadUInt16BigEndian(loca[(glyph * 2)..]) * 2L;
    }

    private bool HasSoundOutlines()
    {
        var previous = GlyphOffset(0);
        for (var glyph = 1; glyph <= GlyphCount; glyph++)
        {
            var offset = GlyphOffset(glyph);
            if (offset < previous || offset > Tables["glyf"].Length || (offset - previous) is > 0 and < 10)
            {
                return false;
            }

            previous = offset;
        }

        return CompositeGlyph.AreSound(GlyphCount, GlyphData);
    }
}
