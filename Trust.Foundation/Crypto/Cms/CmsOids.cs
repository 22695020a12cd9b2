namespace Trust.Crypto.Cms;

/// <summary>Content types and attributes (RFC 5652, RFC 3161, RFC 5035, GM/T 0010-2012).</summary>
internal static class CmsOids
{
    internal const string Data = "1.2.840.113549.1.7.1";
    internal const string SignedData = "1.2.840.113549.1.7.2";
    internal const string ChineseData = "1.2.156.10197.6.1.4.2.1";
    internal const string ChineseSignedData = "1.2.156.10197.6.1.4.2.2";
    internal const string ContentType = "1.2.840.113549.1.9.3";
    internal const string MessageDigest = "1.2.840.113549.1.9.4";
    internal const string SigningTime = "1.2.840.113549.1.9.5";
    internal const string TimeStampInfo = "1.2.840.113549.1.9.16.1.4";
    internal const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    internal const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    internal const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";

    // GM/T 0006: the SM2 signature algorithm alone; the digest stands beside it.
    internal const string Sm2Signature = "1.2.156.10197.1.301.1";

    /// <summary>
    /// The algorithm as certificates name it, out of the two that a SignerInfo names; null where they do not fit together. GM/T 0010 writes the SM2 signature
    /// alone, other makers the curve or the signature with its digest.
    /// </summary>
    internal static string? Combine(string digestAlgorithm, string signatureAlgorithm) => (DigestAlgorithms.Normalise(digestAlgorithm), signatureAlgorithm) switch
    {
        (Oids.Sm3, Oids.Sm2WithSm3 or Sm2Signature or Oids.Sm2Curve) => Oids.Sm2WithSm3,
        (DigestAlgorithms.Sha256, Oids.Rsa or Oids.RsaWithSha256) => Oids.RsaWithSha256,
        (DigestAlgorithms.Sha384, Oids.Rsa or Oids.RsaWithSha384) => Oids.RsaWithSha384,
        (DigestAlgorithms.Sha512, Oids.Rsa or Oids.RsaWithSha512) => Oids.RsaWithSha512,
        (DigestAlgorithms.Sha256, Oids.EcdsaWithSha256) => Oids.EcdsaWithSha256,
        (DigestAlgorithms.Sha384, Oids.EcdsaWithSha384) => Oids.EcdsaWithSha384,
        (DigestAlgorithms.Sha512, Oids.EcdsaWithSha512) => Oids.EcdsaWithSha512,
        _ => null,
    };
}
