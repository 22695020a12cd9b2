using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Crypto.TimeStamps;

namespace Trust.Crypto.Cms;

/// <summary>
/// Makes detached signed data with one signer as PAdES asks for (ETSI EN 319 142-1 clause 6.3, EN 319 122-1): contentType, messageDigest and
/// signingCertificateV2 are signed, a signing time is not. With an SM2 key the object identifiers are those of GB/T 35275-2017 (GM/T 0010-2012).
/// </summary>
public static class CadesSignature
{
    /// <summary>OID of the digest that a key's signatures use: SM3 for SM2, else SHA-256.</summary>
    /// <param name="algorithm">Algorithm of the key.</param>
    public static string DigestAlgorithmOf(KeyAlgorithm algorithm) => algorithm == KeyAlgorithm.Sm2 ? Oids.Sm3 : DigestAlgorithms.Sha256;

    /// <summary>Signs the digest of a content that lies elsewhere.</summary>
    /// <param name="key">SM2, ECDSA or RSA key; it signs the encoded attributes.</param>
    /// <param name="certificate">Its certificate; written along.</param>
    /// <param name="digest">32 bytes: SM3 of the content for an SM2 key, else SHA-256.</param>
    /// <param name="chain">Further certificates that are written along.</param>
    /// <param name="timeStamp">Stamps the signature value and gives a token (RFC 3161), written as unsigned attribute; null for none.</param>
    /// <returns>DER of a ContentInfo.</returns>
    /// <exception cref="ArgumentException">The key is not that of the certificate, or the digest has not 32 bytes.</exception>
    public static byte[] Sign(
        ISigningKey key,
        Certificate certificate,
        ReadOnlySpan<byte> digest,
        IReadOnlyList<Certificate>? chain = null,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Sign(key.SubjectPublicKeyInfo, key.Algorithm, data => key.Sign(data, SignatureFormat.Der), certificate, digest, chain, timeStamp);
    }

    /// <summary>The same with a key that belongs to no key store, such as that of a seal.</summary>
    /// <inheritdoc cref="Sign(ISigningKey, Certificate, ReadOnlySpan{byte}, IReadOnlyList{Certificate}, Func{ReadOnlyMemory{byte}, ReadOnlyMemory{byte}})"/>
    public static byte[] Sign(
        SigningKeyMaterial key,
        Certificate certificate,
        ReadOnlySpan<byte> digest,
        IReadOnlyList<Certificate>? chain = null,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Sign(key.SubjectPublicKeyInfo, key.Algorithm, data => key.Sign(data), certificate, digest, chain, timeStamp);
    }

    private static byte[] Sign(
        ReadOnlyMemory<byte> publicKey,
        KeyAlgorithm keyAlgorithm,
        Func<byte[], byte[]> sign,
        Certificate certificate,
        ReadOnlySpan<byte> digest,
        IReadOnlyList<Certificate>? chain,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.SubjectPublicKeyInfo.Span.SequenceEqual(publicKey.Span))
        {
            throw new ArgumentException("The key is not that of the certificate.", nameof(certificate));
        }

        if (digest.Length != 32)
        {
            throw new ArgumentException("The digest has not 32 bytes.", nameof(digest));
        }

        var isSm2 = keyAlgorithm == KeyAlgorithm.Sm2;
        var writer = new SignedDataWriter(
            isSm2 ? CmsOids.ChineseSignedData : CmsOids.SignedData, 1, isSm2 ? CmsOids.ChineseData : CmsOids.Data, certificate, keyAlgorithm, sign)
        {
            SignatureAlgorithm = isSm2 ? CmsOids.Sm2Signature : VerificationKey.SignatureAlgorithmOf(keyAlgorithm),
            HasContent = false,
            Certificates = [certificate, .. chain ?? []],
        };
        return writer.WriteDetached(
            digest.ToArray(),
            algorithm => [SigningCertificateAttribute.Write(certificate, algorithm)],
            value => timeStamp is null ? [] : [new(CmsOids.SignatureTimeStamp, [timeStamp(value)])]);
    }
}
