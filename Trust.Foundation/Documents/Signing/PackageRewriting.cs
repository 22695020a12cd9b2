using System.Buffers.Binary;
using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>Writes a package anew: entries that stay are copied with their headers as stored, into one buffer of the exact size.</summary>
internal static class PackageRewriting
{
    public static byte[] Write(StoredPackage package, Dictionary<string, ZipPart> replaced, IReadOnlyList<ZipPart> added)
    {
        var (size, directorySize) = Measure(package, replaced, added);
        var file = new byte[checked(size + directorySize + ZipPart.EndRecordSize)];
        var (at, directoryAt) = (0, size);
        foreach (var entry in package.Entries)
        {
            if (replaced.TryGetValue(entry.Name, out var part))
            {
                Put(part);
                continue;
            }

            Record(entry.Directory.Span);
            package.File.Span.Slice(entry.Offset, entry.Length).CopyTo(file.AsSpan(at));
            at += entry.Length;
        }

        foreach (var part in added)
        {
            Put(part);
        }

        ZipPart.End(package.Entries.Count + added.Count, directorySize, size).CopyTo(file, directoryAt);
        return file;

        void Put(ZipPart part)
        {
            Record(part.Directory);
            part.Header.CopyTo(file, at);
            part.Data.CopyTo(file.AsMemory(at + part.Header.Length));
            at += part.Length;
        }

        void Record(ReadOnlySpan<byte> record)
        {
            record.CopyTo(file.AsSpan(directoryAt));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(directoryAt + ZipPart.OffsetInDirectory), (uint)at);
            directoryAt += record.Length;
        }
    }

    private static (int Size, int DirectorySize) Measure(StoredPackage package, Dictionary<string, ZipPart> replaced, IReadOnlyList<ZipPart> added)
    {
        var kept = package.Entries.Where(entry => !replaced.ContainsKey(entry.Name)).ToList();
        List<ZipPart> parts = [.. replaced.Values, .. added];
        return checked((kept.Sum(entry => entry.Length) + parts.Sum(part => part.Length),
            kept.Sum(entry => entry.Directory.Length) + parts.Sum(part => part.Directory.Length)));
    }
}
