using System.Diagnostics.CodeAnalysis;
using SkiaSharp;

namespace Trust.Documents.Rendering;

/// <summary>Decodes one picture: PNG, JPEG, BMP, GIF, WebP by Skia, TIFF by our own reader. The size is known before a pixel is allocated.</summary>
internal static class ImageDecoding
{
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, long maxPixels, [NotNullWhen(true)] out SKImage? image, out string fault)
    {
        image = null;
        if (TiffPicture.IsTiff(bytes.Span))
        {
            return TiffPicture.TryDecode(bytes.Span, maxPixels, out image, out fault);
        }

        using var data = SKData.CreateCopy(bytes.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            fault = bytes.Span.StartsWith((ReadOnlySpan<byte>)[0x97, (byte)'J', (byte)'B', (byte)'2']) ? "JBIG2 is not read." : "the format is not known.";
            return false;
        }

        var info = codec.Info;
        if (info.Width <= 0 || info.Height <= 0 || (long)info.Width * info.Height > maxPixels)
        {
            fault = $"it has {info.Width} x {info.Height} pixels.";
            return false;
        }

        fault = "its data is broken.";
        using var bitmap = new SKBitmap(new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul));
        if (bitmap.GetPixels() == IntPtr.Zero)
        {
            return false;
        }

        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result is not (SKCodecResult.Success or SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput))
        {
            return false;
        }

        bitmap.SetImmutable();
        image = SKImage.FromBitmap(bitmap);
        return image is not null;
    }

    /// <summary>The picture with the brightness of the mask as its alpha (clause 10, ImageMask).</summary>
    public static SKImage? Masked(SKImage image, SKImage mask)
    {
        using var surface = SKSurface.Create(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (surface is null)
        {
            return null;
        }

        var whole = SKRect.Create(image.Width, image.Height);
        surface.Canvas.DrawImage(image, whole, ImageBook.Sampling, null);
        using var luma = SKColorFilter.CreateLumaColor();
        using var paint = new SKPaint { BlendMode = SKBlendMode.DstIn, ColorFilter = luma };
        surface.Canvas.DrawImage(mask, whole, ImageBook.Sampling, paint);
        return surface.Snapshot();
    }
}
