using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>A key in the memory of this process, without purpose or state: what a key file holds.</summary>
public abstract class KeyMaterial : IDisposable
{
    private protected KeyMaterial()
    {
    }

    /// <summary>Algorithm.</summary>
    public abstract KeyAlgorithm Algorithm { get; }

    /// <summary>Stable id, 32 lower-case hexadecimal characters; says nothing about the secret.</summary>
    public abstract string KeyId { get; }

    /// <summary>Draws a new key from the operating system's generator.</summary>
    /// <param name="algorithm">The algorithm. RSA takes about half a second.</param>
    /// <returns><see cref="SymmetricKeyMaterial"/> for <see cref="KeyAlgorithm.Symmetric256"/>, else <see cref="SigningKeyMaterial"/>.</returns>
    public static KeyMaterial Generate(KeyAlgorithm algorithm) =>
        algorithm == KeyAlgorithm.Symmetric256 ? SymmetricKeyMaterial.Generate() : SigningKeyMaterial.Generate(algorithm);

    /// <summary>Reads a DER PKCS#8 PrivateKeyInfo (RFC 5208) of one of the four algorithms.</summary>
    /// <param name="pkcs8">The DER value, nothing after it; the caller zeroes it.</param>
    /// <param name="key">The key, or null for anything else: other algorithms, curves or sizes, inconsistent numbers.</param>
    public static bool TryFromPkcs8(ReadOnlySpan<byte> pkcs8, [NotNullWhen(true)] out KeyMaterial? key)
    {
        var copy = pkcs8.ToArray();
        key = KeyFamily.OfPrivateKey(copy) switch
        {
            Oids.Sm2Curve => Sm2KeyMaterial.TryRead(copy),
            Oids.P256Curve => EcdsaKeyMaterial.TryRead(copy),
            Oids.Rsa => RsaKeyMaterial.TryRead(copy),
            _ => SymmetricKeyMaterial.TryRead(copy),
        };
        CryptographicOperations.ZeroMemory(copy);
        return key is not null;
    }

    /// <summary>DER PKCS#8 PrivateKeyInfo, in the clear. The caller zeroes it.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public abstract byte[] ToPkcs8();

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the key.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
