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
