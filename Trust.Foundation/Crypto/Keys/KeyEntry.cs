namespace Trust.Crypto.Keys;

/// <summary>One key of a <see cref="KeyStore"/>: everything about it that is not secret, and the encrypted rest.</summary>
public sealed record KeyEntry
{
    /// <summary>Key id, 32 lower-case hexadecimal characters.</summary>
    public required string KeyId { get; init; }

    /// <summary>What the key may be used for.</summary>
    public required KeyPurpose Purpose { get; init; }

    /// <summary>Algorithm.</summary>
    public required KeyAlgorithm Algorithm { get; init; }

    /// <summary>State at the time the entry was read from the store.</summary>
    public required KeyState State { get; init; }

    /// <summary>When the key was drawn, offset zero, whole seconds.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>DER SubjectPublicKeyInfo, so that keys can be published without a password; empty for a symmetric key.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; init; }

    /// <summary>Certificate, DER, or empty.</summary>
    public ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>The key, PEM <c>ENCRYPTED PRIVATE KEY</c>.</summary>
    public required string EncryptedPem { get; init; }
}
