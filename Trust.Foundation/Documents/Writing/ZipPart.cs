using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Trust.Documents.Writing;

/// <summary>
/// One entry in the form in which it stands in a ZIP file (ISO/IEC 21320-1): deflated where that helps, no data descriptor, no time of the machine,
/// so that equal content gives equal bytes on every system.
/// </summary>
internal sealed record ZipPart(byte[] Header, ReadOnlyMemory<byte> Data, byte[] Directory)
{
    public const uint LocalSignature = 0x04034B50;
    public const uint DirectorySignature = 0x02014B50;
    public const uint EndSignature = 0x06054B50;
    public const int LocalHeaderSize = 30;
    public const int DirectoryHeaderSize = 46;
    public const int EndRecordSize = 22;
    public const int OffsetInDirectory = 42;
    public const ushort Deflated = 8;
    public const ushort Utf8Names = 0x0800;

    private const ushort Version = 20;
    private const ushort FirstOfJanuary1980 = 0x0021;

    public int Length => Header.Length + Data.Length;

    public static ZipPart Pack(string name, ReadOnlyMemory<byte> data)
    {
        var packed = Deflate(data.Span);
        var method = packed.Length < data.Length ? Deflated : (ushort)0;
        var stored = method == Deflated ? packed : data;
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var flags = Ascii.IsValid(name) ? (ushort)0 : Utf8Names;

        // The fields from the version to the length of extra data stand in the same order in both headers.
        var common = new byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(common, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(4), method);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(8), FirstOfJanuary1980);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(10), Crc32.HashToUInt32(data.Span));
        BinaryPrimitives.WriteInt32LittleEndian(common.AsSpan(14), stored.Length);
        BinaryPrimitives.WriteInt32LittleEndian(common.AsSpan(18), data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(22), (ushort)nameBytes.Length);

        var header = new byte[LocalHeaderSize + nameBytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalSignature);
        common.CopyTo(header, 4);
        nameBytes.CopyTo(header, LocalHeaderSize);

        var directory = new byte[DirectoryHeaderSize + nameBytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(directory, DirectorySignature);
        BinaryPrimitives.WriteUInt16LittleEndian(directory.AsSpan(4), Version);
        common.CopyTo(directory, 6);
        nameBytes.CopyTo(directory, DirectoryHeaderSize);
        return new(header, stored, directory);
    }

    /// <summary>The end of central directory record.</summary>
    public static byte[] End(int count, long size, long offset)
    {
        var end = new byte[EndRecordSize];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), checked((ushort)count));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), checked((ushort)count));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), checked((uint)size));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), checked((uint)offset));
        return end;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return packed.ToArray();
    }
}
