using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Ofd;
using Trust.Documents.Pdf;
using Trust.Documents.Seals;

namespace Trust.Documents.Verification;

/// <summary>What kind of value signs.</summary>
internal enum ValueKind
{
    Unreadable,
    Seal,
    SealSignature,
    SignedData,
    Bare,
    TimeStamp,
}

/// <summary>One signature under verification, or a seal on its own. Checks read it; reading and time stamp fill it first.</summary>
internal sealed class SignatureContext(VerificationInput input, DateTimeOffset now, DocumentContext? document, OfdSignatureEntry? entry)
{
    private CertificateJudgement? _signer;
    private CertificateJudgement? _maker;

    internal VerificationInput Input => input;

    internal VerificationPolicy Policy => input.Policy;

    internal TrustMaterial Material => input.Material;

    internal DateTimeOffset Now => now;

    internal DocumentContext? Document => document;

    internal OfdSignatureEntry? Entry => entry;

    internal OfdSignatureFile? File => entry?.File;

    /// <summary>The signature, where the file is a PDF.</summary>
    internal PdfSignature? Pdf { get; init; }

    /// <summary>The whole PDF.</summary>
    internal PdfSignatureReport? PdfFile { get; init; }

    /// <summary>What is signed: Signature.xml as stored, or null where it is not at hand.</summary>
    internal ReadOnlyMemory<byte>? SignedContent { get; init; }

    /// <summary>The signature value as stored, or null.</summary>
    internal ReadOnlyMemory<byte>? Value { get; init; }

    internal ValueKind Kind { get; set; }

    internal SesFault? Fault { get; set; }

    internal SesSignature? Ses { get; set; }

    internal SesSeal? Seal { get; set; }

    internal SignedData? SignedData { get; set; }

    internal SignerCheck? SignerCheck { get; set; }

    /// <summary>How the content was found to be signed in <see cref="SignedData"/>, for people.</summary>
    internal string? ContentForm { get; set; }

    internal Certificate? Signer { get; set; }

    internal Certificate? Maker { get; set; }

    /// <summary>Judgement on the signer's certificate, or null where it is not at hand. The proved time has to be known before.</summary>
    internal CertificateJudgement? SignerJudgement => Signer is null ? null : _signer ??= new(this, Signer);

    internal CertificateJudgement? MakerJudgement => Maker is null ? null : _maker ??= new(this, Maker);

    internal SignatureValueFacts? ValueFacts { get; set; }

    internal SignatureValueFacts? SealValueFacts { get; set; }

    /// <summary>Octets of the signature value that a time stamp is over, or null.</summary>
    internal ReadOnlyMemory<byte>? SignatureValue { get; set; }

    internal ReadOnlyMemory<byte>? TimeStampBytes { get; set; }

    internal TimeStampToken? TimeStamp { get; set; }

    internal TimeStampCheck? TimeStampCheck { get; set; }

    internal PathResult? TimeStampPath { get; set; }

    /// <summary>The earliest proved time, or null.</summary>
    internal KnownProof? Proof { get; set; }

    /// <summary>The moment for which certificates and seal are judged: the proved time, or now.</summary>
    internal DateTimeOffset JudgedAt => Proof?.Time ?? now;

    internal List<UnprotectedEntry> Unprotected { get; } = [];

    internal int Number { get; init; } = 1;

    /// <summary>timeInfo, signingTime, or M of a PDF: a claim, or null.</summary>
    internal DateTimeOffset? ClaimedTime => Pdf is not null ? Pdf.ClaimedTime : Ses?.Time.Instant ?? SignedData?.Signers[0].SigningTime;

    internal PathValidationOptions PathOptions(IReadOnlyList<Certificate> anchors, DateTimeOffset time, IEnumerable<Certificate> further) => new()
    {
        Anchors = anchors,
        Intermediates = [.. Material.Intermediates, .. further],
        RevocationLists = Material.RevocationLists,
        Revocation = Policy.Revocation,
        MaxPathLength = Policy.MaxPathLength,
        Time = time,
    };
}
