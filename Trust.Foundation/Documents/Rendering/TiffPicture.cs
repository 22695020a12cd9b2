using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using SkiaSharp;

namespace Trust.Documents.Rendering;

/// <summary>
/// Baseline TIFF 6.0 as documents use it: strips, 8 bits a sample (grey, RGB, palette) or 1 bit (black and white); uncompressed, PackBits, LZW or Deflate,
/// horizontal predictor. Fax compression is a limit.
/// </summary>
internal static class TiffPicture
{
    public static bool IsTiff(ReadOnlySpan<byte> bytes) => bytes.Length > 8 && (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8));

    public static bool TryDecode(ReadOnlySpan<byte> bytes, long maxPixels, [NotNullWhen(true)] out SKImage? image, out string fault)
    {
        image = null;
        var tags = new TiffTags(bytes);
        long width = tags.First(256, 0), height = tags.First(257, 0), bits = tags.First(258, 1), samples = tags.First(277, 1), compression = tags.First(259, 1), photometric = tags.First(262, 1);
        if (width <= 0 || height <= 0 || width > 65_535 || height > 65_535 || width * height > maxPixels)
        {
            fault = $"it has {width} x {height} pixels.";
            return false;
        }

        var known = (bits == 8 && samples is 1 or 3 or 4 && photometric is 0 or 1 or 2 or 3) || (bits == 1 && samples == 1 && photometric is 0 or 1);
        if (!known || compression is not (1 or 5 or 8 or 32946 or 32773) || tags.First(284, 1) != 1 || tags.All(273).Length == 0)
        {
            fault = $"TIFF of this kind (compression {compression}, {samples} x {bits} bits) is not read.";
            return false;
        }

        var row = (int)(((width * bits * samples) + 7) / 8);
        var raw = new byte[row * (int)height];
        var at = 0;
        long[] offsets = tags.All(273), counts = tags.All(279);
        var rows = (int)Math.Clamp(tags.First(278, height), 1, height);
        for (var i = 0; i < offsets.Length && at < raw.Length; i++)
        {
            if (i >= counts.Length || offsets[i] < 0 || counts[i] < 0 || offsets[i] + counts[i] > bytes.Length)
            {
                break;
            }

            var strip = raw.AsSpan(at, (int)Math.Min((long)row * rows, raw.Length - at));
            Unpack(bytes.Slice((int)offsets[i], (int)counts[i]), compression, strip);
            at += strip.Length;
        }

        if (tags.First(317, 1) == 2 && bits == 8)
        {
            Accumulate(raw, row, (int)samples);
        }

        fault = "its data is broken.";
        image = Picture(raw, row, (int)width, (int)height, (int)bits, (int)samples, (int)photometric, tags.All(320));
        return image is not null;
    }

    private static void Unpack(ReadOnlySpan<byte> packed, long compression, Span<byte> to)
    {
        switch (compression)
        {
            case 1:
                packed[..Math.Min(packed.Length, to.Length)].CopyTo(to);
                break;
            case 5:
                TiffLzw.Unpack(packed, to);
                break;
            case 32773:
                PackBits(packed, to);
                break;
            default:
                Inflate(packed, to);
                break;
        }
    }

    private static void Inflate(ReadOnlySpan<byte> packed, Span<byte> to)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            stream.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            // What was unpacked so far stays.
        }
    }

    private static void PackBits(ReadOnlySpan<byte> packed, Span<byte> to)
    {
        for (int from = 0, at = 0; from + 1 < packed.Length && at < to.Length;)
        {
            var count = (sbyte)packed[from++];
            if (count >= 0)
            {
                var length = Math.Min(Math.Min(count + 1, packed.Length - from), to.Length - at);
                packed.Slice(from, length).CopyTo(to[at..]);
                from += count + 1;
                at += length;
            }
            else if (count != -128)
            {
                var length = Math.Min(1 - count, to.Length - at);
                to.Slice(at, length).Fill(packed[from++]);
                at += length;
            }
        }
    }

    private static void Accumulate(byte[] raw, int row, int samples)
    {
        for (var start = 0; start < raw.Length; start += row)
        {
            for (var i = start + samples; i < Math.Min(start + row, raw.Length); i++)
            {
                raw[i] += raw[i - samples];
            }
        }
    }

    private static SKImage? Picture(byte[] raw, int row, int width, int height, int bits, int samples, int photometric, long[] palette)
    {
        var pixels = new byte[width * height * 4];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, to += 4)
            {
                var from = (y * row) + (x * samples);
                if (samples >= 3)
                {
                    raw.AsSpan(from, 3).CopyTo(pixels.AsSpan(to));
                }
                else
                {
                    var value = bits == 8 ? raw[from] : (raw[(y * row) + (x >> 3)] >> (7 - (x & 7)) & 1) * 255;
                    Grey(pixels.AsSpan(to, 3), photometric, value, palette);
                }

                pixels[to + 3] = 255;
            }
        }

        return SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
    }

    private static void Grey(Span<byte> pixel, int photometric, int value, long[] palette)
    {
        for (var i = 0; i < 3; i++)
        {
            pixel[i] = photometric switch
            {
                0 => (byte)(255 - value),
                3 when palette.Length >= 768 => (byte)(palette[(i * 256) + value] >> 8),
                _ => (byte)value,
            };
        }
    }

    /// <summary>The first image directory.</summary>
    private readonly ref struct TiffTags
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly bool _little;
        private readonly int _directory;
        private readonly int _count;

        public TiffTags(ReadOnlySpan<byte> bytes)
        {
            _bytes = bytes;
            _little = bytes[0] == 'I';
            var at = Read(4, 4);
            _directory = at >= 8 && at + 2 <= bytes.Length ? (int)at + 2 : 0;
            _count = _directory == 0 ? 0 : (int)Math.Min(Read((int)at, 2), (bytes.Length - _directory) / 12);
        }

        public long First(int tag, long otherwise) => All(tag) is [var value, ..] ? value : otherwise;

        public long[] All(int tag)
        {
            for (var i = 0; i < _count; i++)
            {
                var at = _directory + (i * 12);
                if (Read(at, 2) != tag)
                {
                    continue;
                }

                var width = Read(at + 2, 2) switch { 1 => 1, 3 => 2, 4 => 4, _ => 0 };
                var count = Read(at + 4, 4);
                var from = count * width <= 4 ? at + 8 : Read(at + 8, 4);
                if (width == 0 || count > 1_000_000 || from + (count * width) > _bytes.Length)
                {
                    return [];
                }

                var values = new long[count];
                for (var n = 0; n < count; n++)
                {
                    values[n] = Read((int)from + (n * width), width);
                }

                return values;
            }

            return [];
        }

        private long Read(int at, int width)
        {
            var slice = _bytes.Slice(at, width);
            return width switch
            {
                1 => slice[0],
                2 => _little ? BinaryPrimitives.ReadUInt16LittleEndian(slice) : BinaryPrimitives.ReadUInt16BigEndian(slice),
                _ => _little ? BinaryPrimitives.ReadUInt32LittleEndian(slice) : BinaryPrimitives.ReadUInt32BigEndian(slice),
            };
        }
    }
}
