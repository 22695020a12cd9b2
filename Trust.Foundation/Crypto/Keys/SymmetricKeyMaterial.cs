using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>
/// 32 secret bytes, stored as a PKCS#8 PrivateKeyInfo whose privateKey OCTET STRING is the secret itself.
/// PKCS#8 has no algorithm for "any symmetric key"; id-hmac-with-SM3 is taken because every use of the secret starts with HMAC-SM3 (HKDF).
/// </summary>
public sealed class SymmetricKeyMaterial : KeyMaterial
{
    /// <summary>Size of the secret: 32 bytes.</summary>
    public const int SizeInBytes = 32;

    private readonly byte[] _secret;
    private bool _disposed;

    private SymmetricKeyMaterial(byte[] secret)
    {
        _secret = secret;

        // A keyed hash of a fixed text: the id can't be turned back, and differs from every key that HKDF derives (there the secret is the message).
        KeyId = Convert.ToHexStringLower(HmacSm3.HashData(secret, "trust symmetric key id v1"u8).AsSpan(0, 16));
    }

    /// <inheritdoc/>
    public override KeyAlgorithm Algorithm => KeyAlgorithm.Symmetric256;

    /// <summary>First 16 bytes of HMAC-SM3 over a fixed text under the secret, in lower-case hexadecimal.</summary>
    public override string KeyId { get; }

    /// <summary>Draws a new secret.</summary>
    public static SymmetricKeyMaterial Generate()
    {
        var secret = GC.AllocateArray<byte>(SizeInBytes, pinned: true);
        RandomNumberGenerator.Fill(secret);
        return new(secret);
    }

    /// <summary>Takes a secret that already exists, such as one unwrapped by a module.</summary>
    /// <param name="secret">32 bytes; copied.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static SymmetricKeyMaterial FromSecret(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SizeInBytes)
        {
            throw new ArgumentException("A symmetric key has 32 bytes.", nameof(secret));
        }

        // Pinned, so that the collector leaves no copies behind that would survive the zeroing.
        var copy = GC.AllocateArray<byte>(SizeInBytes, pinned: true);
        secret.CopyTo(copy);
        return new(copy);
    }

    /// <summary>Sub-key by HKDF-SM3 (RFC 5869) without salt.</summary>
    /// <param name="info">What it is for; different texts give independent keys.</param>
    /// <param name="output">Receives 1 to 8,160 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> is empty or too long.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void DeriveKey(ReadOnlySpan<byte> info, Span<byte> output) => DeriveKey(default, info, output);

    /// <summary>Gives the key a purpose. The result owns this material and disposes it.</summary>
    /// <param name="purpose">What it may be used for.</param>
    /// <param name="state">Its state from then on.</param>
    public ISymmetricKey ToSymmetricKey(KeyPurpose purpose, KeyState state = KeyState.Active) =>
        new SoftwareSymmetricKey(this, purpose, () => state, ownsMaterial: true);

    /// <inheritdoc/>
    public override byte[] ToPkcs8()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.HmacSm3);
            }

            writer.WriteOctetString(_secret);
        }

        var encoded = writer.Encode();
        writer.Reset();
        return encoded;
    }

    internal void DeriveKey(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> output)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        HkdfSm3.DeriveKey(_secret, salt, info, output);
    }

    internal static SymmetricKeyMaterial? TryRead(ReadOnlySpan<byte> pkcs8)
    {
        var copy = pkcs8.ToArray();
        byte[] secret = [];
        try
        {
            var reader = new AsnReader(copy, AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var isFirstVersion = sequence.ReadInteger() == 0;
            var algorithm = sequence.ReadSequence();
            var isHmac = algorithm.ReadObjectIdentifier() == Oids.HmacSm3;
            secret = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            return isFirstVersion && isHmac && secret.Length == SizeInBytes ? FromSecret(secret) : null;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }
}
