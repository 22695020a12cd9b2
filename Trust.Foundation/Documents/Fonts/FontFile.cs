using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Trust.Documents.Fonts;

/// <summary>Writes sfnt files and the tables that a subset gets anew (ISO/IEC 14496-22).</summary>
internal static class FontFile
{
    private const uint ChecksumMagic = 0xB1B0AFBA;
    private const int ChecksumAdjustmentAt = 8;

    /// <summary>The file; tables in the order of their tags, empty ones left out, padded to four bytes, checksums set.</summary>
    public static byte[] Write(IReadOnlyList<(string Tag, byte[] Data)> tables)
    {
        var present = tables.Where(table => table.Data.Length > 0).ToList();
        var header = 12 + (present.Count * 16);
        var file = new byte[header + present.Sum(table => Padded(table.Data.Length))];
        BinaryPrimitives.WriteUInt32BigEndian(file, FontTables.TrueTypeVersion);
        var power = BitOperations.Log2((uint)present.Count);
        WriteWords(file.AsSpan(4), present.Count, 16 << power, power, (present.Count * 16) - (16 << power));
        var at = header;
        var headAt = 0;
        for (var i = 0; i < present.Count; i++)
        {
            var (tag, data) = present[i];
            data.CopyTo(file, at);
            if (tag == "head")
            {
                headAt = at;
                file.AsSpan(at + ChecksumAdjustmentAt, 4).Clear();
            }

            var record = file.AsSpan(12 + (i * 16), 16);
            Encoding.ASCII.GetBytes(tag, record);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(file.AsSpan(at, Padded(data.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(record[12..], (uint)data.Length);
            at += Padded(data.Length);
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headAt + ChecksumAdjustmentAt), unchecked(ChecksumMagic - Checksum(file)));
        return file;
    }

    /// <summary><c>cmap</c> with one subtable (platform 3, encoding 10, format 12) of exactly these characters.</summary>
    public static byte[] CharacterMap(IReadOnlyDictionary<int, ushort> map)
    {
        List<(int First, int Last, int Glyph)> groups = [];
        foreach (var (character, glyph) in map.OrderBy(pair => pair.Key))
        {
            if (groups.Count > 0 && groups[^1] is var last && character == last.Last + 1 && glyph == last.Glyph + (character - last.First))
            {
                groups[^1] = last with { Last = character };
            }
            else
            {
                groups.Add((character, character, glyph));
            }
        }

        var table = new byte[12 + 16 + (groups.Count * 12)];
        WriteWords(table, 0, 1, 3, 10, 0, 12, 12, 0);
        WriteLongs(table.AsSpan(16), table.Length - 12, 0, groups.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            WriteLongs(table.AsSpan(28 + (i * 12)), groups[i].First, groups[i].Last, groups[i].Glyph);
        }

        return table;
    }

    /// <summary><c>post</c> of version 3: no glyph names.</summary>
    public static byte[] PostScript(ReadOnlySpan<byte> original)
    {
        var table = new byte[32];
        original[..Math.Min(original.Length, 16)].CopyTo(table);
        BinaryPrimitives.WriteUInt32BigEndian(table, 0x00030000);
        return table;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        for (var i = 0; i < data.Length; i += 4)
        {
            unchecked
            {
                sum += BinaryPrimitives.ReadUInt32BigEndian(data[i..]);
            }
        }

        return sum;
    }

    private static void WriteWords(Span<byte> target, params ReadOnlySpan<int> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target[(i * 2)..], (ushort)values[i]);
        }
    }

    private static void WriteLongs(Span<byte> target, params ReadOnlySpan<int> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(target[(i * 4)..], values[i]);
        }
    }
}
