using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>Reads the central directory of a ZIP file and checks it against the local headers (APPNOTE 4.3, ISO/IEC 21320-1).</summary>
internal static class PackageDirectory
{
    private const int MaximumEntries = 10_000;
    private const long MaximumUnpacked = 512L * 1024 * 1024;
    private const int MaximumRatio = 200;
    private const int RatioFreeSize = 1024 * 1024;
    private const ushort Encrypted = 0x0041;
    private const ushort HasDescriptor = 0x0008;
    private const uint DescriptorSignature = 0x08074B50;
    private const uint UnknownSize = 0xFFFFFFFF;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static WritingFault? TryRead(ReadOnlyMemory<byte> file, out StoredPackage? package)
    {
        package = null;
        var bytes = file.Span;
        var endAt = bytes.Length - ZipPart.EndRecordSize;
        if (endAt < 0 || U32(bytes, endAt) != ZipPart.EndSignature || U16(bytes, endAt + 20) != 0)
        {
            return Unclean("The file does not end with the end record of a ZIP file.");
        }

        int count = U16(bytes, endAt + 10);
        long size = U32(bytes, endAt + 12);
        long start = U32(bytes, endAt + 16);
        if (count == 0xFFFF || start == UnknownSize)
        {
            return new(WritingFaults.PackageUnsupported, "The file is in the ZIP64 form.");
        }

        if (U32(bytes, endAt + 4) != 0 || U16(bytes, endAt + 8) != count || start + size != endAt)
        {
            return Unclean("The end record does not describe the central directory.");
        }

        if (count > MaximumEntries)
        {
            return new(WritingFaults.TooLarge, "The package has more than 10,000 entries.");
        }

        List<Record> records = [];
        var at = (int)start;
        for (var i = 0; i < count; i++)
        {
            if (ReadRecord(file, ref at, endAt, out var record) is { } fault)
            {
                return fault;
            }

            records.Add(record);
        }

        return at == endAt ? Join(file, (int)start, records, out package) : Unclean("The central directory is longer than its entries.");
    }

    private readonly record struct Record(
        string Name, ushort Flags, ushort Method, uint Checksum, uint Packed, uint Size, uint Offset, ReadOnlyMemory<byte> NameBytes, ReadOnlyMemory<byte> Whole);

    private static WritingFault? ReadRecord(ReadOnlyMemory<byte> file, ref int at, int end, out Record record)
    {
        record = default;
        var bytes = file.Span;
        if (end - at < ZipPart.DirectoryHeaderSize || U32(bytes, at) != ZipPart.DirectorySignature)
        {
            return Unclean("The central directory is cut off.");
        }

        int nameLength = U16(bytes, at + 28);
        var length = ZipPart.DirectoryHeaderSize + nameLength + U16(bytes, at + 30) + U16(bytes, at + 32);
        if (end - at < length)
        {
            return Unclean("The central directory is cut off.");
        }

        var nameBytes = file.Slice(at + ZipPart.DirectoryHeaderSize, nameLength);
        if (!TryReadName(nameBytes.Span, out var name))
        {
            return Unclean("An entry name is not UTF-8, or is not a plain relative path.");
        }

        record = new(name, U16(bytes, at + 8), U16(bytes, at + 10), U32(bytes, at + 16), U32(bytes, at + 20), U32(bytes, at + 24),
            U32(bytes, at + 42), nameBytes, file.Slice(at, length));
        at += length;
        if ((record.Flags & Encrypted) != 0)
        {
            return Unclean($"The entry {name} is encrypted.");
        }

        return record.Method is not (0 or ZipPart.Deflated) || record.Packed == UnknownSize || record.Size == UnknownSize || record.Offset == UnknownSize
            ? new(WritingFaults.PackageUnsupported, $"The entry {name} is in the ZIP64 form or compressed in an unusual way.")
            : null;
    }

