using System.Diagnostics.CodeAnalysis;
using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>
/// Draws pages of OFD files to PNG (GB/T 33190 clauses 8 to 15). Bounded in pixels, objects, memory and, by the deadline of the package, in time. What cannot be
/// drawn is left out and named in <see cref="RenderedPage.Limits"/>; nothing in a file makes it throw.
/// </summary>
public static class OfdRenderer
{
    private static readonly OfdBox A4 = new(0, 0, 210, 297);

    /// <summary>Draws one page of the document that DocRoot of a body names.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bodyIndex">Index of the DocBody, from 0.</param>
    /// <param name="pageIndex">Index of the page, from 0.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such body or page.</exception>
    public static RenderedPage Render([NotNull] OfdFile file, int bodyIndex, int pageIndex, RenderOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bodyIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bodyIndex, file.Bodies.Count);
        var body = file.Bodies[bodyIndex];
        return Render(file, body, body.Document ?? throw new ArgumentOutOfRangeException(nameof(bodyIndex)), pageIndex, options);
    }

    /// <summary>Draws one page of a document of a body, a later version's for example.</summary>
    /// <param name="file">The file.</param>
    /// <param name="body">The body, whose signatures stamp the page.</param>
    /// <param name="document">The document.</param>
    /// <param name="pageIndex">Index of the page, from 0.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such page.</exception>
    public static RenderedPage Render([NotNull] OfdFile file, [NotNull] OfdBody body, [NotNull] OfdDocument document, int pageIndex, RenderOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pageIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pageIndex, document.Pages.Count);
        options ??= new();
        var page = document.Pages[pageIndex];
        var limits = new LimitList();
        if (!page.TryReadContent(out var content, out var fault))
        {
            limits.Add($"The page cannot be read: {fault.Detail}");
        }

        var area = content?.Area ?? document.PageArea;
        if (area is null)
        {
            limits.Add("The page has no area; A4 is assumed.");
        }

        var box = area is { } given ? given with { Width = Math.Min(given.Width, 10_000), Height = Math.Min(given.Height, 10_000) } : A4;
        var scale = Scale(box, options, limits);
        var info = new SKImageInfo(Pixels(box.Width, scale), Pixels(box.Height, scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        using var surface = SKSurface.Create(info);
        if (surface is null)
        {
            return new(ReadOnlyMemory<byte>.Empty, 0, 0, box.Width, box.Height, [], ["There is no memory for the picture."]);
        }

        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        using var drawing = new DrawContext(file, document, options, limits, surface.Canvas);
        if (content is not null)
        {
            Guarded(limits, () => new PageDrawing(drawing, body, page, content).Draw());
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return new(png.ToArray(), info.Width, info.Height, box.Width, box.Height, drawing.Texts, limits.Items);
    }

    /// <summary>Draws the first page of a nested file into the unit square.</summary>
    internal static bool TryDrawNested(SKCanvas canvas, OfdFile file, RenderOptions options, LimitList limits)
    {
        if (file.Bodies.FirstOrDefault(body => body.Document is not null) is not { Document: { Pages.Count: > 0 } document } body
            || !document.Pages[0].TryReadContent(out var content, out _)
            || (content.Area ?? document.PageArea) is not { } area)
        {
            return false;
        }

        var depth = canvas.Save();
        canvas.Scale((float)(1 / area.Width), (float)(1 / area.Height));
        using var drawing = new DrawContext(file, document, options, limits, canvas);
        Guarded(limits, () => new PageDrawing(drawing, body, document.Pages[0], content).Draw());
        canvas.RestoreToCount(depth);
        return true;
    }

    private static float Scale(OfdBox box, RenderOptions options, LimitList limits)
    {
        var scale = Math.Clamp(options.Dpi, 1, 2400) / 25.4;
        var pixels = box.Width * box.Height * scale * scale;
        if (pixels > options.MaxPixels)
        {
            scale *= Math.Sqrt(options.MaxPixels / pixels);
            limits.Add("The page is drawn at a lower resolution because of its size.");
        }

        return (float)scale;
    }

    private static int Pixels(double millimetres, float scale) => Math.Clamp((int)Math.Round(millimetres * scale), 1, 32_000);

    // The last line of defence: whatever the readers before did not foresee is a limit, not a failure of the request.
    private static void Guarded(LimitList limits, Action draw)
    {
        try
        {
            draw();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            limits.Add($"Drawing stopped: {e.GetType().Name}.");
        }
    }
}
