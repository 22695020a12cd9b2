using SkiaSharp;

namespace Trust.Documents.Rendering;

/// <summary>Pictures of one drawing, decoded within limits and kept while they are few.</summary>
internal sealed class ImageBook(DrawContext context) : IDisposable
{
    private const long MostKeptPixels = 16_000_000;
    private readonly Dictionary<(ulong?, ulong?), SKImage?> _images = [];
    private long _kept;

    public static SKSamplingOptions Sampling { get; } = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    public SKImage? Get(ulong? id, ulong? maskId)
    {
        if (id is null)
        {
            return null;
        }

        if (_images.TryGetValue((id, maskId), out var image))
        {
            return image;
        }

        image = Decode(id);
        if (image is not null && maskId is not null)
        {
            using var plain = image;
            using var mask = Decode(maskId);
            image = mask is null ? Keep(plain) : ImageDecoding.Masked(plain, mask);
        }

        _kept += image is null ? 0 : (long)image.Width * image.Height;
        if (_kept > MostKeptPixels)
        {
            foreach (var old in _images.Values)
            {
                old?.Dispose();
            }

            _images.Clear();
            _kept = image is null ? 0 : (long)image.Width * image.Height;
        }

        return _images[(id, maskId)] = image;
    }

    public void Dispose()
    {
        foreach (var image in _images.Values)
        {
            image?.Dispose();
        }
    }

    private static SKImage? Keep(SKImage image) => image.Subset(SKRectI.Create(image.Width, image.Height));

    private SKImage? Decode(ulong? id)
    {
        var media = context.Media(id);
        if (media?.EntryName is null || context.File.Package.Find(media.EntryName) is not { } entry)
        {
            context.Limits.Add($"The picture {id} is missing.");
            return null;
        }

        var limits = context.File.Package.Limits;
        if (entry.Size > limits.MaxPictureBytes || !entry.TryRead(out var bytes))
        {
            context.Limits.Add($"The picture {entry.Name} is too large or damaged.");
            return null;
        }

        if (ImageDecoding.TryDecode(bytes, limits.MaxPicturePixels, out var image, out var fault))
        {
            return image;
        }

        context.Limits.Add($"The picture {entry.Name} cannot be drawn: {fault}");
        return null;
    }
}
