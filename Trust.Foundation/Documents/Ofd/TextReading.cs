namespace Trust.Documents.Ofd;

/// <summary>Text codes and the glyph transforms before each (clauses 11.3, 11.4).</summary>
internal static class TextReading
{
    public static IReadOnlyList<TextCode> Codes(XmlElement text)
    {
        var codes = new List<TextCode>();
        var transforms = new List<GlyphTransform>();
        foreach (var child in text.Children)
        {
            if (child.Name == "CGTransform")
            {
                transforms.Add(Transform(child));
            }
            else if (child.Name == "TextCode")
            {
                codes.Add(new(
                    child.Number("X"),
                    child.Number("Y"),
                    OfdValues.Deltas(child.Attribute("DeltaX"), child.Text.Length),
                    OfdValues.Deltas(child.Attribute("DeltaY"), child.Text.Length),
                    child.Text,
                    transforms));
                transforms = [];
            }
        }

        return codes;
    }

    private static GlyphTransform Transform(XmlElement transform)
    {
        int[] glyphs = [.. OfdValues.Numbers(transform.TextOf("Glyphs")).Select(glyph => (int)Math.Clamp(glyph, 0, ushort.MaxValue))];
        return new(transform.Integer("CodePosition", 0), Math.Max(1, transform.Integer("CodeCount", 1)), Math.Max(1, transform.Integer("GlyphCount", 1)), glyphs);
    }
}
