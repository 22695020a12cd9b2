namespace Trust.Crypto;

/// <summary>Object identifiers as they stand in certificates, keys, seals and signed data.</summary>
public static class Oids
{
    /// <summary>SM2 signature with SM3 (GM/T 0006): signatureAlgorithm of certificates and seals. Parameters absent or NULL.</summary>
    public const string Sm2WithSm3 = "1.2.156.10197.1.501";

    /// <summary>SM3 (GM/T 0006).</summary>
    public const string Sm3 = "1.2.156.10197.1.401";

    /// <summary>HMAC with SM3 (GM/T 0006: 密码杂凑算法, 有密钥使用).</summary>
    public const string HmacSm3 = "1.2.156.10197.1.401.2";

    /// <summary>The SM2 curve, named-curve parameter of <see cref="EcPublicKey"/> (GM/T 0015).</summary>
    public const string Sm2Curve = "1.2.156.10197.1.301";

    /// <summary>id-ecPublicKey (RFC 5480).</summary>
    public const string EcPublicKey = "1.2.840.10045.2.1";

    /// <summary>P-256 (RFC 5480 section 2.1.1.1).</summary>
    public const string P256Curve = "1.2.840.10045.3.1.7";

    /// <summary>rsaEncryption (RFC 8017).</summary>
    public const string Rsa = "1.2.840.113549.1.1.1";

    /// <summary>ECDSA with SHA-256 (RFC 5758).</summary>
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <summary>ECDSA with SHA-384 (RFC 5758).</summary>
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";

    /// <summary>ECDSA with SHA-512 (RFC 5758).</summary>
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";

    /// <summary>RSA PKCS#1 v1.5 with SHA-256 (RFC 8017).</summary>
    public const string RsaWithSha256 = "1.2.840.113549.1.1.11";

    /// <summary>RSA PKCS#1 v1.5 with SHA-384 (RFC 8017).</summary>
    public const string RsaWithSha384 = "1.2.840.113549.1.1.12";

    /// <summary>RSA PKCS#1 v1.5 with SHA-512 (RFC 8017).</summary>
    public const string RsaWithSha512 = "1.2.840.113549.1.1.13";
}
