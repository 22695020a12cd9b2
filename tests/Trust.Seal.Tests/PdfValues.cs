using System.Formats.Asn1;
using System.Text;
using Trust.Crypto.Cms;
using Trust.Documents.Pdf;

namespace Trust.Seal.Tests;

/// <summary>Signature values cut out of PDF files by the numbers of their ByteRange.</summary>
internal static class PdfValues
{
    /// <summary>What a signature covers, and its SignerInfo.</summary>
    public static (byte[] Covered, SignerInfo Signer) Cut(byte[] pdf, int index)
    {
        var (first, second, rest) = Range(pdf, index);
        return SignedData.TryParse(Value(pdf, first, second), out var data)
            ? ([.. pdf.AsSpan(0, first), .. pdf.AsSpan(second, rest)], data.Signers[0])
            : throw new InvalidOperationException("The value does not read.");
    }

    /// <summary>The same file without the time stamp of its last signature, which nobody signed.</summary>
    public static byte[] WithoutTimeStamp(byte[] pdf)
    {
        var (first, second, _) = Range(pdf, PdfSignatureCheck.Check(pdf).Signatures.Count - 1);
        var value = Rewrite(Value(pdf, first, second));
        var changed = (byte[])pdf.Clone();
        changed.AsSpan(first + 1, second - first - 2).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexString(value), changed.AsSpan(first + 1));
        return changed;
    }

    private static (int First, int Second, int Length) Range(byte[] pdf, int index)
    {
        var range = PdfSignatureCheck.Check(pdf).Signatures[index].ByteRange;
        return ((int)range[1], (int)range[2], (int)range[3]);
    }

    private static byte[] Value(byte[] pdf, int first, int second)
    {
        var bytes = Convert.FromHexString(Encoding.ASCII.GetString(pdf.AsSpan(first + 1, second - first - 2)));
        AsnDecoder.ReadEncodedValue(bytes, AsnEncodingRules.DER, out _, out _, out var length);
        return bytes[..length];
    }

    // ContentInfo { type, [0] SignedData { …, { SignerInfo { …, [1] unsigned } } } } without the last.
    private static byte[] Rewrite(byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var info = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        var first = new Asn1Tag(TagClass.ContextSpecific, 0);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info.ReadEncodedValue().Span);
            var data = info.ReadSequence(first).ReadSequence();
            using (writer.PushSequence(first))
            using (writer.PushSequence())
            {
                while (data.PeekTag() != Asn1Tag.SetOf || data.PeekEncodedValue().Span[1] < 0x80)
                {
                    writer.WriteEncodedValue(data.ReadEncodedValue().Span);
                }

                var signer = data.ReadSetOf().ReadSequence();
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    while (signer.HasData && signer.PeekTag() != new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true))
                    {
                        writer.WriteEncodedValue(signer.ReadEncodedValue().Span);
                    }
                }
            }
        }

        return writer.Encode();
    }
}
