using System.Security.Cryptography;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>Public key of a signer of the node, P-256.</summary>
/// <param name="key">Key; owned by this object.</param>
/// <param name="keyId">Id as in <see cref="ISigningKey.KeyId"/>.</param>
public sealed class NodePublicKey(ECDsa key, string keyId) : IDisposable
{
    private readonly Lock gate = new();

    /// <summary>Id of the key.</summary>
    public string KeyId => keyId;

    /// <summary>Reads a public key.</summary>
    /// <param name="subjectPublicKeyInfo">DER SubjectPublicKeyInfo on P-256.</param>
    /// <exception cref="CryptographicException">The bytes are not such a key.</exception>
    public static NodePublicKey FromSubjectPublicKeyInfo(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out var read);

            // Bytes behind the key would give a published key another fingerprint.
            if (read != subjectPublicKeyInfo.Length || key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                throw new CryptographicException("The key is not exactly one on P-256.");
            }

            return new NodePublicKey(key, Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo).AsSpan(0, 16)));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Verifies a raw ES256 value.</summary>
    /// <param name="data">Signed bytes.</param>
    /// <param name="signature">r || s, 64 bytes.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (gate)
        {
            return signature.Length == 64 && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
