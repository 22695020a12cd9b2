namespace Trust.Crypto.Keys;

/// <summary>A secret key that encrypts, or from which other keys come; the secret itself is never given out.</summary>
public interface ISymmetricKey : IDisposable
{
    /// <summary>Stable id: first 16 bytes of HMAC-SM3 over a fixed text under the secret, in lower-case hexadecimal (32 characters).</summary>
    string KeyId { get; }

    /// <summary>What the key may be used for.</summary>
    KeyPurpose Purpose { get; }

    /// <summary>Whether it encrypts now.</summary>
    KeyState State { get; }

    /// <summary>Sub-key by HKDF-SM3 (RFC 5869) without salt. In every state, because old data must stay readable.</summary>
    /// <param name="info">What it is for; different texts give independent keys.</param>
    /// <param name="output">Receives 1 to 8,160 bytes. The caller zeroes it.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> is empty or too long.</exception>
    void DeriveKey(ReadOnlySpan<byte> info, Span<byte> output);

    /// <summary>
    /// Encrypts with SM4-GCM under a sub-key of its own: version 01, 32 random bytes of salt, ciphertext, 16-byte tag. Key and nonce come from
    /// HKDF-SM3 with that salt, so any number of messages is safe, where random 96-bit nonces end at 2^32 (NIST SP 800-38D section 8.3).
    /// </summary>
    /// <param name="plaintext">The message, any length.</param>
    /// <param name="associatedData">What the message belongs to: authenticated, not encrypted.</param>
    /// <returns>The message's length + 49 bytes.</returns>
    /// <exception cref="InvalidOperationException">The key is retired.</exception>
    byte[] Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData = default);

    /// <summary>Decrypts what <see cref="Encrypt"/> gave.</summary>
    /// <param name="ciphertext">The value.</param>
    /// <param name="associatedData">What was authenticated with it.</param>
    /// <param name="plaintext">The message, or empty.</param>
    /// <returns>False where it is malformed, was changed, or belongs to another key or associated data.</returns>
    bool TryDecrypt(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData, out byte[] plaintext);
}
