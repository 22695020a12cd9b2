using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Trust.Documents.Tests.Signing;

/// <summary>Packages as bytes: cutting out raw entries, and making unclean ones.</summary>
internal static class Raw
{
    /// <summary>Name and raw bytes (local header and packed data) of every entry, in the order of the file; no data descriptors.</summary>
    public static Dictionary<string, byte[]> Entries(byte[] zip)
    {
        Dictionary<string, byte[]> entries = new(StringComparer.Ordinal);
        for (var at = 0; BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at)) == 0x04034B50;)
        {
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 26));
            var length = 30 + nameLength + BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 28)) + BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(at + 18));
            entries.Add(Encoding.UTF8.GetString(zip, at + 30, nameLength), zip.AsSpan(at, length).ToArray());
            at += length;
        }

        return entries;
    }

    /// <summary>Packs with the platform's writer.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Data)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(data);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Name and unpacked bytes of every entry, duplicates too.</summary>
    public static List<(string Name, byte[] Data)> Names(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        return [.. archive.Entries.Select(entry =>
        {
            using var data = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(data);
            return (entry.FullName, data.ToArray());
        })];
    }

    public static int DirectoryStart(byte[] zip) => BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));

    /// <summary>Bytes put between the last entry and the directory, with the end record corrected.</summary>
    public static byte[] WithGap(byte[] zip, byte[] gap)
    {
        var start = DirectoryStart(zip);
        byte[] changed = [.. zip[..start], .. gap, .. zip[start..]];
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(changed.Length - 6), start + gap.Length);
        return changed;
    }

    public static int Find(byte[] zip, string name, int from) => zip.AsSpan(from).IndexOf(Encoding.UTF8.GetBytes(name)) + from;
}