    private static WritingFault? Join(ReadOnlyMemory<byte> file, int end, List<Record> records, out StoredPackage? package)
    {
        package = null;
        List<StoredEntry> entries = new(records.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        var unpacked = 0L;
        foreach (var record in records.OrderBy(record => record.Offset))
        {
            unpacked += record.Size;
            if (unpacked > MaximumUnpacked || (record.Size > RatioFreeSize && record.Size / MaximumRatio > record.Packed))
            {
                return new(WritingFaults.TooLarge, $"The entry {record.Name} unpacks to more than is allowed.");
            }

            if (record.Name.EndsWith('/') && record.Size != 0)
            {
                return Unclean($"The folder {record.Name} has content.");
            }

            // Names that some file systems take for one: another normal form, another case.
            if (!names.Add(record.Name.TrimEnd('/').Normalize(NormalizationForm.FormC).ToUpperInvariant()))
            {
                return Unclean($"The entry {record.Name} occurs twice.");
            }

            if (record.Offset != at || !TryReadLocal(file.Span, record, end, out var dataAt, out var next))
            {
                return Unclean($"The entry {record.Name} is not where the directory says, or its header says something else.");
            }

            entries.Add(new(record.Name, at, next - at, dataAt, (int)record.Packed, record.Size, record.Checksum, record.Method == ZipPart.Deflated, record.Whole));
            at = next;
        }

        if (at != end)
        {
            return Unclean("There are bytes between the last entry and the central directory.");
        }

        package = new(file, entries);
        return null;
    }

    private static bool TryReadLocal(ReadOnlySpan<byte> bytes, Record record, int end, out int dataAt, out int next)
    {
        (dataAt, next) = (0, 0);
        var at = (int)record.Offset;
        if (end - at < ZipPart.LocalHeaderSize || U32(bytes, at) != ZipPart.LocalSignature
            || U16(bytes, at + 6) != record.Flags || U16(bytes, at + 8) != record.Method || U16(bytes, at + 26) != record.NameBytes.Length)
        {
            return false;
        }

        var data = at + (long)ZipPart.LocalHeaderSize + record.NameBytes.Length + U16(bytes, at + 28);
        if (data + record.Packed > end || !bytes.Slice(at + ZipPart.LocalHeaderSize, record.NameBytes.Length).SequenceEqual(record.NameBytes.Span))
        {
            return false;
        }

        dataAt = (int)data;
        next = dataAt + (int)record.Packed;
        var checksum = U32(bytes, at + 14);
        var (packed, size) = LocalSizes(bytes[at..dataAt]);
        var agrees = checksum == record.Checksum && packed == record.Packed && size == record.Size;
        if ((record.Flags & HasDescriptor) == 0)
        {
            return agrees && (record.Method != 0 || record.Packed == record.Size);
        }

        return (agrees || (checksum == 0 && packed == 0 && size == 0)) && SkipDescriptor(bytes[..end], record, ref next);
    }

    // Some programs that write without seeking put small sizes into the ZIP64 field of the local header (APPNOTE 4.5.3: size, then packed size).
    private static (ulong Packed, ulong Size) LocalSizes(ReadOnlySpan<byte> header)
    {
        var (packed, size) = (U32(header, 18), U32(header, 22));
        var extra = header[(ZipPart.LocalHeaderSize + U16(header, 26))..];
        return packed == UnknownSize && size == UnknownSize && extra.Length >= 20 && U16(extra, 0) == 1 && U16(extra, 2) == 16
            ? (BinaryPrimitives.ReadUInt64LittleEndian(extra[12..]), BinaryPrimitives.ReadUInt64LittleEndian(extra[4..]))
            : (packed, size);
    }

    // The signature in front of a data descriptor is optional (APPNOTE 4.3.9.3).
    private static bool SkipDescriptor(ReadOnlySpan<byte> bytes, Record record, ref int next)
    {
        var rest = bytes[next..];
        var at = rest.Length >= 4 && U32(rest, 0) == DescriptorSignature ? 4 : 0;
        if (rest.Length < at + 12 || U32(rest, at) != record.Checksum || U32(rest, at + 4) != record.Packed || U32(rest, at + 8) != record.Size)
        {
            return false;
        }

        next += at + 12;
        return true;
    }

    private static bool TryReadName(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            name = null;
            return false;
        }

        var path = name.EndsWith('/') ? name[..^1] : name;
        return !path.Any(c => char.IsControl(c) || c is '\\' or ':') && path.Split('/').All(part => part is not ("" or "." or ".."));
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static WritingFault Unclean(string detail) => new(WritingFaults.PackageUnclean, detail);
}
