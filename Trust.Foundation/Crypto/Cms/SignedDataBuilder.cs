using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Cms;

/// <summary>Makes GB/T 35275-2017 (GM/T 0010-2012) signed data with one SM2 signer.</summary>
public static class SignedDataBuilder
{
    /// <summary>Signs a content with contentType, signingTime and messageDigest.</summary>
    /// <param name="key">SM2 key.</param>
    /// <param name="certificate">Its certificate; written along.</param>
    /// <param name="content">The content.</param>
    /// <param name="signingTime">signingTime; cut to seconds. A claim, no proof.</param>
    /// <param name="isDetached">Whether the content stays outside.</param>
    /// <returns>DER of a ContentInfo.</returns>
    /// <exception cref="ArgumentException">The key is not SM2 or not that of the certificate.</exception>
    public static byte[] Sign(ISigningKey key, Certificate certificate, ReadOnlySpan<byte> content, DateTimeOffset signingTime, bool isDetached = true) =>
        Writer(key, certificate, isDetached).Write(content.ToArray(), signingTime);

    /// <summary>Signs a content itself, without attributes, as older OFD producers do with the SM3 of Signature.xml.</summary>
    /// <param name="key">SM2 key.</param>
    /// <param name="certificate">Its certificate; written along.</param>
    /// <param name="content">The content.</param>
    /// <returns>DER of a ContentInfo.</returns>
    /// <exception cref="ArgumentException">The key is not SM2 or not that of the certificate.</exception>
    public static byte[] SignWithoutAttributes(ISigningKey key, Certificate certificate, ReadOnlySpan<byte> content) =>
        Writer(key, certificate, isDetached: false).WritePlain(content.ToArray());

    private static SignedDataWriter Writer(ISigningKey key, Certificate certificate, bool isDetached)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificate);
        if (key.Algorithm != KeyAlgorithm.Sm2 || !certificate.SubjectPublicKeyInfo.Span.SequenceEqual(key.SubjectPublicKeyInfo.Span))
        {
            throw new ArgumentException("The key is not SM2, or not that of the certificate.", nameof(key));
        }

        return new(CmsOids.ChineseSignedData, 1, CmsOids.ChineseData, certificate, key)
        {
            SignatureAlgorithm = CmsOids.Sm2Signature,
            HasContent = !isDetached,
            Certificates = [certificate],
        };
    }
}
