using System.IO.Compression;
using System.IO.Hashing;
using Trust.Crypto;
using Trust.Documents.Packaging;

namespace Trust.Documents.Signing;

/// <summary>An entry of a package that is about to be signed.</summary>
/// <param name="Name">Name, without a leading slash; ends with a slash for a folder.</param>
/// <param name="Offset">Where its local header begins.</param>
/// <param name="Length">Bytes from its local header to the next entry, data descriptor included.</param>
/// <param name="DataOffset">Where its data begin.</param>
/// <param name="PackedSize">Bytes of its data.</param>
/// <param name="Size">Bytes unpacked.</param>
/// <param name="Checksum">CRC-32 of the unpacked bytes.</param>
/// <param name="IsDeflated">Deflated or stored.</param>
/// <param name="Directory">Its record in the central directory, as stored.</param>
internal sealed record StoredEntry(
    string Name, int Offset, int Length, int DataOffset, int PackedSize, long Size, uint Checksum, bool IsDeflated, ReadOnlyMemory<byte> Directory)
{
    public bool IsFolder => Name.EndsWith('/');
}

/// <summary>
/// A ZIP file whose every byte is accounted for: entries without gaps from the first byte to the central directory, then the end record, then nothing.
/// What is not like that cannot be signed, because two programs may read two different documents from it.
/// </summary>
internal sealed class StoredPackage
{
    private readonly Dictionary<string, StoredEntry> _byName;

    internal StoredPackage(ReadOnlyMemory<byte> file, IReadOnlyList<StoredEntry> entries)
    {
        File = file;
        Entries = entries;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    public ReadOnlyMemory<byte> File { get; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<StoredEntry> Entries { get; }

    public StoredEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Unpacked bytes of a small entry (XML); null when it is broken or larger than allowed.</summary>
    public byte[]? Read(StoredEntry entry, long maximum)
    {
        if (entry.Size > maximum)
        {
            return null;
        }

        var data = new byte[entry.Size];
        var at = 0;
        var sound = Unpack(entry, chunk =>
        {
            chunk.CopyTo(data.AsSpan(at));
            at += chunk.Length;
        });
        return sound ? data : null;
    }

    /// <summary>SM3 of the unpacked bytes of the entries that are asked for; null for one that is broken.</summary>
    public IReadOnlyDictionary<string, byte[]?> Digest(Func<StoredEntry, bool> which)
    {
        var digests = new EntryDigests();
        foreach (var entry in Entries.Where(which))
        {
            if (Read(entry, EntryDigests.LargestCollected) is { } content)
            {
                digests.Add(entry.Name, content);
            }
            else
            {
                using var hasher = new Sm3Hasher();
                digests.Keep(entry.Name, Unpack(entry, chunk => hasher.Append(chunk)) ? hasher.GetHashAndReset() : null);
            }
        }

        return digests.Finish();
    }

    private delegate void Chunk(ReadOnlySpan<byte> data);

    // Never gives out more than the declared size; size and checksum must agree in the end.
    private bool Unpack(StoredEntry entry, Chunk take)
    {
        var packed = File.Slice(entry.DataOffset, entry.PackedSize);
        if (!entry.IsDeflated)
        {
            if (packed.Length != entry.Size || Crc32.HashToUInt32(packed.Span) != entry.Checksum)
            {
                return false;
            }

            take(packed.Span);
            return true;
        }

        try
        {
            using var source = new ReadOnlyMemoryStream(packed);
            using var inflate = new DeflateStream(source, CompressionMode.Decompress);
            var buffer = new byte[65536];
            var (total, checksum) = (0L, new Crc32());
            int read;
            while ((read = inflate.Read(buffer)) > 0)
            {
                total += read;
                if (total > entry.Size)
                {
                    return false;
                }

                checksum.Append(buffer.AsSpan(0, read));
                take(buffer.AsSpan(0, read));
            }

            return total == entry.Size && checksum.GetCurrentHashAsUInt32() == entry.Checksum;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads memory as a stream without copying it.</summary>
    private sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> data) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => data.Length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, data.Length - _at);
            data.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
