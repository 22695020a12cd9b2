using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Trust.Crypto.Cms;

/// <summary>Digest algorithms that signed data and time stamps may use: SM3 and SHA-2. MD5 and SHA-1 are none of them.</summary>
public static class DigestAlgorithms
{
    /// <summary>SHA-256 (RFC 5754).</summary>
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>SHA-384 (RFC 5754).</summary>
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";

    /// <summary>SHA-512 (RFC 5754).</summary>
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";

    // GM/T 0006: SM3 用作杂凑, 无密钥使用. The same function as 1.2.156.10197.1.401.
    private const string Sm3WithoutKey = "1.2.156.10197.1.401.1";

    /// <summary>Computes a digest.</summary>
    /// <param name="algorithm">OID.</param>
    /// <param name="data">The message.</param>
    /// <param name="digest">32, 48 or 64 bytes, or null for an algorithm that is not accepted.</param>
    public static bool TryHash(string algorithm, ReadOnlySpan<byte> data, [NotNullWhen(true)] out byte[]? digest)
    {
        digest = Normalise(algorithm) switch
        {
            Oids.Sm3 => Sm3.HashData(data),
            Sha256 => SHA256.HashData(data),
            Sha384 => SHA384.HashData(data),
            Sha512 => SHA512.HashData(data),
            _ => null,
        };
        return digest is not null;
    }

    /// <summary>Size of a digest in bytes, or null for an algorithm that is not accepted.</summary>
    /// <param name="algorithm">OID.</param>
    public static int? SizeOf(string algorithm) => Normalise(algorithm) switch
    {
        Oids.Sm3 or Sha256 => 32,
        Sha384 => 48,
        Sha512 => 64,
        _ => null,
    };

    internal static string Normalise(string algorithm) => algorithm == Sm3WithoutKey ? Oids.Sm3 : algorithm;
}
