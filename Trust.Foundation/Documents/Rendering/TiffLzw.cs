namespace Trust.Documents.Rendering;

/// <summary>LZW of TIFF 6.0 section 13: codes of 9 to 12 bits, most significant bit first, early change.</summary>
internal static class TiffLzw
{
    private const int Clear = 256;
    private const int End = 257;

    /// <summary>Fills as much as the data gives.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<byte> to)
    {
        var prefix = new short[4096];
        var last = new byte[4096];
        var length = new short[4096];
        for (var i = 0; i < 256; i++)
        {
            last[i] = (byte)i;
            length[i] = 1;
        }

        int next = 258, width = 9, before = -1, at = 0;
        long bits = 0;
        var held = 0;
        foreach (var value in packed)
        {
            bits = ((bits << 8) | value) & 0xFFFFFF;
            held += 8;
            if (held < width)
            {
                continue;
            }

            held -= width;
            var code = (int)(bits >> held) & ((1 << width) - 1);
            if (code == End || at >= to.Length)
            {
                return;
            }

            if (code == Clear)
            {
                (next, width, before) = (258, 9, -1);
                continue;
            }

            if (code > next || (code == next && before < 0))
            {
                return;
            }

            if (before >= 0 && next < 4096)
            {
                prefix[next] = (short)before;
                length[next] = (short)(length[before] + 1);
                last[next] = First(code == next ? before : code, prefix, last, length);
                next++;
            }

            at += Write(code, to[at..], prefix, last, length);
            before = code;
            width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }
    }

    private static byte First(int code, short[] prefix, byte[] last, short[] length)
    {
        while (length[code] > 1)
        {
            code = prefix[code];
        }

        return last[code];
    }

    private static int Write(int code, Span<byte> to, short[] prefix, byte[] last, short[] length)
    {
        var whole = length[code];
        for (var i = whole - 1; i >= 0; i--)
        {
            if (i < to.Length)
            {
                to[i] = last[code];
            }

            code = prefix[code];
        }

        return Math.Min(whole, to.Length);
    }
}
