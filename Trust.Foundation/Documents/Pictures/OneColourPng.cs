using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Trust.Documents.Writing;

namespace Trust.Documents.Pictures;

/// <summary>
/// PNG (ISO/IEC 15948) of one colour in 256 degrees of opacity, one byte a pixel by a palette: about a quarter of the size of a full colour one,
/// which counts because the picture is part of every seal signature.
/// </summary>
internal static class OneColourPng
{
    private const int Levels = 256;

    public static byte[] Write(ReadOnlySpan<byte> opacity, int width, int height, int stride, OfdColor color, double pixelsPerMm)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 3);
        Chunk(png, "IHDR"u8, header);

        Span<byte> density = stackalloc byte[9];
        BinaryPrimitives.WriteInt32BigEndian(density, (int)Math.Round(pixelsPerMm * 1000));
        BinaryPrimitives.WriteInt32BigEndian(density[4..], (int)Math.Round(pixelsPerMm * 1000));
        density[8] = 1;
        Chunk(png, "pHYs"u8, density);

        var palette = new byte[Levels * 3];
        var transparency = new byte[Levels];
        for (var level = 0; level < Levels; level++)
        {
            (palette[level * 3], palette[(level * 3) + 1], palette[(level * 3) + 2]) = (color.Red, color.Green, color.Blue);
            transparency[level] = (byte)(level * color.Alpha / 255);
        }

        Chunk(png, "PLTE"u8, palette);
        Chunk(png, "tRNS"u8, transparency);
        Chunk(png, "IDAT"u8, Rows(opacity, width, height, stride));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Rows(ReadOnlySpan<byte> opacity, int width, int height, int stride)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(opacity.Slice(y * stride, width));
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
