namespace Trust.Documents.Pdf.Syntax;

/// <summary>
/// RunLengthDecode (ISO 32000-1 clause 7.4.5). A signature is put together again from its stored value, perhaps years later: its bytes may not depend on the version of a
/// compression library, and pictures of one colour lose little.
/// </summary>
internal static class RunLength
{
    private const int Longest = 128;
    private const byte End = 128;

    /// <summary>Packs; the same bytes for the same bytes always.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream(data.Length / 16);
        while (!data.IsEmpty)
        {
            var run = RunAt(data);
            if (run > 1)
            {
                packed.WriteByte((byte)(257 - run));
                packed.WriteByte(data[0]);
                data = data[run..];
                continue;
            }

            var literal = LiteralAt(data);
            packed.WriteByte((byte)(literal - 1));
            packed.Write(data[..literal]);
            data = data[literal..];
        }

        packed.WriteByte(End);
        return packed.ToArray();
    }

    private static int RunAt(ReadOnlySpan<byte> data)
    {
        var other = data.IndexOfAnyExcept(data[0]);
        return Math.Min(other < 0 ? data.Length : other, Longest);
    }

    // Up to the next three equal bytes: two are not worth the end of a literal.
    private static int LiteralAt(ReadOnlySpan<byte> data)
    {
        var length = 1;
        while (length < data.Length && length < Longest && !(length + 2 < data.Length && data[length] == data[length + 1] && data[length] == data[length + 2]))
        {
            length++;
        }

        return length;
    }
}
