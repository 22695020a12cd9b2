using System.Formats.Asn1;
using System.Text;

namespace Trust.Documents.Tests.Seals;

/// <summary>DER put together by hand, so that every leniency and every fault can be written.</summary>
internal static class Der
{
    internal static byte[] Tlv(byte tag, params byte[][] contents)
    {
        byte[] content = [.. contents.SelectMany(part => part)];
        return content.Length switch
        {
            < 0x80 => [tag, (byte)content.Length, .. content],
            < 0x10000 => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
            _ => [tag, 0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content],
        };
    }

    internal static byte[] Sequence(params byte[][] elements) => Tlv(0x30, elements);

    internal static byte[] Int(int value) => Write(writer => writer.WriteInteger(value));

    internal static byte[] Oid(string oid) => Write(writer => writer.WriteObjectIdentifier(oid));

    internal static byte[] Ia5(string text) => Tlv(0x16, Encoding.UTF8.GetBytes(text));

    internal static byte[] Utf8(string text) => Tlv(0x0c, Encoding.UTF8.GetBytes(text));

    internal static byte[] Octets(ReadOnlyMemory<byte> data) => Tlv(0x04, data.ToArray());

    internal static byte[] Bits(ReadOnlyMemory<byte> data) => Tlv(0x03, [0], data.ToArray());

    internal static byte[] Utc(string text) => Tlv(0x17, Encoding.ASCII.GetBytes(text));

    internal static byte[] General(string text) => Tlv(0x18, Encoding.ASCII.GetBytes(text));

    private static byte[] Write(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
