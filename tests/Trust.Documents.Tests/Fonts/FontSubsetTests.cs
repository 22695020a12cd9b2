using System.Text;
using SkiaSharp;
using Trust.Documents.Fonts;

namespace Trust.Documents.Tests.Fonts;

public sealed class FontSubsetTests
{
    private const string Sample = "统一信任 Trust 2026，Åéñ子⼦";

    [Theory]
    [InlineData(GlyphNumbering.Compact)]
    [InlineData(GlyphNumbering.Kept)]
    public void Outlines_of_a_subset_equal_those_of_the_whole_font(GlyphNumbering numbering)
    {
        var whole = ShippedFonts.Get(FontFace.SerifBold);
        var characters = Sample.EnumerateRunes().Where(character => whole.TryGetGlyph(character, out _)).ToHashSet();
        var subset = FontSubset.Create(whole, characters, numbering);
        using var drawnWhole = Font(FontFiles.Shipped("NotoSerifSC-Bold"));
        using var drawnSubset = Font(subset);
        Assert.True(characters.Count > 15);
        foreach (var character in characters)
        {
            var (expected, actual) = (drawnWhole.GetGlyph(character.Value), drawnSubset.GetGlyph(character.Value));
            Assert.NotEqual(0, actual);
            Assert.Equal(Outline(drawnWhole, expected), Outline(drawnSubset, actual));
            Assert.Equal(drawnWhole.GetGlyphWidths([expected])[0], drawnSubset.GetGlyphWidths([actual])[0]);
            if (numbering == GlyphNumbering.Kept)
            {
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void A_subset_maps_exactly_the_characters_asked_for()
    {
        var whole = ShippedFonts.Get(FontFace.Sans);
        var subset = FontSubset.Create(whole, "子一".EnumerateRunes());
        Assert.True(TrueTypeFont.TryRead(subset, out var font));
        Assert.Equal(["一", "子"], font.Characters.Select(character => character.ToString()));
        Assert.Equal(3, font.GlyphCount);
        Assert.Equal("Noto Sans SC", font.FamilyName);
        Assert.InRange(subset.Length, 500, 12_000);
    }

    [Fact]
    public void A_radical_that_shares_a_glyph_with_a_character_does_not_come_along()
    {
        // U+2F26 KANGXI RADICAL CHILD and U+5B50 share the glyph in the whole font.
        var whole = ShippedFonts.Rare;
        Assert.True(whole.TryGetGlyph(new Rune(0x2F26), out _));
        Assert.True(TrueTypeFont.TryRead(FontSubset.Create(ShippedFonts.Get(FontFace.Sans), [new Rune(0x5B50)]), out var font));
        Assert.False(font.TryGetGlyph(new Rune(0x2F26), out _));
        Assert.True(font.TryGetGlyph(new Rune(0x5B50), out _));
    }

    [Fact]
    public void Equal_requests_give_equal_bytes_whatever_their_order()
    {
        var whole = ShippedFonts.Get(FontFace.Sans);
        var one = FontSubset.Create(whole, "统一信任".EnumerateRunes());
        Assert.Equal(one, FontSubset.Create(whole, "任任信一统".EnumerateRunes()));
        Assert.NotEqual(one, FontSubset.Create(whole, "统一信".EnumerateRunes()));
    }

    [Fact]
    public void Composite_glyphs_bring_their_components()
    {
        // 甲 is made to consist of 乙 and 丙.
        var data = FontSubset.Create(ShippedFonts.Get(FontFace.Sans), "甲乙丙丁".EnumerateRunes());
        Assert.True(TrueTypeFont.TryRead(data, out var plain));
        ushort Glyph(char c) => plain.TryGetGlyph(new Rune(c), out var glyph) ? glyph : (ushort)0;
        FontSurgery.Compose(data, Glyph('甲'), Glyph('乙'), Glyph('丙'));
        Assert.True(TrueTypeFont.TryRead(data, out var composed));
        var subset = FontSubset.Create(composed, [new Rune('甲')]);
        Assert.True(TrueTypeFont.TryRead(subset, out var font));
        Assert.Equal(4, font.GlyphCount);
        Assert.Equal(["甲"], font.Characters.Select(character => character.ToString()));
        using var drawnWhole = Font(data);
        using var drawnSubset = Font(subset);
        var outline = Outline(drawnSubset, drawnSubset.GetGlyph('甲'));
        Assert.Equal(Outline(drawnWhole, drawnWhole.GetGlyph('甲')), outline);
        Assert.NotEqual(Outline(drawnWhole, drawnWhole.GetGlyph('乙')), outline);
    }

    private static SKFont Font(byte[] data) =>
        new(SKTypeface.FromData(SKData.CreateCopy(data)), 1000) { Hinting = SKFontHinting.None, LinearMetrics = true };

    private static string? Outline(SKFont font, ushort glyph) => font.GetGlyphPath(glyph)?.ToSvgPathData();
}
