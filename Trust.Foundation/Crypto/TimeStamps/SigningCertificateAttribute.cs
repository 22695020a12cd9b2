using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;

namespace Trust.Crypto.TimeStamps;

/// <summary>signingCertificate and signingCertificateV2 (RFC 5035): the signature says with which certificate it was made.</summary>
internal static class SigningCertificateAttribute
{
    internal static bool Names(SignerInfo signer, Certificate certificate) =>
        signer.FindSingle(CmsOids.SigningCertificateV2) is { } second
            ? ExtensionReading.TryRead(second, ReadSecond, out var identity) && Fits(identity, certificate)
            : signer.FindSingle(CmsOids.SigningCertificate) is { } first
                && ExtensionReading.TryRead(first, ReadFirst, out var digest)
                && FirstDigest(certificate).AsSpan().SequenceEqual(digest);

    /// <summary>signingCertificateV2 with one ESSCertIDv2, DER.</summary>
    internal static SignerStatement Write(Certificate certificate, string digestAlgorithm)
    {
        DigestAlgorithms.TryHash(digestAlgorithm, certificate.Encoded.Span, out var digest);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            // hashAlgorithm DEFAULT sha256: DER leaves the default out.
            if (digestAlgorithm != DigestAlgorithms.Sha256)
            {
                ExtensionEncoding.WriteSignatureAlgorithm(writer, digestAlgorithm);
            }

            writer.WriteOctetString(digest);
            using (writer.PushSequence())
            {
                // issuer GeneralNames with one directoryName [4], then the serial number.
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                {
                    writer.WriteEncodedValue(certificate.Issuer.Encoded.Span);
                }

                writer.WriteInteger(certificate.SerialNumber.Span);
            }
        }

        return new(CmsOids.SigningCertificateV2, [writer.Encode()]);
    }

    private static (string Algorithm, byte[] Digest) ReadSecond(AsnReader reader)
    {
        // The first identity is that of the signer; the others restrict the path. policies may follow.
        var identity = reader.ReadSequence().ReadSequence().ReadSequence();
        var algorithm = identity.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? ExtensionReading.SignatureAlgorithm(identity) : DigestAlgorithms.Sha256;
        return (algorithm, identity.ReadOctetString());
    }

    private static byte[] ReadFirst(AsnReader reader) => reader.ReadSequence().ReadSequence().ReadSequence().ReadOctetString();

    private static bool Fits((string Algorithm, byte[] Digest) identity, Certificate certificate) =>
        DigestAlgorithms.TryHash(identity.Algorithm, certificate.Encoded.Span, out var digest) && digest.AsSpan().SequenceEqual(identity.Digest);

#pragma warning disable CA5350 // RFC 2634 fixes SHA-1 here. It only names a certificate whose key also has to verify: a second one of the same key and digest can't be made.
    private static byte[] FirstDigest(Certificate certificate) => SHA1.HashData(certificate.Encoded.Span);
#pragma warning restore CA5350
}
