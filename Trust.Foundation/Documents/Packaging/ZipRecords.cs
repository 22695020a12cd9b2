using System.Buffers.Binary;

namespace Trust.Documents.Packaging;

/// <summary>Fixed records of APPNOTE 6.3: signatures and field positions.</summary>
internal static class ZipRecords
{
    public const uint LocalSignature = 0x04034B50;
    public const uint DirectorySignature = 0x02014B50;
    public const uint EndSignature = 0x06054B50;
    public const uint DescriptorSignature = 0x08074B50;
    public const uint Zip64LocatorSignature = 0x07064B50;
    public const int LocalLength = 30;
    public const int DirectoryLength = 46;
    public const int EndLength = 22;

    public static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    public static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    public static bool IsAt(ReadOnlySpan<byte> file, long at, uint signature) =>
        at >= 0 && at + 4 <= file.Length && U32(file, (int)at) == signature;
}

/// <summary>End of central directory record.</summary>
internal readonly record struct EndRecord(int At, ushort Disk, ushort DirectoryDisk, ushort Entries, uint DirectorySize, uint DirectoryOffset, int CommentLength)
{
    public int End => At + ZipRecords.EndLength + CommentLength;

    public static EndRecord Read(ReadOnlySpan<byte> file, int at) => new(
        at,
        ZipRecords.U16(file, at + 4),
        ZipRecords.U16(file, at + 6),
        ZipRecords.U16(file, at + 10),
        ZipRecords.U32(file, at + 12),
        ZipRecords.U32(file, at + 16),
        ZipRecords.U16(file, at + 20));
}

/// <summary>One central directory record.</summary>
internal readonly record struct DirectoryRecord(
    ushort MadeBy, ushort Flags, ushort Method, uint Crc, uint PackedSize, uint Size, uint Attributes, uint LocalOffset, ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Extra)
{
    public const ushort EncryptedFlags = 0x2041; // bits 0, 6 and 13
    public const ushort DescriptorFlag = 0x0008;
    public const ushort Utf8Flag = 0x0800;

    /// <summary>Reads the record at a place; answers its full length, 0 when there is none.</summary>
    public static int TryRead(ReadOnlyMemory<byte> file, int at, int end, out DirectoryRecord record)
    {
        record = default;
        var bytes = file.Span;
        if (at + ZipRecords.DirectoryLength > end || !ZipRecords.IsAt(bytes, at, ZipRecords.DirectorySignature))
        {
            return 0;
        }

        int nameLength = ZipRecords.U16(bytes, at + 28), extraLength = ZipRecords.U16(bytes, at + 30), commentLength = ZipRecords.U16(bytes, at + 32);
        var length = ZipRecords.DirectoryLength + nameLength + extraLength + commentLength;
        if (at + length > end)
        {
            return 0;
        }

        record = new(
            ZipRecords.U16(bytes, at + 4),
            ZipRecords.U16(bytes, at + 8),
            ZipRecords.U16(bytes, at + 10),
            ZipRecords.U32(bytes, at + 16),
            ZipRecords.U32(bytes, at + 20),
            ZipRecords.U32(bytes, at + 24),
            ZipRecords.U32(bytes, at + 38),
            ZipRecords.U32(bytes, at + 42),
            file.Slice(at + ZipRecords.DirectoryLength, nameLength),
            file.Slice(at + ZipRecords.DirectoryLength + nameLength, extraLength));
        return length;
    }
}
