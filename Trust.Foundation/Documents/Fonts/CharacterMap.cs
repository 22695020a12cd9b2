using System.Buffers.Binary;
using System.Text;

namespace Trust.Documents.Fonts;

/// <summary>Characters of a font and their glyphs: <c>cmap</c> subtables of format 4 and 12 (ISO/IEC 14496-22, clause 5.2.1).</summary>
internal sealed class CharacterMap
{
    // No font maps more characters than this by a wide margin; a hostile table must fill neither memory nor time.
    private const int MaximumCharacters = 400_000;
    private const int MaximumSubtables = 64;

    private readonly int[] _characters;
    private readonly ushort[] _glyphs;

    private CharacterMap(SortedDictionary<int, ushort> map)
    {
        _characters = [.. map.Keys];
        _glyphs = [.. map.Values];
    }

    public IEnumerable<Rune> Characters => _characters.Select(value => new Rune(value));

    public int Count => _characters.Length;

    public ushort Glyph(Rune character)
    {
        var index = Array.BinarySearch(_characters, character.Value);
        return index < 0 ? (ushort)0 : _glyphs[index];
    }

    public static CharacterMap? TryRead(ReadOnlySpan<byte> table, int glyphCount)
    {
        if (table.Length < 4)
        {
            return null;
        }

        var best = -1;
        var bestRank = 0;
        var count = Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(table[2..]), MaximumSubtables);
        for (var i = 0; i < count && table.Length >= 4 + ((i + 1) * 8); i++)
        {
            var record = table.Slice(4 + (i * 8), 8);
            var offset = BinaryPrimitives.ReadUInt32BigEndian(record[4..]);
            var rank = Rank(BinaryPrimitives.ReadUInt16BigEndian(record), BinaryPrimitives.ReadUInt16BigEndian(record[2..]));
            if (rank > bestRank && offset + 16UL <= (ulong)table.Length)
            {
                (best, bestRank) = ((int)offset, rank);
            }
        }

        if (best < 0)
        {
            return null;
        }

        var map = new SortedDictionary<int, ushort>();
        var read = BinaryPrimitives.ReadUInt16BigEndian(table[best..]) switch
        {
            4 => ReadSegments(table[best..], glyphCount, map),
            12 => ReadGroups(table[best..], glyphCount, map),
            _ => false,
        };
        return read && map.Count > 0 ? new CharacterMap(map) : null;
    }

    // Full repertoire before the basic plane, the Windows platform before the Unicode one.
    private static int Rank(int platform, int encoding) => (platform, encoding) switch
    {
        (3, 10) => 4,
        (0, 4) or (0, 6) => 3,
        (3, 1) => 2,
        (0, <= 3) => 1,
        _ => 0,
    };

    private static bool ReadGroups(ReadOnlySpan<byte> table, int glyphCount, SortedDictionary<int, ushort> map)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(table[12..]);
        if (count > (uint)(table.Length - 16) / 12)
        {
            return false;
        }

        var visited = 0L;
        for (var i = 0; i < (int)count; i++)
        {
            var group = table.Slice(16 + (i * 12), 12);
            var first = BinaryPrimitives.ReadUInt32BigEndian(group);
            var last = BinaryPrimitives.ReadUInt32BigEndian(group[4..]);
            var glyph = BinaryPrimitives.ReadUInt32BigEndian(group[8..]);
            if (last < first || last > 0x10FFFF || (visited += last - first + 1L) > MaximumCharacters)
            {
                return false;
            }

            for (var character = first; character <= last; character++)
            {
                Add(map, (int)character, (long)glyph + (character - first), glyphCount);
            }
        }

        return true;
    }

    private static bool ReadSegments(ReadOnlySpan<byte> table, int glyphCount, SortedDictionary<int, ushort> map)
    {
        var doubled = BinaryPrimitives.ReadUInt16BigEndian(table[6..]) & ~1;
        if (table.Length < 16 + (doubled * 4))
        {
            return false;
        }

        var visited = 0;
        for (var i = 0; i < doubled; i += 2)
        {
            int last = BinaryPrimitives.ReadUInt16BigEndian(table[(14 + i)..]);
            int first = BinaryPrimitives.ReadUInt16BigEndian(table[(16 + doubled + i)..]);
            int delta = BinaryPrimitives.ReadUInt16BigEndian(table[(16 + (doubled * 2) + i)..]);
            var rangeAt = 16 + (doubled * 3) + i;
            int range = BinaryPrimitives.ReadUInt16BigEndian(table[rangeAt..]);
            visited += Math.Max(last - first + 1, 0);
            if (visited > MaximumCharacters)
            {
                return false;
            }

            for (var character = first; character <= last && character < 0xFFFF; character++)
            {
                var at = rangeAt + range + ((character - first) * 2);
                if (range != 0 && at + 2 > table.Length)
                {
                    return false;
                }

                int glyph = range == 0 ? character : BinaryPrimitives.ReadUInt16BigEndian(table[at..]);
                Add(map, character, range != 0 && glyph == 0 ? 0 : (glyph + delta) & 0xFFFF, glyphCount);
            }
        }

        return true;
    }

    private static void Add(SortedDictionary<int, ushort> map, int character, long glyph, int glyphCount)
    {
        if (glyph > 0 && glyph < glyphCount && Rune.IsValid(character))
        {
            map.TryAdd(character, (ushort)glyph);
        }
    }
}
