using SkiaSharp;
using Trust.Crypto;

namespace Trust.Documents.Writing;

/// <summary>A picture file whose format was told by its content.</summary>
internal sealed record ImageFile(ReadOnlyMemory<byte> Data, string Format, string Digest)
{
    private const int MaximumSizeInBytes = 32 * 1024 * 1024;
    private const long MaximumPixels = 100_000_000;

    public string Extension => Format == "PNG" ? "png" : "jpg";

    public static WritingFault? TryRead(ReadOnlyMemory<byte> data, out ImageFile? image)
    {
        image = null;
        var format = Magic(data.Span);
        if (format is null || data.Length > MaximumSizeInBytes)
        {
            return new(WritingFaults.ImageUnreadable, "A picture is neither PNG nor JPEG, or is larger than 32 MiB.");
        }

        using var copy = SKData.CreateCopy(data.Span);
        using var codec = SKCodec.Create(copy);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height is <= 0 or > MaximumPixels)
        {
            return new(WritingFaults.ImageUnreadable, "A picture cannot be decoded or has more than 100 million pixels.");
        }

        image = new(data, format, Convert.ToHexString(Sm3.HashData(data.Span)));
        return null;
    }

    private static string? Magic(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        ReadOnlySpan<byte> jpeg = [0xFF, 0xD8, 0xFF];
        return data.StartsWith(png) ? "PNG" : data.StartsWith(jpeg) ? "JPEG" : null;
    }
}

/// <summary>Pictures of a document; the same file is stored once.</summary>
internal sealed class ImageTable
{
    private readonly Dictionary<string, (int Id, ImageFile File)> _images = new(StringComparer.Ordinal);
    private readonly List<(int Id, ImageFile File)> _ordered = [];

    public IReadOnlyList<(int Id, ImageFile File)> All => _ordered;

    public int Add(ImageFile file, Func<int> nextId)
    {
        if (!_images.TryGetValue(file.Digest, out var known))
        {
            known = (nextId(), file);
            _images.Add(file.Digest, known);
            _ordered.Add(known);
        }

        return known.Id;
    }
}
