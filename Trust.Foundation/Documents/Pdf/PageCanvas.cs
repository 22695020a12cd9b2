using SkiaSharp;
using Trust.Documents.Fonts;
using Trust.Documents.Rendering;
using Trust.Documents.Writing;

namespace Trust.Documents.Pdf;

/// <summary>
/// Draws the items of our OFD writer on a PDF canvas whose unit is the millimetre, at the places that <see cref="ContentXml"/> writes into OFD. Glyphs are
/// written by their numbers in the subset, each at its own place.
/// </summary>
internal sealed class PageCanvas : IDisposable
{
    private readonly Dictionary<TrueTypeFont, (SKTypeface Typeface, TrueTypeFont Subset)> _fonts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, SKImage> _images = [];
    private readonly OfdBuilder _builder;

    public PageCanvas(OfdBuilder builder)
    {
        _builder = builder;
        var table = new FontTable(() => 0);
        foreach (var items in builder.Templates.Select(template => template.Items)
            .Concat(builder.Pages.SelectMany(page => page.Annotations.Select(annotation => annotation.Items).Prepend(page.Items))))
        {
            table.Use(items);
        }

        foreach (var (_, font, characters) in table.All)
        {
            var file = FontSubset.Create(font, characters);
            using var data = SKData.CreateCopy(file);
            var typeface = SKTypeface.FromData(data);
            _fonts.Add(font, typeface is not null && TrueTypeFont.TryRead(file, out var subset)
                ? (typeface, subset)
                : throw new InvalidOperationException($"The subset of {font.Name} cannot be read back."));
        }
    }

    public void Draw(SKCanvas canvas, OfdPage page)
    {
        foreach (var items in (IEnumerable<IReadOnlyList<Item>>)
        [
            .. page.Templates.Where(template => !template.InFront).Select(template => template.Items),
            page.Items,
            .. page.Templates.Where(template => template.InFront).Select(template => template.Items),
            .. page.Annotations.Select(annotation => annotation.Items),
        ])
        {
            foreach (var item in items)
            {
                Draw(canvas, item);
            }
        }
    }

    public void Dispose()
    {
        foreach (var (typeface, _) in _fonts.Values)
        {
            typeface.Dispose();
        }

        foreach (var image in _images.Values)
        {
            image.Dispose();
        }
    }

    private void Draw(SKCanvas canvas, Item item)
    {
        var depth = canvas.Save();
        switch (item)
        {
            case TextItem text:
                DrawText(canvas, text);
                break;
            case ImageItem image:
                canvas.DrawImage(Image(image.ResourceId), Rectangle(image.Box), new SKSamplingOptions(SKFilterMode.Linear));
                break;
            case PathItem path:
                DrawPath(canvas, path);
                break;
            default:
                throw new InvalidOperationException($"Nothing draws {item.GetType().Name}.");
        }

        canvas.RestoreToCount(depth);
    }

    private void DrawText(SKCanvas canvas, TextItem item)
    {
        if (item.Turned is { } frame)
        {
            canvas.Translate((float)(frame.Box.X + (frame.Box.Width / 2)), (float)(frame.Box.Y + (frame.Box.Height / 2)));
            canvas.RotateDegrees((float)frame.AngleDegrees);
        }

        var (typeface, subset) = _fonts[item.Font];
        using var font = new SKFont(typeface, (float)item.Style.Size) { Hinting = SKFontHinting.None, LinearMetrics = true, Subpixel = true };
        using var paint = new SKPaint { Color = Color(item.Style.Color), IsAntialias = true };
        using var text = new SKTextBlobBuilder();
        var glyphs = new ushort[item.Glyphs.Count];
        var places = new float[glyphs.Length];
        var x = item.X;
        for (var i = 0; i < glyphs.Length; i++)
        {
            subset.TryGetGlyph(item.Glyphs[i].Character, out glyphs[i]);
            places[i] = (float)x;
            x += item.Glyphs[i].Advance;
        }

        var run = text.AllocateHorizontalTextRun(font, glyphs.Length, (float)item.Baseline, item.Glyphs.Sum(glyph => glyph.Character.Utf8SequenceLength));
        run.SetGlyphs(glyphs);
        run.SetPositions(places);
        Clusters(item.Glyphs, out var utf8, out var clusters);
        run.SetText(utf8);
        run.SetClusters(clusters);
        using var blob = text.Build();
        canvas.DrawText(blob, 0, 0, paint);
    }

    // Two characters of one document may share a glyph (子 and the Kangxi radical ⼦): which one was meant is then told per glyph.
    private static void Clusters(IReadOnlyList<Glyph> glyphs, out byte[] utf8, out uint[] clusters)
    {
        clusters = new uint[glyphs.Count];
        var text = new List<byte>();
        var buffer = new byte[4];
        for (var i = 0; i < glyphs.Count; i++)
        {
            clusters[i] = (uint)text.Count;
            text.AddRange(buffer[..glyphs[i].Character.EncodeToUtf8(buffer)]);
        }

        utf8 = [.. text];
    }

    // The same clip as the OFD renderer: a line on the edge of its box keeps its width.
    private static void DrawPath(SKCanvas canvas, PathItem item)
    {
        canvas.Translate((float)item.Box.X, (float)item.Box.Y);
        var margin = item.Style.Stroke is null ? 0.01f : (float)item.Style.LineWidth;
        canvas.ClipRect(new(-margin, -margin, (float)item.Box.Width + margin, (float)item.Box.Height + margin));
        using var shape = PathData.Parse(item.Data, evenOdd: false);
        if (item.Style.Fill is { } area)
        {
            using var fill = new SKPaint { Color = Color(area), IsAntialias = true };
            canvas.DrawPath(shape, fill);
        }

        if (item.Style.Stroke is { } line)
        {
            using var stroke = new SKPaint { Color = Color(line), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = (float)item.Style.LineWidth };
            canvas.DrawPath(shape, stroke);
        }
    }

    private SKImage Image(int resourceId)
    {
        if (!_images.TryGetValue(resourceId, out var image))
        {
            var file = _builder.Images.All.First(entry => entry.Id == resourceId).File;
            image = SKImage.FromEncodedData(file.Data.Span) ?? throw new InvalidOperationException("A picture that could be read cannot be drawn.");
            _images.Add(resourceId, image);
        }

        return image;
    }

    private static SKRect Rectangle(OfdBox box) => SKRect.Create((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height);

    private static SKColor Color(OfdColor color) => new(color.Red, color.Green, color.Blue, color.Alpha);
}
