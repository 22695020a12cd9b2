using System.Buffers.Binary;

namespace Trust.Documents.Packaging;

/// <summary>
/// The extra field 0x0001 (APPNOTE 4.5.3): holds, in this order, unpacked size, packed size and offset, each only where the fixed field is all ones. Some packers
/// write it for entries of a few bytes.
/// </summary>
internal static class Zip64Field
{
    /// <summary>Replaces every value that is all ones; false when the field lacks one or a value does not fit in 32 bits.</summary>
    public static bool TryApply(ReadOnlySpan<byte> extra, ref uint size, ref uint packedSize, ref uint offset)
    {
        if (size != uint.MaxValue && packedSize != uint.MaxValue && offset != uint.MaxValue)
        {
            return true;
        }

        var field = Find(extra);
        return TryTake(ref field, ref size) && TryTake(ref field, ref packedSize) && TryTake(ref field, ref offset);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> field, ref uint value)
    {
        if (value != uint.MaxValue)
        {
            return true;
        }

        if (field.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(field) is var real && real >= uint.MaxValue)
        {
            return false;
        }

        value = (uint)real;
        field = field[8..];
        return true;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = ZipRecords.U16(extra, 0), length = ZipRecords.U16(extra, 2);
            if (4 + length > extra.Length)
            {
                break;
            }

            if (id == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }
}
