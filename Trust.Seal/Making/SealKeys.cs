using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Trust.Crypto.Keys;
using Trust.Hosting.Keys;
using Trust.Seal.Data;

namespace Trust.Seal.Making;

/// <summary>The private keys of seals: drawn here, kept encrypted in the row, bound to it, opened for one signature.</summary>
internal sealed class SealKeys([FromKeyedServices("seal")] FieldCipher cipher)
{
    /// <summary>Draws the key of a seal.</summary>
    /// <returns>Public key (DER SubjectPublicKeyInfo) and encrypted private key.</returns>
    public (ReadOnlyMemory<byte> PublicKey, byte[] PrivateKey) Draw(Guid sealId)
    {
        using var key = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
        var pkcs8 = key.ToPkcs8();
        try
        {
            return (key.SubjectPublicKeyInfo.ToArray(), cipher.Encrypt(SealRecord.PrivateKeyColumn, sealId, Convert.ToBase64String(pkcs8)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Opens it; the caller disposes.</summary>
    /// <exception cref="CryptographicException">It was changed, moved, or is no key.</exception>
    public SigningKeyMaterial Open(Guid sealId, ReadOnlySpan<byte> privateKey)
    {
        var pkcs8 = Convert.FromBase64String(cipher.Decrypt(SealRecord.PrivateKeyColumn, sealId, privateKey));
        try
        {
            return KeyMaterial.TryFromPkcs8(pkcs8, out var key) && key is SigningKeyMaterial signing
                ? signing
                : throw new CryptographicException("The key of a seal does not open.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
}
