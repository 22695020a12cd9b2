using System.Diagnostics.CodeAnalysis;
using SkiaSharp;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Rendering;

/// <summary>A seal's picture on its own as PNG, whatever it is stored as; nothing of what was stored is passed on.</summary>
public static class SealRaster
{
    /// <summary>Largest edge, pixels.</summary>
    public const int MaxEdge = 2_000;

    /// <summary>Draws it on a transparent square.</summary>
    /// <param name="picture">The picture as stored in the seal.</param>
    /// <param name="edge">Pixels of the longer edge, 1 to <see cref="MaxEdge"/>.</param>
    /// <param name="png">The picture, or null where it cannot be drawn.</param>
    /// <param name="limits">Bounds; the default when null.</param>
    /// <param name="deadline">When to stop, shared with other work; a budget of its own when null.</param>
    public static bool TryDraw(SealPicture picture, int edge, [NotNullWhen(true)] out byte[]? png, DocumentLimits? limits = null, Deadline? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(edge, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(edge, MaxEdge);
        limits ??= DocumentLimits.Default;
        deadline ??= Deadline.In(limits.TimeBudget);
        png = null;
        if (picture.Data.Length > limits.MaxPictureBytes || deadline.Passed)
        {
            return false;
        }

        if (picture.Data.Span.StartsWith("PK"u8))
        {
            return TryDrawNested(picture.Data, edge, limits, deadline, out png);
        }

        using var surface = SKSurface.Create(new SKImageInfo(edge, edge, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.Transparent);
        if (string.Equals(picture.Type.Trim(), "svg", StringComparison.OrdinalIgnoreCase))
        {
            surface.Canvas.Scale(edge);
            if (!SvgPicture.TryDraw(surface.Canvas, picture.Data, limits, deadline, new LimitList()))
            {
                return false;
            }
        }
        else if (!TryDrawRaster(surface.Canvas, picture.Data, edge, limits))
        {
            return false;
        }

        png = Encode(surface);
        return true;
    }

    private static bool TryDrawRaster(SKCanvas canvas, ReadOnlyMemory<byte> data, int edge, DocumentLimits limits)
    {
        if (!ImageDecoding.TryDecode(data, limits.MaxPicturePixels, out var image, out _))
        {
            return false;
        }

        using (image)
        {
            var scale = (float)edge / Math.Max(image.Width, image.Height);
            var (width, height) = (image.Width * scale, image.Height * scale);
            canvas.DrawImage(image, SKRect.Create((edge - width) / 2, (edge - height) / 2, width, height), ImageBook.Sampling, null);
        }

        return true;
    }

    private static bool TryDrawNested(ReadOnlyMemory<byte> data, int edge, DocumentLimits limits, Deadline deadline, [NotNullWhen(true)] out byte[]? png)
    {
        png = null;
        if (!OfdPackage.TryOpen(data, limits, deadline, out var package, out _) || !OfdFile.TryRead(package, out var file, out _)
            || file.Bodies is not [{ Document.Pages: [var page, ..] }, ..] || !page.TryReadArea(out var area, out _))
        {
            return false;
        }

        var dpi = Math.Clamp(edge * 25.4 / Math.Max(area.Width, area.Height), 10, 1_200);
        png = OfdRenderer.Render(file, 0, 0, new RenderOptions { Dpi = dpi, MaxPixels = edge * edge * 2, Nesting = 1 }).Png.ToArray();
        return true;
    }

    private static byte[] Encode(SKSurface surface)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
