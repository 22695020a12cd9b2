using System.Buffers.Binary;
using System.Text;
using Trust.Crypto;
using Trust.Hosting.Audit;

namespace Trust.Hosting.Tests.Audit;

/// <summary>The chain written a second time, from its description: so a change of the stored format is noticed, and an attacker can compute it too.</summary>
internal static class PublishedChain
{
    public static byte[] RowDigest(string module, AuditRow row) => Sm3.HashData([
        .. Text("trust-audit-row-v1"), .. Text(module), .. Number(row.Sequence), .. row.Id.ToByteArray(true), .. Number(Time(row.Time)),
        .. Text(row.Event), .. Text(row.Actor), .. Text(row.SubjectKey), .. Text(row.Result), .. row.PayloadDigest]);

    public static byte[] Link(long index, byte[] before, byte[] digest) => Sm3.HashData([.. Number(index), .. before, .. digest]);

    public static byte[] HeadBytes(string module, long index, byte[] hash, DateTimeOffset time, string keyId) =>
        [.. Text("trust-audit-head-v1"), .. Text(module), .. Number(index), .. hash, .. Number(Time(time)), .. Text(keyId)];

    private static long Time(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Text(string value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(value));
        return [.. length, .. Encoding.UTF8.GetBytes(value)];
    }
}
