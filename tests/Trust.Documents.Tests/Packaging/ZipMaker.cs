using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Trust.Documents.Tests.Packaging;

/// <summary>Writes ZIP containers byte by byte, so that every field can lie.</summary>
internal sealed class ZipMaker
{
    internal sealed record Entry(string Name, byte[] Content)
    {
        public bool Deflate { get; init; } = true;
        public bool Descriptor { get; init; }
        public bool Listed { get; init; } = true;
        public byte[]? NameBytes { get; init; }
        public string? LocalName { get; init; }
        public ushort? LocalMethod { get; init; }
        public ushort Flags { get; init; }
        public ushort? Method { get; init; }
        public uint? LocalSize { get; init; }
        public uint? Crc { get; init; }
        public uint? Size { get; init; }
        public uint? LocalOffset { get; init; }
        public byte[] GapBefore { get; init; } = [];
        public byte[] Extra { get; init; } = [];
        public byte[] LocalExtra { get; init; } = [];
        public uint? LocalPackedSize { get; init; }
        public bool WrongDescriptor { get; init; }
    }

    public List<Entry> Entries { get; } = [];
    public byte[] Before { get; set; } = [];
    public byte[] After { get; set; } = [];
    public byte[] Comment { get; set; } = [];
    public byte[] GapBeforeDirectory { get; set; } = [];
    public ushort? CountInEnd { get; set; }
    public uint? DirectoryOffsetInEnd { get; set; }
    public bool AdjustOffsets { get; set; } = true;

    public ZipMaker Add(string name, string text) => Add(new Entry(name, Encoding.UTF8.GetBytes(text)));

    public ZipMaker Add(Entry entry)
    {
        Entries.Add(entry);
        return this;
    }

    public byte[] Make()
    {
        var file = new MemoryStream();
        var directory = new MemoryStream();
        file.Write(Before);
        var basis = AdjustOffsets ? 0 : Before.Length;
        ushort count = 0;
        foreach (var entry in Entries)
        {
            file.Write(entry.GapBefore);
            var offset = (uint)(file.Length - basis);
            var packed = entry.Deflate ? Deflate(entry.Content) : entry.Content;
            var name = entry.NameBytes ?? Encoding.UTF8.GetBytes(entry.Name);
            var localName = entry.LocalName is null ? name : Encoding.UTF8.GetBytes(entry.LocalName);
            var method = entry.Method ?? (ushort)(entry.Deflate ? 8 : 0);
            var flags = (ushort)(entry.Flags | (entry.NameBytes is null ? 0x800 : 0) | (entry.Descriptor ? 8 : 0));
            var crc = entry.Crc ?? Crc32.HashToUInt32(entry.Content);
            var size = entry.Size ?? (uint)entry.Content.Length;
            Write(file, 0x04034B50u, (ushort)20, flags, entry.LocalMethod ?? method, 0u,
                entry.Descriptor ? 0u : crc, entry.Descriptor ? 0u : entry.LocalPackedSize ?? (uint)packed.Length, entry.Descriptor ? 0u : entry.LocalSize ?? size, (ushort)localName.Length, (ushort)entry.LocalExtra.Length);
            file.Write(localName);
            file.Write(entry.LocalExtra);
            file.Write(packed);
            if (entry.Descriptor)
            {
                Write(file, 0x08074B50u, entry.WrongDescriptor ? crc ^ 1 : crc, (uint)packed.Length, size);
            }

            if (entry.Listed)
            {
                count++;
                Write(directory, 0x02014B50u, (ushort)20, (ushort)20, flags, method, 0u, crc, (uint)packed.Length, size,
                    (ushort)name.Length, (ushort)entry.Extra.Length, (ushort)0, (ushort)0, (ushort)0, 0u, entry.LocalOffset ?? offset);
                directory.Write(name);
                directory.Write(entry.Extra);
            }
        }

        file.Write(GapBeforeDirectory);
        var start = (uint)(file.Length - basis);
        directory.WriteTo(file);
        Write(file, 0x06054B50u, 0u, CountInEnd ?? count, CountInEnd ?? count, (uint)directory.Length, DirectoryOffsetInEnd ?? start, (ushort)Comment.Length);
        file.Write(Comment);
        file.Write(After);
        return file.ToArray();
    }

    public static byte[] Deflate(byte[] content)
    {
        var packed = new MemoryStream();
        using (var deflater = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(content);
        }

        return packed.ToArray();
    }

    private static void Write(MemoryStream to, params object[] values)
    {
        Span<byte> buffer = stackalloc byte[4];
        foreach (var value in values)
        {
            if (value is ushort small)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(buffer, small);
                to.Write(buffer[..2]);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)value);
                to.Write(buffer);
            }
        }
    }
}
