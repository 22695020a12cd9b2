namespace Trust.Crypto.Keys;

/// <summary>Encoding of an elliptic-curve signature value.</summary>
public enum SignatureFormat
{
    /// <summary>DER <c>SEQUENCE { r INTEGER, s INTEGER }</c> (GM/T 0009, RFC 3279). RSA has its own single form and ignores the choice.</summary>
    Der,

    /// <summary><c>r || s</c>, 32 bytes each, as in JOSE.</summary>
    Raw,
}

/// <summary>
/// A private key that signs, wherever it lies: an encrypted PKCS#8 file, or a device (PKCS#11, SDF) that never gives it out.
/// </summary>
public interface ISigningKey : IDisposable
{
    /// <summary>Stable id: the first 16 bytes of SHA-256 over <see cref="SubjectPublicKeyInfo"/>, in lower-case hexadecimal (32 characters).</summary>
    string KeyId { get; }

    /// <summary>What the key may be used for.</summary>
    KeyPurpose Purpose { get; }

    /// <summary>Whether it signs now.</summary>
    KeyState State { get; }

    /// <summary>Algorithm.</summary>
    KeyAlgorithm Algorithm { get; }

    /// <summary>Public key, DER SubjectPublicKeyInfo.</summary>
    ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Certificate of the key, DER, or empty.</summary>
    ReadOnlyMemory<byte> Certificate { get; }

    /// <summary>Signs a message (hashing is part of the algorithm).</summary>
    /// <param name="data">The message.</param>
    /// <param name="format">Encoding of the value.</param>
    /// <exception cref="InvalidOperationException">The key is retired.</exception>
    byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format = SignatureFormat.Der);

    /// <summary>Verifies a signature of this key; false for anything malformed.</summary>
    /// <param name="data">The message.</param>
    /// <param name="signature">The value.</param>
    /// <param name="format">Encoding of the value.</param>
    bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format = SignatureFormat.Der);
}
