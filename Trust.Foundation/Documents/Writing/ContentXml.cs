using System.Text;
using System.Xml;
using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>Pages, templates and annotations as XML (GB/T 33190 chapters 7.7, 9, 11, 15).</summary>
internal sealed class ContentXml(FontTable fonts)
{
    public byte[] Canvas(OfdCanvas canvas) => OfdXml.Write(xml =>
    {
        xml.Start("Page");
        if (canvas is OfdPage page)
        {
            foreach (var template in page.Templates)
            {
                xml.Empty("Template", ("TemplateID", template.Id), ("ZOrder", template.InFront ? "Foreground" : "Background"));
            }
        }

        xml.Start("Area");
        xml.Text("PhysicalBox", Units.Text(0, 0, canvas.Width, canvas.Height));
        xml.WriteEndElement();
        if (canvas.Items.Count > 0)
        {
            xml.Start("Content");
            xml.Start("Layer", ("ID", fonts.NextId()), ("Type", "Body"));
            WriteItems(xml, canvas.Items);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    public byte[] Annotations(IReadOnlyList<Annotation> annotations, string creator, DateOnly date) => OfdXml.Write(xml =>
    {
        xml.Start("PageAnnot");
        foreach (var annotation in annotations)
        {
            xml.Start("Annot", ("ID", annotation.Id), ("Type", annotation.Type), ("Creator", creator), ("LastModDate", Iso(date)));
            xml.Start("Appearance", ("Boundary", annotation.Boundary));
            WriteItems(xml, annotation.Items);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private void WriteItems(XmlWriter xml, IReadOnlyList<Item> items)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case TextItem text:
                    WriteText(xml, text);
                    break;
                case ImageItem image:
                    var scale = Units.Text(image.Box.Width, 0, 0, image.Box.Height, 0, 0);
                    xml.Empty("ImageObject", ("ID", image.Id), ("Boundary", image.Box), ("CTM", scale), ("ResourceID", image.ResourceId));
                    break;
                case PathItem path:
                    WritePath(xml, path);
                    break;
                default:
                    throw new InvalidOperationException($"Nothing writes {item.GetType().Name}.");
            }
        }
    }

    private void WriteText(XmlWriter xml, TextItem item)
    {
        var em = item.Style.Size / item.Font.UnitsPerEm;
        var (ascent, descent) = (item.Font.Ascent * em, item.Font.Descent * em);
        var width = Math.Max(TextRuns.Width(item.Glyphs), item.Style.Size / 100);
        var box = item.Turned?.Box ?? new OfdBox(item.X, item.Baseline - ascent, width, ascent + descent);
        xml.Start("TextObject", ("ID", item.Id), ("Boundary", box), ("CTM", Turn(item.Turned)), ("Font", fonts.IdOf(item.Font)),
            ("Size", Units.Text(item.Style.Size)));
        WriteColor(xml, "FillColor", item.Style.Color);
        var (x, y) = item.Turned is null ? (0, ascent) : (item.X, item.Baseline);
        var text = string.Concat(item.Glyphs.Select(glyph => glyph.Character.ToString()));
        xml.Text("TextCode", text, ("X", Units.Text(x)), ("Y", Units.Text(y)), ("DeltaX", Advances.Text(item.Glyphs)));
        xml.WriteEndElement();
    }

    private static string? Turn(TurnedFrame? frame)
    {
        if (frame is null)
        {
            return null;
        }

        // The rounding of sizes would turn a 200 mm line by a visible amount: sine and cosine keep more decimals.
        var (sine, cosine) = Math.SinCos(frame.AngleDegrees * Math.PI / 180);
        string[] turn = [.. new[] { cosine, sine, -sine, cosine }.Select(value => Math.Round(value, 8).ToString("0.########", System.Globalization.CultureInfo.InvariantCulture))];
        return $"{string.Join(' ', turn)} {Units.Text(frame.Box.Width / 2, frame.Box.Height / 2)}";
    }

    private static void WritePath(XmlWriter xml, PathItem item)
    {
        var (stroke, fill) = (item.Style.Stroke, item.Style.Fill);
        xml.Start("PathObject", ("ID", item.Id), ("Boundary", item.Box), ("LineWidth", Units.Text(item.Style.LineWidth)),
            ("Stroke", stroke is null ? "false" : "true"), ("Fill", fill is null ? "false" : "true"));
        if (stroke is { } line)
        {
            WriteColor(xml, "StrokeColor", line);
        }

        if (fill is { } area)
        {
            WriteColor(xml, "FillColor", area);
        }

        xml.Text("AbbreviatedData", item.Data);
        xml.WriteEndElement();
    }

    private static void WriteColor(XmlWriter xml, string name, OfdColor color) =>
        xml.Empty(name, ("Value", $"{color.Red} {color.Green} {color.Blue}"), ("Alpha", color.Alpha == 255 ? null : color.Alpha));
}

/// <summary>DeltaX: distances between the origins of neighbours, n - 1 for n glyphs, equal ones as <c>g count value</c>.</summary>
internal static class Advances
{
    private const int ShortestRun = 3;

    public static string? Text(IReadOnlyList<Glyph> glyphs)
    {
        if (glyphs.Count < 2)
        {
            return null;
        }

        // Rounded places and not rounded distances: the error of a line never grows with its length.
        var deltas = new string[glyphs.Count - 1];
        var (exact, written) = (0.0, 0.0);
        for (var i = 0; i < deltas.Length; i++)
        {
            exact += glyphs[i].Advance;
            var place = Math.Round(exact, 4);
            deltas[i] = Units.Text(place - written);
            written = place;
        }

        var text = new StringBuilder();
        for (var i = 0; i < deltas.Length;)
        {
            var end = i + 1;
            while (end < deltas.Length && deltas[end] == deltas[i])
            {
                end++;
            }

            var run = end - i >= ShortestRun;
            text.Append(text.Length == 0 ? "" : " ").Append(run ? $"g {end - i} {deltas[i]}" : deltas[i]);
            i = run ? end : i + 1;
        }

        return text.ToString();
    }
}

/// <summary>Fonts that a document uses and the characters it uses of each.</summary>
internal sealed class FontTable(Func<int> nextId)
{
    private readonly Dictionary<TrueTypeFont, (int Id, HashSet<Rune> Characters)> _fonts = new(ReferenceEqualityComparer.Instance);
    private readonly List<TrueTypeFont> _order = [];

    public IEnumerable<(int Id, TrueTypeFont Font, HashSet<Rune> Characters)> All =>
        _order.Select(font => (_fonts[font].Id, font, _fonts[font].Characters));

    public int NextId() => nextId();

    public int IdOf(TrueTypeFont font) => _fonts[font].Id;

    public void Use(IEnumerable<Item> items)
    {
        foreach (var item in items.OfType<TextItem>())
        {
            if (!_fonts.TryGetValue(item.Font, out var used))
            {
                used = (nextId(), []);
                _fonts.Add(item.Font, used);
                _order.Add(item.Font);
            }

            used.Characters.UnionWith(item.Glyphs.Select(glyph => glyph.Character));
        }
    }
}
