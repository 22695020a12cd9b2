using SkiaSharp;
using Trust.Documents.Fonts;

namespace Trust.Documents.Tests.Fonts;

public sealed class FontMakingTests
{
    private static readonly string? Source = Environment.GetEnvironmentVariable("TRUST_FONT_SOURCE");
    private static readonly string? Target = Environment.GetEnvironmentVariable("TRUST_FONT_TARGET");

    [FontSourceFact]
    [Trait("Category", "FontSource")]
    public void The_shipped_fonts_are_what_the_sources_give()
    {
        foreach (var (name, source, rare) in FontMaking.Made)
        {
            Assert.True(TrueTypeFont.TryRead(File.ReadAllBytes(Path.Combine(Source!, source)), out var whole), source);
            var made = FontMaking.Make(whole, rare);
            if (Target is not null)
            {
                File.WriteAllBytes(Path.Combine(Target, $"{name}.ttf.br"), FontMaking.Pack(made));
                continue;
            }

            Assert.True(made.AsSpan().SequenceEqual(FontFiles.Shipped(name)), name);
            Assert.True(TrueTypeFont.TryRead(made, out var shipped));
            using var drawnWhole = Font(whole);
            using var drawnShipped = Font(shipped);
            foreach (var character in shipped.Characters)
            {
                using var expected = drawnWhole.GetGlyphPath(drawnWhole.GetGlyph(character.Value));
                using var actual = drawnShipped.GetGlyphPath(drawnShipped.GetGlyph(character.Value));
                Assert.Equal(expected?.ToSvgPathData(), actual?.ToSvgPathData());
            }
        }
    }

    private static SKFont Font(TrueTypeFont font) =>
        new(SKTypeface.FromData(SKData.CreateCopy(font.Data.Span)), 1000) { Hinting = SKFontHinting.None, LinearMetrics = true };

    private sealed class FontSourceFactAttribute : FactAttribute
    {
        public FontSourceFactAttribute() => Skip = Source is null ? "TRUST_FONT_SOURCE names no folder with the source fonts." : null;
    }
}
