using System.Globalization;
using SkiaSharp;
using Trust.Documents.Pdf.Syntax;

namespace Trust.Documents.Pdf;

/// <summary>The picture of a visible signature as image, soft mask and form (ISO 32000-1 clauses 8.9.5, 8.10, 11.6.5.3).</summary>
internal sealed record PdfStampPicture(int Width, int Height, string ColourSpace, byte[] Colours, byte[] Opacity)
{
    private const long MaxPixels = 16_000_000;
    private const int MaxSizeInBytes = 32 * 1024 * 1024;

    public static PdfStampPicture? TryRead(ReadOnlyMemory<byte> png)
    {
        ReadOnlySpan<byte> magic = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        if (!png.Span.StartsWith(magic) || png.Length > MaxSizeInBytes)
        {
            return null;
        }

        using var data = SKData.CreateCopy(png.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is <= 0 or > MaxPixels)
        {
            return null;
        }

        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize];
        using var bitmap = SKBitmap.Decode(codec, info);
        if (bitmap is null)
        {
            return null;
        }

        bitmap.GetPixelSpan().CopyTo(pixels);
        var opacity = new byte[pixels.Length / 4];
        for (var i = 0; i < opacity.Length; i++)
        {
            opacity[i] = pixels[(i * 4) + 3];
        }

        var (space, colours) = Indexed(pixels) ?? Full(pixels);
        return new(info.Width, info.Height, space, RunLength.Pack(colours), RunLength.Pack(opacity));
    }

    // A seal has one colour in many degrees of opacity: one byte a pixel, and long runs of it.
    private static (string Space, byte[] Colours)? Indexed(ReadOnlySpan<byte> pixels)
    {
        Dictionary<int, byte> palette = [];
        var indices = new byte[pixels.Length / 4];
        for (var i = 0; i < indices.Length; i++)
        {
            if (pixels[(i * 4) + 3] == 0)
            {
                // What nobody sees goes on as what stands before it.
                indices[i] = i == 0 ? (byte)0 : indices[i - 1];
                continue;
            }

            var colour = (pixels[i * 4] << 16) | (pixels[(i * 4) + 1] << 8) | pixels[(i * 4) + 2];
            if (!palette.TryGetValue(colour, out indices[i]))
            {
                if (palette.Count > byte.MaxValue)
                {
                    return null;
                }

                palette.Add(colour, indices[i] = (byte)palette.Count);
            }
        }

        if (palette.Count == 0)
        {
            palette.Add(0, 0);
        }

        var table = string.Concat(palette.OrderBy(entry => entry.Value).Select(entry => entry.Key.ToString("X6", CultureInfo.InvariantCulture)));
        return (string.Create(CultureInfo.InvariantCulture, $"[/Indexed /DeviceRGB {palette.Count - 1} <{table}>]"), indices);
    }

    private static (string Space, byte[] Colours) Full(ReadOnlySpan<byte> pixels)
    {
        var colours = new byte[pixels.Length / 4 * 3];
        for (var i = 0; i < pixels.Length / 4; i++)
        {
            pixels.Slice(i * 4, 3).CopyTo(colours.AsSpan(i * 3));
        }

        return ("/DeviceRGB", colours);
    }

    /// <summary>Adds the three objects, the form with the first number.</summary>
    public void Write(PdfObjectWriter writer, int form, double width, double height)
    {
        var (image, mask) = (form + 1, form + 2);
        var size = string.Create(CultureInfo.InvariantCulture, $"/Type /XObject /Subtype /Image /Width {Width} /Height {Height} /BitsPerComponent 8 /Filter /RunLengthDecode");
        var box = string.Create(CultureInfo.InvariantCulture, $"{width:0.###} {height:0.###}");
        var scale = string.Create(CultureInfo.InvariantCulture, $"q {width:0.###} 0 0 {height:0.###} 0 0 cm /Im0 Do Q");
        writer.AddStream(form, $"/Type /XObject /Subtype /Form /BBox [0 0 {box}] /Resources << /XObject << /Im0 {image} 0 R >> >>", System.Text.Encoding.ASCII.GetBytes(scale));
        writer.AddStream(image, $"{size} /ColorSpace {ColourSpace} /SMask {mask} 0 R", Colours);
        writer.AddStream(mask, $"{size} /ColorSpace /DeviceGray", Opacity);
    }
}
