using SkiaSharp;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Rendering;

/// <summary>A seal picture into the unit square: raster pictures, a nested OFD, or SVG of a small kind.</summary>
internal static class SealDrawing
{
    public static bool TryDraw(DrawContext context, SealPicture picture)
    {
        var limits = context.File.Package.Limits;
        if (picture.Data.Length > limits.MaxPictureBytes)
        {
            return false;
        }

        var bytes = picture.Data.Span;
        if (bytes.StartsWith("PK"u8))
        {
            return Nested(context, picture.Data);
        }

        if (string.Equals(picture.Type.Trim(), "svg", StringComparison.OrdinalIgnoreCase))
        {
            return SvgPicture.TryDraw(context.Canvas, picture.Data, limits, context.File.Package.Deadline, context.Limits);
        }

        if (!ImageDecoding.TryDecode(picture.Data, limits.MaxPicturePixels, out var image, out _))
        {
            return false;
        }

        using (image)
        {
            context.Canvas.DrawImage(image, new SKRect(0, 0, 1, 1), ImageBook.Sampling, null);
        }

        return true;
    }

    // The deadline is the outer file's; a seal inside the seal counts its own depth.
    private static bool Nested(DrawContext context, ReadOnlyMemory<byte> data)
    {
        var limits = context.File.Package.Limits;
        var nesting = context.Options.Nesting + 1;
        if (nesting > limits.MaxNesting)
        {
            context.Limits.Add("Files inside seals are nested too deep.");
            return false;
        }

        return OfdPackage.TryOpen(data, limits, context.File.Package.Deadline, out var package, out _)
            && OfdFile.TryRead(package, out var file, out _)
            && OfdRenderer.TryDrawNested(context.Canvas, file, context.Options with { Nesting = nesting, MaxObjects = context.Options.MaxObjects / 10 }, context.Limits);
    }
}
