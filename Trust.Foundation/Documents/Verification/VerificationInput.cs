using Trust.Crypto.Certificates;
using Trust.Documents.Packaging;

namespace Trust.Documents.Verification;

/// <summary>Everything a verification goes by beside the file itself.</summary>
public sealed record VerificationInput
{
    /// <summary>Name of the file, for the report only.</summary>
    public string? FileName { get; init; }

    /// <summary>Certificates from elsewhere, for signatures that carry none. Being given does not make them trusted.</summary>
    public IReadOnlyList<Certificate> CandidateCertificates { get; init; } = [];

    /// <summary>What a signature value that stands alone signs (Signature.xml), or null.</summary>
    public ReadOnlyMemory<byte>? SignedContent { get; init; }

    /// <summary>Anchors, lists and proofs.</summary>
    public TrustMaterial Material { get; init; } = TrustMaterial.None;

    /// <summary>Demands.</summary>
    public VerificationPolicy Policy { get; init; } = VerificationPolicy.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bounds of reading.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;
}
