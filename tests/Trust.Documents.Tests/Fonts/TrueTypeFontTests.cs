using System.Buffers.Binary;
using System.Text;
using SkiaSharp;
using Trust.Documents.Fonts;

namespace Trust.Documents.Tests.Fonts;

public sealed class TrueTypeFontTests
{
    private static readonly Lazy<byte[]> Regular = new(() => FontFiles.Shipped("NotoSansSC-Regular"));

    public static TheoryData<string> Names => [.. FontMaking.Made.Select(font => font.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shipped_fonts_are_read_and_drawn_by_Skia_with_the_same_metrics(string name)
    {
        var data = FontFiles.Shipped(name);
        Assert.True(TrueTypeFont.TryRead(data, out var font));
        using var typeface = SKTypeface.FromData(SKData.CreateCopy(data));
        Assert.NotNull(typeface);
        Assert.Equal(font.UnitsPerEm, typeface.UnitsPerEm);
        Assert.Equal(font.GlyphCount, typeface.GlyphCount);
        using var drawn = new SKFont(typeface, font.UnitsPerEm) { Hinting = SKFontHinting.None, LinearMetrics = true };
        foreach (var character in font.Characters.Where((_, index) => index % 97 == 0))
        {
            Assert.True(font.TryGetGlyph(character, out var glyph), character.ToString());
            Assert.Equal(drawn.GetGlyph(character.Value), glyph);
            Assert.Equal(font.AdvanceWidth(glyph), drawn.GetGlyphWidths([glyph])[0], 0.01);
        }
    }

    [Theory]
    [InlineData(FontFace.Sans)]
    [InlineData(FontFace.SansBold)]
    [InlineData(FontFace.Serif)]
    [InlineData(FontFace.SerifBold)]
    public void Every_face_has_all_of_GB_2312(FontFace face)
    {
        var font = ShippedFonts.Get(face);
        var missing = FontMaking.Common().Where(character => character.Value is >= 0x4E00 and <= 0x9FFF && !font.TryGetGlyph(character, out _));
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("澜江市市场监督管理局", null)]
    [InlineData("㵲阳河𬭚𫖯𪟝", null)]
    [InlineData("囍😀", "😀")]
    [InlineData("王\uE000", "\uE000")]
    public void Text_is_covered_or_the_missing_character_is_named(string text, string? missing) =>
        Assert.Equal(missing, FontSet.Shipped.FindMissing(FontFace.Sans, text)?.ToString());

    [Fact]
    public void A_rare_character_comes_from_the_fallback_and_an_added_font_goes_before_it()
    {
        var rare = new Rune('㵲');
        Assert.True(FontSet.Shipped.TryFind(FontFace.SerifBold, rare, out var font, out _));
        Assert.Same(ShippedFonts.Rare, font);
        Assert.True(TrueTypeFont.TryRead(FontSubset.Create(ShippedFonts.Rare, [rare]), out var added));
        Assert.True(FontSet.Shipped.With(added).TryFind(FontFace.SerifBold, rare, out font, out _));
        Assert.Same(added, font);
    }

    [Fact]
    public void A_font_with_an_empty_outline_does_not_count_as_having_the_character()
    {
        var data = FontSubset.Create(ShippedFonts.Get(FontFace.Sans), [new Rune('甲'), new Rune(' ')]);
        Assert.True(TrueTypeFont.TryRead(data, out var sound));
        Assert.True(sound.TryGetGlyph(new Rune('甲'), out var glyph));

        // The same font with the outline of 甲 emptied: every offset after it goes back to where it begins.
        var emptied = FontSurgery.EmptyGlyph(data, glyph);
        Assert.True(TrueTypeFont.TryRead(emptied, out var hollow));
        Assert.False(hollow.TryGetGlyph(new Rune('甲'), out _));
        Assert.True(hollow.TryGetGlyph(new Rune(' '), out _));
    }

    [Theory]
    [InlineData("glyf")]
    [InlineData("loca")]
    [InlineData("cmap")]
    [InlineData("hmtx")]
    [InlineData("head")]
    [InlineData("maxp")]
    public void A_font_without_a_table_is_no_font(string tag)
    {
        var data = FontSubset.Create(ShippedFonts.Get(FontFace.Sans), [new Rune('甲')]);
        Assert.True(TrueTypeFont.TryRead(data, out _));
        FontSurgery.Rename(data, tag, "XXXX");
        Assert.False(TrueTypeFont.TryRead(data, out _));
    }

    [Fact]
    public void A_composite_glyph_that_contains_itself_is_refused()
    {
        var whole = ShippedFonts.Get(FontFace.Sans);
        var data = FontSubset.Create(whole, [new Rune('甲')]);
        Assert.True(TrueTypeFont.TryRead(data, out var font));
        var (offset, _) = FontSurgery.Table(data, "glyf");
        Assert.True(font.TryGetGlyph(new Rune('甲'), out var glyph));
        var at = offset + FontSurgery.GlyphOffset(data, glyph);
        BinaryPrimitives.WriteInt16BigEndian(data.AsSpan(at), -1);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at + 10), 0);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at + 12), glyph);
        Assert.False(TrueTypeFont.TryRead(data, out _));
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at + 12), 0);
        Assert.True(TrueTypeFont.TryRead(data, out _));
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(1, 30_000)]
    public void A_character_map_that_costs_hours_is_refused_at_once(int groups, int length)
    {
        // Every group names glyphs that do not exist, so that a count of what was found would never end the reading.
        var table = new byte[28 + (groups * 12)];
        int[] header = [0x00000001, 0x0003000A, 12, 0x000C0000, table.Length - 12, 0, groups];
        int[] values = [.. header, .. Enumerable.Repeat<int[]>([0x10000, 0x10000 + length, 0x00F00000], groups).SelectMany(group => group)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(i * 4), values[i]);
        }

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Null(CharacterMap.TryRead(table, 100));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
    }

    [Fact]
    public void Cut_and_changed_fonts_never_throw()
    {
        var sound = FontSubset.Create(ShippedFonts.Get(FontFace.Sans), "统一信任ÄéÅ".EnumerateRunes());
        for (var length = 0; length < sound.Length; length += 37)
        {
            TrueTypeFont.TryRead(sound.AsMemory(0, length), out _);
        }

        var random = new Random(20260811);
        for (var round = 0; round < 3000; round++)
        {
            var changed = (byte[])sound.Clone();
            for (var change = 0; change < 3; change++)
            {
                changed[random.Next(round % 2 == 0 ? Math.Min(600, changed.Length) : changed.Length)] = (byte)random.Next(256);
            }

            if (TrueTypeFont.TryRead(changed, out var font))
            {
                FontSubset.Create(font, font.Characters.Take(50));
            }
        }

        Assert.True(TrueTypeFont.TryRead(Regular.Value, out _));
    }
}
