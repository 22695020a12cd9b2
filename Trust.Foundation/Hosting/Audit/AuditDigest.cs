using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trust.Crypto;
using Trust.Hosting.Data;

namespace Trust.Hosting.Audit;

/// <summary>
/// Bytes of the chain. Integers are 8 bytes, big-endian, two's complement; text is UTF-8 behind its length in 4 bytes; digests and ids have their fixed length. No two
/// different records have the same bytes.
/// </summary>
internal static class AuditDigest
{
    /// <summary>Hash before the first row.</summary>
    public static readonly byte[] Beginning = new byte[Sm3.HashSizeInBytes];

    public static byte[] OfPayload(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) => Sm3.HashData([.. salt, .. payload]);

    /// <summary>Payload digests of rows; what an erased row gets means nothing.</summary>
    public static byte[][] OfPayloads(IReadOnlyCollection<AuditRow> rows) => Sm3Batch.HashData([.. rows.Select(row => (byte[])[.. row.Salt ?? [], .. row.Payload ?? []])]);

    /// <summary>Digests of rows, side by side: the links are a chain, they are not.</summary>
    public static byte[][] OfRows(string module, IReadOnlyCollection<AuditRow> rows) => Sm3Batch.HashData([.. rows.Select(row => RowBytes(module, row, row.Sequence, row.Id))]);

    /// <summary>Digest of the row as if it had another number and id: how the verifier recognises exchanged contents.</summary>
    public static byte[] OfRow(string module, AuditRow row, long sequence, Guid id) => Sm3.HashData(RowBytes(module, row, sequence, id));

    private static byte[] RowBytes(string module, AuditRow row, long sequence, Guid id)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        Add(bytes, "trust-audit-row-v1");
        Add(bytes, module);
        Add(bytes, sequence);
        Add(bytes, id.ToByteArray(bigEndian: true));
        Add(bytes, Microseconds.ToUnixMicroseconds(row.Time));
        Add(bytes, row.Event);
        Add(bytes, row.Actor);
        Add(bytes, row.SubjectKey);
        Add(bytes, row.Result);
        Add(bytes, row.PayloadDigest);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Link(long index, ReadOnlySpan<byte> before, ReadOnlySpan<byte> rowDigest)
    {
        var bytes = new ArrayBufferWriter<byte>(72);
        Add(bytes, index);
        Add(bytes, before);
        Add(bytes, rowDigest);
        return Sm3.HashData(bytes.WrittenSpan);
    }

    public static byte[] OfHead(string module, long index, ReadOnlySpan<byte> hash, DateTimeOffset time, string keyId)
    {
        var bytes = new ArrayBufferWriter<byte>(160);
        Add(bytes, "trust-audit-head-v1");
        Add(bytes, module);
        Add(bytes, index);
        Add(bytes, hash);
        Add(bytes, Microseconds.ToUnixMicroseconds(time));
        Add(bytes, keyId);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Add(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(8), number);
        bytes.Advance(8);
    }

    private static void Add(ArrayBufferWriter<byte> bytes, string text)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), Encoding.UTF8.GetByteCount(text));
        bytes.Advance(4);
        Encoding.UTF8.GetBytes(text, bytes);
    }

    private static void Add(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> value) => bytes.Write(value);
}
