namespace Trust.Documents.Packaging;

/// <summary>CRC-32 of ZIP (ISO 3309, polynomial 0xEDB88320 reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>Carries on a register that began with all ones; the value is its complement.</summary>
    public static uint Append(uint register, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        while (bytes.Length >= 4)
        {
            var word = register ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            register = table[768 + (word & 0xFF)] ^ table[512 + ((word >> 8) & 0xFF)] ^ table[256 + ((word >> 16) & 0xFF)] ^ table[word >> 24];
            bytes = bytes[4..];
        }

        foreach (var value in bytes)
        {
            register = (register >> 8) ^ table[(register ^ value) & 0xFF];
        }

        return register;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[1024];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            table[i] = value;
        }

        // Slicing by four: tables 1 to 3 carry a byte over one to three further bytes.
        for (var i = 256; i < 1024; i++)
        {
            table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 0xFF];
        }

        return table;
    }
}
