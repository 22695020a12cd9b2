using System.Formats.Asn1;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.TimeStamps;

internal static class TimeStampReading
{
    /// <summary>MessageImprint (RFC 3161 section 2.4.1).</summary>
    internal static (string Algorithm, byte[] Digest) Imprint(AsnReader reader)
    {
        var imprint = reader.ReadSequence();
        var algorithm = ExtensionReading.SignatureAlgorithm(imprint);
        var digest = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        return (algorithm, digest);
    }

    internal static void WriteImprint(AsnWriter writer, string algorithm, ReadOnlySpan<byte> digest)
    {
        using (writer.PushSequence())
        {
            ExtensionEncoding.WriteSignatureAlgorithm(writer, algorithm);
            writer.WriteOctetString(digest);
        }
    }
}
