namespace Trust.Documents.Ofd;

/// <summary>Text codes and glyph transforms (clauses 11.3, 11.4).</summary>
internal static class TextReading
{
    public static IReadOnlyList<TextCode> Codes(XmlElement text) =>
        [.. text.All("TextCode").Select(code => new TextCode(
            code.Number("X"),
            code.Number("Y"),
            OfdValues.Deltas(code.Attribute("DeltaX"), code.Text.Length),
            OfdValues.Deltas(code.Attribute("DeltaY"), code.Text.Length),
            code.Text))];

    public static IReadOnlyList<GlyphTransform> Transforms(XmlElement text) =>
        [.. text.All("CGTransform").Select(transform =>
        {
            int[] glyphs = [.. OfdValues.Numbers(transform.TextOf("Glyphs")).Select(glyph => (int)Math.Clamp(glyph, 0, ushort.MaxValue))];
            return new GlyphTransform(transform.Integer("CodePosition", 0), Math.Max(1, transform.Integer("CodeCount", 1)), Math.Max(1, transform.Integer("GlyphCount", 1)), glyphs);
        })];
}
