using SkiaSharp;

namespace Trust.Testing;

/// <summary>Compares drawn pages.</summary>
public static class PagePictures
{
    // Of 255: the same edge drawn by two programs differs by less.
    private const int Visible = 48;

    /// <summary>Share of the pixels, 0 to 1, that are visibly different in two PNG pictures of the same size, one pixel more or less.</summary>
    public static double Difference(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var a = SKBitmap.Decode(first);
        using var b = SKBitmap.Decode(second);
        Assert.InRange(b.Width, a.Width - 1, a.Width + 1);
        Assert.InRange(b.Height, a.Height - 1, a.Height + 1);
        var (width, height, different) = (Math.Min(a.Width, b.Width), Math.Min(a.Height, b.Height), 0);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (p, q) = (a.GetPixel(x, y), b.GetPixel(x, y));
                different += Math.Abs(p.Red - q.Red) > Visible || Math.Abs(p.Green - q.Green) > Visible || Math.Abs(p.Blue - q.Blue) > Visible ? 1 : 0;
            }
        }

        return (double)different / (width * height);
    }
}
