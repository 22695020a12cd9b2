namespace Trust.Crypto.Keys;

/// <summary>What a key may be used for. A key has exactly one purpose; in files and configuration it is written in kebab case (<c>oidc-signing</c>).</summary>
public enum KeyPurpose
{
    /// <summary>ID and access tokens of OpenID Connect.</summary>
    OidcSigning,

    /// <summary>SAML responses and assertions.</summary>
    SamlSigning,

    /// <summary>Identity's statements about a person, and evidence records.</summary>
    Evidence,

    /// <summary>Heads of the audit chains.</summary>
    Audit,

    /// <summary>Seal maker (制章人): signs electronic seals.</summary>
    SealMaker,

    /// <summary>Time stamp authority (RFC 3161).</summary>
    Tsa,

    /// <summary>Issuing certification authority, and the roots above it.</summary>
    IssuingCa,

    /// <summary>Checkpoints of the transparency log.</summary>
    Log,

    /// <summary>A process of the node: actor tokens and mutual TLS.</summary>
    Node,

    /// <summary>Encrypts the data-protection key ring.</summary>
    KeyRing,

    /// <summary>Master key of a module, which wraps its data keys.</summary>
    DataEncryption,

    /// <summary>Keyed hash for looking up encrypted identifiers.</summary>
    LookupHash,
}

/// <summary>State of a key. Exactly one key a purpose and algorithm is active; retired keys verify and decrypt only.</summary>
public enum KeyState
{
    /// <summary>Published, not used yet.</summary>
    Next,

    /// <summary>In use.</summary>
    Active,

    /// <summary>No longer signs or encrypts.</summary>
    Retired,
}

/// <summary>Algorithm of a key.</summary>
public enum KeyAlgorithm
{
    /// <summary>SM2 with SM3 (GB/T 32918), default user id.</summary>
    Sm2,

    /// <summary>ECDSA on P-256 with SHA-256 (ES256).</summary>
    EcdsaP256,

    /// <summary>RSA of 3072 bits with SHA-256, PKCS#1 v1.5 (RS256).</summary>
    Rsa3072,

    /// <summary>32 random bytes for symmetric use.</summary>
    Symmetric256,
}
