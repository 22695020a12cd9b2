using System.Buffers.Binary;

namespace Trust.Documents.Fonts;

/// <summary>Table directory of an sfnt file (ISO/IEC 14496-22, clause 4.5.1), every table inside the file.</summary>
internal sealed class FontTables
{
    /// <summary>TrueType outlines.</summary>
    public const uint TrueTypeVersion = 0x00010000;

    private const int MaximumTables = 64;
    private const int HeaderSize = 12;
    private const int RecordSize = 16;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _tables;

    private FontTables(Dictionary<string, ReadOnlyMemory<byte>> tables) => _tables = tables;

    public ReadOnlyMemory<byte> this[string tag] => _tables.GetValueOrDefault(tag);

    public static FontTables? TryRead(ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        if (bytes.Length < HeaderSize || BinaryPrimitives.ReadUInt32BigEndian(bytes) != TrueTypeVersion)
        {
            return null;
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (count > MaximumTables || bytes.Length < HeaderSize + (count * RecordSize))
        {
            return null;
        }

        var tables = new Dictionary<string, ReadOnlyMemory<byte>>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var record = bytes.Slice(HeaderSize + (i * RecordSize), RecordSize);
            var offset = BinaryPrimitives.ReadUInt32BigEndian(record[8..]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(record[12..]);
            if ((ulong)offset + length > (ulong)bytes.Length
                || !tables.TryAdd(System.Text.Encoding.Latin1.GetString(record[..4]), data.Slice((int)offset, (int)length)))
            {
                return null;
            }
        }

        return new FontTables(tables);
    }
}
