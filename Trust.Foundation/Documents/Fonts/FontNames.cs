using System.Buffers.Binary;
using System.Text;

namespace Trust.Documents.Fonts;

/// <summary>Names of a font: <c>name</c> table, Windows platform, English (ISO/IEC 14496-22, clause 5.2.8).</summary>
internal static class FontNames
{
    private const string Unnamed = "Font";
    private const int MaximumLength = 64;

    public static string FamilyName(ReadOnlySpan<byte> table) => Find(table, 16) ?? Find(table, 1) ?? Unnamed;

    public static string FullName(ReadOnlySpan<byte> table) => Find(table, 4) ?? FamilyName(table);

    /// <summary>Format 0 table with the copyright, names and licence of the font: what the licence asks to stay with every copy.</summary>
    public static byte[] Reduce(ReadOnlySpan<byte> table)
    {
        List<(ushort Id, byte[] Text)> kept = [];
        foreach (var id in new ushort[] { 0, 1, 2, 4, 6, 13, 14, 16, 17 })
        {
            if (FindBytes(table, id) is { Length: > 0 } text)
            {
                kept.Add((id, text));
            }
        }

        var header = 6 + (kept.Count * 12);
        var reduced = new byte[header + kept.Sum(name => name.Text.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(reduced.AsSpan(2), (ushort)kept.Count);
        BinaryPrimitives.WriteUInt16BigEndian(reduced.AsSpan(4), (ushort)header);
        var end = 0;
        for (var i = 0; i < kept.Count; i++)
        {
            var (id, text) = kept[i];
            ushort[] record = [3, 1, 0x409, id, (ushort)text.Length, (ushort)end];
            for (var field = 0; field < record.Length; field++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(reduced.AsSpan(6 + (i * 12) + (field * 2)), record[field]);
            }

            text.CopyTo(reduced, header + end);
            end += text.Length;
        }

        return reduced;
    }

    // A name goes into XML attributes and PDF names: anything but plain letters, digits, space and hyphen is left out.
    private static string? Find(ReadOnlySpan<byte> table, ushort id)
    {
        if (FindBytes(table, id) is not { } bytes)
        {
            return null;
        }

        var name = new string([.. Encoding.BigEndianUnicode.GetString(bytes).Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-').Take(MaximumLength)]).Trim();
        return name.Length == 0 ? null : name;
    }

    private static byte[]? FindBytes(ReadOnlySpan<byte> table, ushort id)
    {
        if (table.Length < 6)
        {
            return null;
        }

        var storage = BinaryPrimitives.ReadUInt16BigEndian(table[4..]);
        var count = BinaryPrimitives.ReadUInt16BigEndian(table[2..]);
        for (var i = 0; i < count && table.Length >= 6 + ((i + 1) * 12); i++)
        {
            var record = table.Slice(6 + (i * 12), 12);
            var length = BinaryPrimitives.ReadUInt16BigEndian(record[8..]) & ~1;
            var start = storage + BinaryPrimitives.ReadUInt16BigEndian(record[10..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(record) == 3 && BinaryPrimitives.ReadUInt16BigEndian(record[4..]) == 0x409
                && BinaryPrimitives.ReadUInt16BigEndian(record[6..]) == id && start + length <= table.Length)
            {
                return table.Slice(start, length).ToArray();
            }
        }

        return null;
    }
}
