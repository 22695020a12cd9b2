using System.Buffers.Binary;
using System.Text;

namespace Trust.Documents.Tests.Fonts;

/// <summary>Damages fonts on purpose.</summary>
internal static class FontSurgery
{
    public static (int Offset, int Length) Table(byte[] font, string tag)
    {
        var at = Record(font, tag);
        return (BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(at + 12)));
    }

    public static void Rename(byte[] font, string tag, string to) => Encoding.ASCII.GetBytes(to).CopyTo(font, Record(font, tag));

    public static int GlyphOffset(byte[] font, int glyph) => BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(Table(font, "loca").Offset + (glyph * 4)));

    public static byte[] EmptyGlyph(byte[] font, int glyph)
    {
        var changed = (byte[])font.Clone();
        var (offset, length) = Table(font, "loca");
        for (var index = glyph + 1; index < length / 4; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(offset + (index * 4)), GlyphOffset(font, glyph));
        }

        return changed;
    }

    /// <summary>Makes a glyph a composite of two others, the second moved by 20 units.</summary>
    public static void Compose(byte[] font, ushort glyph, ushort first, ushort second)
    {
        var at = Table(font, "glyf").Offset + GlyphOffset(font, glyph);
        BinaryPrimitives.WriteInt16BigEndian(font.AsSpan(at), -1);
        byte[] records = [0x00, 0x22, (byte)(first >> 8), (byte)first, 0, 0, 0x00, 0x02, (byte)(second >> 8), (byte)second, 20, 20];
        records.CopyTo(font, at + 10);
    }

    private static int Record(byte[] font, string tag)
    {
        for (var at = 12; ; at += 16)
        {
            if (Encoding.ASCII.GetString(font, at, 4) == tag)
            {
                return at;
            }
        }
    }
}
