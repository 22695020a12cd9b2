using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>A signing key whose private part lies in this process. State and certificate are asked each time: a store may change them.</summary>
internal sealed class SoftwareSigningKey(
    SigningKeyMaterial material, KeyPurpose purpose, Func<KeyState> state, Func<ReadOnlyMemory<byte>> certificate, bool ownsMaterial) : ISigningKey
{
    public string KeyId => material.KeyId;

    public KeyPurpose Purpose => purpose;

    public KeyState State => state();

    public KeyAlgorithm Algorithm => material.Algorithm;

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => material.SubjectPublicKeyInfo;

    public ReadOnlyMemory<byte> Certificate => certificate();

    public byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format = SignatureFormat.Der) =>
        State == KeyState.Retired
            ? throw new InvalidOperationException($"Key {KeyId} is retired and signs no more.")
            : material.Sign(data, format);

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format = SignatureFormat.Der) =>
        material.Verify(data, signature, format);

    public void Dispose()
    {
        // A key of a store is shared by all who asked for it; the store disposes it.
        if (ownsMaterial)
        {
            material.Dispose();
        }
    }
}

/// <summary>A symmetric key that lies in this process.</summary>
internal sealed class SoftwareSymmetricKey(SymmetricKeyMaterial material, KeyPurpose purpose, Func<KeyState> state, bool ownsMaterial) : ISymmetricKey
{
    private const byte Version = 1;
    private const int SaltSize = 32;

    public string KeyId => material.KeyId;

    public KeyPurpose Purpose => purpose;

    public KeyState State => state();

    public void DeriveKey(ReadOnlySpan<byte> info, Span<byte> output) => material.DeriveKey(info, output);

    public byte[] Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        if (State == KeyState.Retired)
        {
            throw new InvalidOperationException($"Key {KeyId} is retired and encrypts no more.");
        }

        Span<byte> salt = stackalloc byte[SaltSize];
        RandomNumberGenerator.Fill(salt);
        Span<byte> keyAndNonce = stackalloc byte[Sm4.KeySizeInBytes + Sm4.NonceSizeInBytes];
        material.DeriveKey(salt, "trust sm4-gcm v1"u8, keyAndNonce);
        var ciphertext = Sm4.EncryptGcm(keyAndNonce[..Sm4.KeySizeInBytes], keyAndNonce[Sm4.KeySizeInBytes..], plaintext, associatedData);
        CryptographicOperations.ZeroMemory(keyAndNonce);
        return [Version, .. salt, .. ciphertext];
    }

    public bool TryDecrypt(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData, out byte[] plaintext)
    {
        plaintext = [];
        if (ciphertext.Length < 1 + SaltSize + Sm4.TagSizeInBytes || ciphertext[0] != Version)
        {
            return false;
        }

        Span<byte> keyAndNonce = stackalloc byte[Sm4.KeySizeInBytes + Sm4.NonceSizeInBytes];
        material.DeriveKey(ciphertext.Slice(1, SaltSize), "trust sm4-gcm v1"u8, keyAndNonce);
        var fits = Sm4.TryDecryptGcm(
            keyAndNonce[..Sm4.KeySizeInBytes], keyAndNonce[Sm4.KeySizeInBytes..], ciphertext[(1 + SaltSize)..], associatedData, out plaintext);
        CryptographicOperations.ZeroMemory(keyAndNonce);
        return fits;
    }

    public void Dispose()
    {
        if (ownsMaterial)
        {
            material.Dispose();
        }
    }
}
