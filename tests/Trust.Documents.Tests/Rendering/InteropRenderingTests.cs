using SkiaSharp;
using Trust.Documents.Ofd;
using Trust.Documents.Rendering;
using Trust.Documents.Tests.Ofd;
using Trust.Testing;

namespace Trust.Documents.Tests.Rendering;

/// <summary>Every foreign file is drawn. With TRUST_PICTURE_DIR the pictures are kept there for looking at.</summary>
[Trait("Category", "Interop")]
public sealed class InteropRenderingTests
{
    /// <summary>What our renderer cannot do with these files; anything else is a fault of ours.</summary>
    private static readonly string[] Known = ["is not embedded; another is used.", "The font 2 is missing", "The font 43 is missing"];

    [InteropFact]
    public void Every_page_is_drawn_and_its_texts_are_the_pages_own()
    {
        foreach (var name in InteropFile.All)
        {
            var file = InteropFile.Read(name);
            var document = file.Bodies[0].Document!;
            for (var i = 0; i < document.Pages.Count; i++)
            {
                var drawn = OfdRenderer.Render(file, 0, i, new() { SealPictures = signature => Picture(file, signature) });
                Keep(name, i, drawn);
                Assert.True(document.Pages[i].TryReadText(out var texts, out _));
                Assert.Equal(texts.Select(text => (text.Id, text.Text)), drawn.TextBoxes.Where(box => box.Source == RenderedSource.Page).Select(box => (box.ObjectId, box.Text)));
                Assert.All(texts.Zip(drawn.TextBoxes.Where(box => box.Source == RenderedSource.Page)), pair =>
                {
                    Assert.Equal(pair.First.Boundary.X, pair.Second.Box.X, 0.01);
                    Assert.Equal(pair.First.Boundary.Y, pair.Second.Box.Y, 0.01);
                });
                Assert.True(drawn.Limits.All(limit => Known.Any(known => limit.Contains(known, StringComparison.Ordinal))), $"{name} page {i}: {string.Join("; ", drawn.Limits)}");
                Ink(name, drawn);
            }
        }
    }

    /// <summary>Where a text stands there is ink.</summary>
    private static void Ink(string name, RenderedPage drawn)
    {
        using var bitmap = SKBitmap.Decode(drawn.Png.Span);
        Assert.Equal((drawn.WidthPixels, drawn.HeightPixels), (bitmap.Width, bitmap.Height));
        var scale = bitmap.Width / drawn.WidthMm;
        foreach (var text in drawn.TextBoxes.Where(text => !string.IsNullOrWhiteSpace(text.Text) && text.Box is { Width: > 1, Height: > 1 }))
        {
            Assert.True(HasInk(bitmap, text.Box, scale), $"{name}: '{text.Text}' at {text.Box} has left no ink.");
        }
    }

    private static bool HasInk(SKBitmap bitmap, OfdBox box, double scale)
    {
        for (var y = (int)Math.Max(0, box.Y * scale); y < Math.Min(bitmap.Height, (box.Y + box.Height) * scale); y++)
        {
            for (var x = (int)Math.Max(0, box.X * scale); x < Math.Min(bitmap.Width, (box.X + box.Width) * scale); x++)
            {
                var pixel = bitmap.GetPixel(x, y);
                if (pixel.Red < 250 || pixel.Green < 250 || pixel.Blue < 250)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Keep(string name, int page, RenderedPage drawn)
    {
        if (Environment.GetEnvironmentVariable("TRUST_PICTURE_DIR") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(name)}-{page}.png"), drawn.Png.ToArray());
        }
    }

    /// <summary>Seal structures are read elsewhere; here it is enough to find the picture file inside the signature value.</summary>
    private static SealPicture? Picture(OfdFile file, OfdSignatureFile signature)
    {
        if (signature.SignedValueEntryName is not { } name || !file.Package.Find(name)!.TryRead(out var bytes))
        {
            return null;
        }

        foreach (var (type, magic) in new[] { ("PNG", "\x89PNG"), ("ofd", "PK\x03\x04"), ("JPG", "\xFF\xD8\xFF") })
        {
            if (bytes.Span.IndexOf(System.Text.Encoding.Latin1.GetBytes(magic)) is var at and >= 0)
            {
                return new(type, bytes[at..]);
            }
        }

        return null;
    }
}
