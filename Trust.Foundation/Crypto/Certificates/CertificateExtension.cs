namespace Trust.Crypto.Certificates;

/// <summary>One extension of a certificate or CRL (RFC 5280 section 4.2).</summary>
/// <param name="Oid">Its type.</param>
/// <param name="IsCritical">Whether who does not know it must refuse.</param>
/// <param name="Value">Contents of the extnValue OCTET STRING, DER.</param>
public sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);

/// <summary>Bits of the keyUsage extension (RFC 5280 section 4.2.1.3).</summary>
[Flags]
public enum KeyUsages
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>digitalSignature (0).</summary>
    DigitalSignature = 1 << 0,

    /// <summary>nonRepudiation (1), also called contentCommitment.</summary>
    NonRepudiation = 1 << 1,

    /// <summary>keyEncipherment (2).</summary>
    KeyEncipherment = 1 << 2,

    /// <summary>dataEncipherment (3).</summary>
    DataEncipherment = 1 << 3,

    /// <summary>keyAgreement (4).</summary>
    KeyAgreement = 1 << 4,

    /// <summary>keyCertSign (5).</summary>
    KeyCertSign = 1 << 5,

    /// <summary>cRLSign (6).</summary>
    CrlSign = 1 << 6,

    /// <summary>encipherOnly (7).</summary>
    EncipherOnly = 1 << 7,

    /// <summary>decipherOnly (8).</summary>
    DecipherOnly = 1 << 8,
}

/// <summary>basicConstraints (RFC 5280 section 4.2.1.9).</summary>
/// <param name="IsAuthority">Whether the holder may issue certificates.</param>
/// <param name="PathLength">How many intermediate certificates may follow, or null for any number.</param>
public sealed record BasicConstraints(bool IsAuthority, int? PathLength);

/// <summary>Kinds of subjectAltName that are read and written.</summary>
public enum AlternativeNameKind
{
    /// <summary>dNSName, an IA5String.</summary>
    Dns,

    /// <summary>uniformResourceIdentifier, an IA5String.</summary>
    Uri,

    /// <summary>iPAddress, as text.</summary>
    IpAddress,

    /// <summary>rfc822Name, an IA5String.</summary>
    Email,
}

/// <summary>One name of subjectAltName (RFC 5280 section 4.2.1.6).</summary>
/// <param name="Kind">Kind of the name.</param>
/// <param name="Value">Its text.</param>
public sealed record AlternativeName(AlternativeNameKind Kind, string Value);

/// <summary>Purposes of extKeyUsage (RFC 5280 section 4.2.1.12).</summary>
public static class ExtendedKeyUsages
{
    /// <summary>TLS server.</summary>
    public const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    /// <summary>TLS client.</summary>
    public const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    /// <summary>Time stamp authority (RFC 3161 section 2.3); must be critical and alone.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>OCSP responder (RFC 6960 section 4.2.2.2).</summary>
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    /// <summary>Any purpose.</summary>
    public const string Any = "2.5.29.37.0";
}
