using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>Family of a public key.</summary>
public enum PublicKeyKind
{
    /// <summary>SM2 on the recommended curve.</summary>
    Sm2,

    /// <summary>ECDSA on P-256, P-384 or P-521.</summary>
    Ecdsa,

    /// <summary>RSA of 2,048 to 8,192 bits, PKCS#1 v1.5.</summary>
    Rsa,
}

/// <summary>A public key out of a SubjectPublicKeyInfo that verifies signatures of X.509 data. Safe for use by many threads.</summary>
public sealed class VerificationKey
{
    private const string P384Curve = "1.3.132.0.34";
    private const string P521Curve = "1.3.132.0.35";

    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;

    private VerificationKey(Sm2PublicKey sm2, byte[] subjectPublicKeyInfo)
        : this(PublicKeyKind.Sm2, 256, subjectPublicKeyInfo) => Sm2 = sm2;

    private VerificationKey(ECDsa ecdsa, byte[] subjectPublicKeyInfo)
        : this(PublicKeyKind.Ecdsa, ecdsa.KeySize, subjectPublicKeyInfo) => _ecdsa = ecdsa;

    private VerificationKey(RSA rsa, byte[] subjectPublicKeyInfo)
        : this(PublicKeyKind.Rsa, rsa.KeySize, subjectPublicKeyInfo) => _rsa = rsa;

    private VerificationKey(PublicKeyKind kind, int sizeInBits, byte[] subjectPublicKeyInfo)
    {
        Kind = kind;
        SizeInBits = sizeInBits;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
    }

    /// <summary>Family.</summary>
    public PublicKeyKind Kind { get; }

    /// <summary>Size of the curve's field or the modulus, in bits.</summary>
    public int SizeInBits { get; }

    /// <summary>DER SubjectPublicKeyInfo, as it was read.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>First 16 bytes of SHA-256 over the SubjectPublicKeyInfo, in lower-case hexadecimal.</summary>
    public string KeyId => SigningKeyMaterial.KeyIdOf(SubjectPublicKeyInfo.Span);

    /// <summary>The SM2 key, or null for other families.</summary>
    public Sm2PublicKey? Sm2 { get; }

    /// <summary>Reads a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).</summary>
    /// <param name="subjectPublicKeyInfo">The value, nothing after it.</param>
    /// <param name="key">The key, or null for anything but the three families in the stated sizes.</param>
    public static bool TryFromSubjectPublicKeyInfo(ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out VerificationKey? key)
    {
        var copy = subjectPublicKeyInfo.ToArray();
        key = KeyFamily.OfPublicKey(copy) switch
        {
            Oids.Sm2Curve => Sm2PublicKey.TryFromSubjectPublicKeyInfo(copy, out var sm2) ? new(sm2, copy) : null,
            Oids.P256Curve or P384Curve or P521Curve => TryImport(ECDsa.Create(), copy) is { } ecdsa ? new(ecdsa, copy) : null,
            Oids.Rsa => TryImport(RSA.Create(), copy) is { KeySize: >= 2048 and <= 8192 } rsa ? new(rsa, copy) : null,
            _ => null,
        };
        return key is not null;
    }

    /// <summary>Verifies a signature as X.509 data carries it: DER for SM2 and ECDSA.</summary>
    /// <param name="signatureAlgorithm">OID out of the AlgorithmIdentifier; see <see cref="Oids"/>.</param>
    /// <param name="data">The signed bytes.</param>
    /// <param name="signature">The value.</param>
    /// <returns>False also for an algorithm that does not belong to the key, or is not accepted (MD5, SHA-1).</returns>
    public bool Verify(string signatureAlgorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!Accepts(signatureAlgorithm))
        {
            return false;
        }

        if (Sm2 is not null)
        {
            return Sm2.Verify(data, signature);
        }

        var hash = HashOf(signatureAlgorithm);
        return _ecdsa is not null
            ? _ecdsa.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence)
            : _rsa!.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Whether an algorithm is accepted and belongs to the key.</summary>
    /// <param name="signatureAlgorithm">OID out of the AlgorithmIdentifier.</param>
    public bool Accepts(string signatureAlgorithm) => signatureAlgorithm switch
    {
        Oids.Sm2WithSm3 => Kind == PublicKeyKind.Sm2,
        Oids.EcdsaWithSha256 or Oids.EcdsaWithSha384 or Oids.EcdsaWithSha512 => Kind == PublicKeyKind.Ecdsa,
        Oids.RsaWithSha256 or Oids.RsaWithSha384 or Oids.RsaWithSha512 => Kind == PublicKeyKind.Rsa,
        _ => false,
    };

    internal static string SignatureAlgorithmOf(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Sm2 => Oids.Sm2WithSm3,
        KeyAlgorithm.EcdsaP256 => Oids.EcdsaWithSha256,
        KeyAlgorithm.Rsa3072 => Oids.RsaWithSha256,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a signing algorithm."),
    };

    private static HashAlgorithmName HashOf(string signatureAlgorithm) => signatureAlgorithm switch
    {
        Oids.EcdsaWithSha384 or Oids.RsaWithSha384 => HashAlgorithmName.SHA384,
        Oids.EcdsaWithSha512 or Oids.RsaWithSha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private static T? TryImport<T>(T key, byte[] subjectPublicKeyInfo)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);
            if (read == subjectPublicKeyInfo.Length)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // A point off the curve, or broken numbers.
        }

        key.Dispose();
        return null;
    }
}
