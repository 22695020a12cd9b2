using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>A private key that signs: SM2, ECDSA P-256 or RSA. Safe for use by many threads.</summary>
public abstract class SigningKeyMaterial : KeyMaterial
{
    private string? _keyId;

    private protected SigningKeyMaterial()
    {
    }

    /// <summary>First 16 bytes of SHA-256 over the SubjectPublicKeyInfo, in lower-case hexadecimal.</summary>
    public override string KeyId => _keyId ??= KeyIdOf(SubjectPublicKeyInfo.Span);

    /// <summary>Public key, DER SubjectPublicKeyInfo.</summary>
    public abstract ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Draws a new signing key.</summary>
    /// <param name="algorithm">SM2, ECDSA or RSA.</param>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm does not sign.</exception>
    public static new SigningKeyMaterial Generate(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Sm2 => new Sm2KeyMaterial(Sm2PrivateKey.Generate()),
        KeyAlgorithm.EcdsaP256 => new EcdsaKeyMaterial(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        KeyAlgorithm.Rsa3072 => new RsaKeyMaterial(RSA.Create(3072)),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a signing algorithm."),
    };

    /// <summary>Key id of a public key: first 16 bytes of SHA-256 over its SubjectPublicKeyInfo, in lower-case hexadecimal.</summary>
    /// <param name="subjectPublicKeyInfo">DER SubjectPublicKeyInfo.</param>
    public static string KeyIdOf(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo).AsSpan(0, 16));

    /// <summary>Signs a message with the algorithm's own hash.</summary>
    /// <param name="data">The message.</param>
    /// <param name="format">Encoding of the value; RSA has only one and ignores it.</param>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public abstract byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format = SignatureFormat.Der);

    /// <summary>Verifies a signature of this key; false for anything malformed.</summary>
    /// <param name="data">The message.</param>
    /// <param name="signature">The value.</param>
    /// <param name="format">Encoding of the value.</param>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format = SignatureFormat.Der);

    /// <summary>Gives the key a purpose. The result owns this material and disposes it.</summary>
    /// <param name="purpose">What it may be used for.</param>
    /// <param name="state">Its state from then on.</param>
    /// <param name="certificate">Its certificate, DER, or empty.</param>
    public ISigningKey ToSigningKey(KeyPurpose purpose, KeyState state = KeyState.Active, ReadOnlyMemory<byte> certificate = default) =>
        new SoftwareSigningKey(this, purpose, () => state, () => certificate, ownsMaterial: true);
}

internal sealed class Sm2KeyMaterial(Sm2PrivateKey key) : SigningKeyMaterial
{
    private readonly byte[] _subjectPublicKeyInfo = key.PublicKey.ToSubjectPublicKeyInfo();

    public override KeyAlgorithm Algorithm => KeyAlgorithm.Sm2;

    public override ReadOnlyMemory<byte> SubjectPublicKeyInfo => _subjectPublicKeyInfo;

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format) => key.Sign(data, format);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format) =>
        key.PublicKey.Verify(data, signature, format);

    public override byte[] ToPkcs8() => key.ToPkcs8();

    internal static Sm2KeyMaterial? TryRead(ReadOnlySpan<byte> pkcs8) => Sm2PrivateKey.TryFromPkcs8(pkcs8, out var key) ? new(key) : null;

    protected override void Dispose(bool disposing) => key.Dispose();
}

internal sealed class EcdsaKeyMaterial(ECDsa key) : SigningKeyMaterial
{
    private readonly byte[] _subjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();

    public override KeyAlgorithm Algorithm => KeyAlgorithm.EcdsaP256;

    public override ReadOnlyMemory<byte> SubjectPublicKeyInfo => _subjectPublicKeyInfo;

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format) => key.SignData(data, HashAlgorithmName.SHA256, Format(format));

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format) =>
        key.VerifyData(data, signature, HashAlgorithmName.SHA256, Format(format));

    public override byte[] ToPkcs8() => key.ExportPkcs8PrivateKey();

    internal static DSASignatureFormat Format(SignatureFormat format) => format == SignatureFormat.Raw
        ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence;

    internal static EcdsaKeyMaterial? TryRead(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read == pkcs8.Length && key.KeySize == 256)
            {
                return new(key);
            }
        }
        catch (CryptographicException)
        {
            // Broken numbers.
        }

        key.Dispose();
        return null;
    }

    protected override void Dispose(bool disposing) => key.Dispose();
}

internal sealed class RsaKeyMaterial(RSA key) : SigningKeyMaterial
{
    private readonly byte[] _subjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();

    public override KeyAlgorithm Algorithm => KeyAlgorithm.Rsa3072;

    public override ReadOnlyMemory<byte> SubjectPublicKeyInfo => _subjectPublicKeyInfo;

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format) =>
        key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format) =>
        key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public override byte[] ToPkcs8() => key.ExportPkcs8PrivateKey();

    internal static RsaKeyMaterial? TryRead(ReadOnlySpan<byte> pkcs8)
    {
        var key = RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read == pkcs8.Length && key.KeySize == 3072)
            {
                return new(key);
            }
        }
        catch (CryptographicException)
        {
            // Broken numbers.
        }

        key.Dispose();
        return null;
    }

    protected override void Dispose(bool disposing) => key.Dispose();
}
