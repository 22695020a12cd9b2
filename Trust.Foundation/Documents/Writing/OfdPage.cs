namespace Trust.Documents.Writing;

/// <summary>A page.</summary>
public sealed class OfdPage : OfdCanvas
{
    private const int MaximumTiles = 2000;

    private readonly List<OfdTemplate> _templates = [];
    private readonly List<Annotation> _annotations = [];

    internal OfdPage(OfdBuilder builder, double width, double height)
        : base(builder, width, height)
    {
    }

    internal IReadOnlyList<OfdTemplate> Templates => _templates;

    internal IReadOnlyList<Annotation> Annotations => _annotations;

    /// <summary>Shows a template on this page.</summary>
    /// <param name="template">A template of the same document.</param>
    public void Use(OfdTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (Builder.Require(Builder.Owns(template), "A page uses a template of another document."))
        {
            _templates.Add(template);
        }
    }

    /// <summary>Repeats a text across the page as an annotation of type Watermark.</summary>
    /// <param name="watermark">What and how.</param>
    public void AddWatermark(OfdWatermark watermark)
    {
        ArgumentNullException.ThrowIfNull(watermark);
        if (!Builder.Require(watermark.IsSound && !string.IsNullOrWhiteSpace(watermark.Text), "A watermark is empty or has impossible distances.")
            || !Builder.Accept(TextRuns.TryMeasure(Builder.Fonts, watermark.Style, watermark.Text, out var glyphs)))
        {
            return;
        }

        var columns = (int)Math.Ceiling(Width / watermark.ColumnDistance);
        var rows = (int)Math.Ceiling(Height / watermark.RowDistance);
        if (!Builder.Require((long)columns * rows <= MaximumTiles, "A watermark is repeated too often."))
        {
            return;
        }

        var annotationId = Builder.NextId();
        List<Item> items = [];
        for (var tile = 0; tile < columns * rows; tile++)
        {
            var x = ((tile % columns) + 0.5) * Width / columns;
            var y = ((tile / columns) + 0.5) * Height / rows;
            items.AddRange(Tile(watermark, glyphs, x, y).Select(item => item with { Id = Builder.NextId() }));
        }

        _annotations.Add(new(annotationId, "Watermark", new OfdBox(0, 0, Width, Height), items));
    }

    private static IEnumerable<TextItem> Tile(OfdWatermark watermark, List<Glyph> glyphs, double x, double y)
    {
        var half = TextRuns.Width(glyphs) / 2;
        var size = watermark.Style.Size;
        var (sine, cosine) = Math.SinCos(watermark.AngleDegrees * Math.PI / 180);
        var width = (Math.Abs(half * cosine) + Math.Abs(size * sine)) * 2;
        var height = (Math.Abs(half * sine) + Math.Abs(size * cosine)) * 2;
        var frame = new TurnedFrame(new OfdBox(x - (width / 2), y - (height / 2), width, height), watermark.AngleDegrees);

        // The middle of a Chinese character lies 0.38 em over the baseline.
        return TextRuns.Pieces(glyphs, watermark.Style, -half, size * 0.38).Select(piece => piece with { Turned = frame });
    }
}

/// <summary>An annotation that is drawn.</summary>
internal sealed record Annotation(int Id, string Type, OfdBox Boundary, IReadOnlyList<Item> Items);
