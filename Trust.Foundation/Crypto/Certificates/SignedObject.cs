using System.Formats.Asn1;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Certificates;

/// <summary>The shape <c>SEQUENCE { tbs, signatureAlgorithm, signature BIT STRING }</c> that certificates and CRLs share (RFC 5280 section 4.1).</summary>
internal static class SignedObject
{
    internal static byte[] Write(byte[] tbs, string algorithm, ISigningKey key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            ExtensionEncoding.WriteSignatureAlgorithm(writer, algorithm);
            writer.WriteBitString(key.Sign(tbs, SignatureFormat.Der));
        }

        return writer.Encode();
    }
}
