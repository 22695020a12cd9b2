using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Trust.Documents.Packaging;

/// <summary>Unpacks one entry within what the directory declares: never more bytes than declared, never past the deadline.</summary>
internal static class EntryUnpacking
{
    private const string TimeUp = "The time for this file is used up.";

    /// <summary>Null when stored bytes agree with the directory, else the fault.</summary>
    public static string? CheckStored(PackageEntry entry, Deadline deadline)
    {
        var data = entry.Data!.Value.Span;
        return deadline.Passed ? TimeUp
            : data.Length != entry.Size ? "Stored size and size differ."
            : Crc32.HashToUInt32(data) != entry.Record.Crc ? "The checksum is wrong."
            : null;
    }

    /// <summary>Null when every byte was handed over and agrees with the directory, else the fault.</summary>
    public static string? Stream(PackageEntry entry, Deadline deadline, PackageBytes sink)
    {
        if (entry.IsStored)
        {
            var fault = CheckStored(entry, deadline);
            if (fault is null)
            {
                sink(entry.Data!.Value.Span);
            }

            return fault;
        }

        try
        {
            return Inflate(entry, deadline, sink);
        }
        catch (InvalidDataException)
        {
            return "The compressed data is broken.";
        }
    }

    private static string? Inflate(PackageEntry entry, Deadline deadline, PackageBytes sink)
    {
        using var packed = Open(entry.Data!.Value);
        using var inflater = new DeflateStream(packed, CompressionMode.Decompress);
        var buffer = new byte[Math.Clamp(entry.Size + 1, 64, 128 * 1024)];
        long left = entry.Size;
        var checksum = new Crc32();
        while (true)
        {
            if (deadline.Passed)
            {
                return TimeUp;
            }

            var read = inflater.Read(buffer);
            if (read == 0)
            {
                return left != 0 ? "Fewer bytes than the directory declares." : checksum.GetCurrentHashAsUInt32() != entry.Record.Crc ? "The checksum is wrong." : null;
            }

            if (read > left)
            {
                return "More bytes than the directory declares.";
            }

            left -= read;
            checksum.Append(buffer.AsSpan(0, read));
            sink(buffer.AsSpan(0, read));
        }
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new(bytes.ToArray(), writable: false);
}
