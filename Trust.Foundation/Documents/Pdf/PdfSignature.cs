using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Verification;

namespace Trust.Documents.Pdf;

/// <summary>Kind of what a signature field holds.</summary>
public enum PdfSignatureKind
{
    /// <summary>A signature: detached signed data.</summary>
    Signature,

    /// <summary>A document time stamp (SubFilter ETSI.RFC3161, ETSI EN 319 142-1 clause 5.4.3).</summary>
    DocumentTimeStamp,

    /// <summary>Something else that is not judged here.</summary>
    Other,
}

/// <summary>An object that a later revision added or changed.</summary>
/// <param name="ObjectNumber">Its number.</param>
/// <param name="IsNew">Whether the signed revision had no such object.</param>
/// <param name="Kind">Its Type and Subtype as the last revision has it, for instance <c>Page</c> or <c>Annot/Widget</c>; empty where it has none or was removed.</param>
public sealed record PdfChange(int ObjectNumber, bool IsNew, string Kind);

/// <summary>A signature of a PDF file and what holds of it. Trust in certificates is another question: an intact signature is INDETERMINATE until a path is found.</summary>
public sealed record PdfSignature
{
    /// <summary>Fully qualified name of the field, as stored, at most 4,096 characters.</summary>
    public required string FieldName { get; init; }

    /// <summary>Kind.</summary>
    public PdfSignatureKind Kind { get; init; }

    /// <summary>Filter as stored.</summary>
    public string Filter { get; init; } = "";

    /// <summary>SubFilter as stored.</summary>
    public string SubFilter { get; init; } = "";

    /// <summary>The numbers of ByteRange, four where <see cref="Fault"/> does not say otherwise.</summary>
    public IReadOnlyList<long> ByteRange { get; init; } = [];

    /// <summary>Whether ByteRange leaves out exactly the signature value and ends where a revision ends that holds this signature.</summary>
    public bool CoverageHolds { get; init; }

    /// <summary>Whether a well-formed ByteRange ends at the end of the file: nothing came after this signature.</summary>
    public bool CoversWholeFile { get; init; }

    /// <summary>Time claimed in the signature dictionary (M) or, without it, in the signed data; null for none. It proves nothing.</summary>
    public DateTimeOffset? ClaimedTime { get; init; }

    /// <summary>The signer's certificate, whose key verifies the value; null where it is not at hand. That of the authority for a document time stamp.</summary>
    public Certificate? Certificate { get; init; }

    /// <summary>All certificates that came along in the signed data.</summary>
    public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>The signed data, where they could be read and have one signer.</summary>
    internal SignedData? SignedData { get; init; }

    /// <summary>What holds of their signer.</summary>
    internal SignerCheck? SignerCheck { get; init; }

    /// <summary>Time stamp over the signature value, or the document time stamp itself; null where there is none that can be read.</summary>
    public TimeStampToken? TimeStamp { get; init; }

    /// <summary>What holds of <see cref="TimeStamp"/>.</summary>
    public TimeStampCheck? TimeStampCheck { get; init; }

    /// <summary>A fault of the time stamp over the signature value: such a stamp proves no time. The signature may hold all the same.</summary>
    public PdfFault? TimeStampFault { get; init; }

    /// <summary>The first thing that does not hold, or null.</summary>
    public PdfFault? Fault { get; init; }

    /// <summary>Whether form, covered bytes, digest, value and certificate reference hold.</summary>
    public bool IsIntact => Fault is null;

    /// <summary>TOTAL_FAILED, or INDETERMINATE: never passed, because trust is not judged here.</summary>
    public Indication Indication { get; init; } = Indication.Indeterminate;

    /// <summary>One of <see cref="SubIndications"/>; <see cref="SubIndications.NoCertificateChainFound"/> for an intact signature.</summary>
    public string SubIndication { get; init; } = SubIndications.NoCertificateChainFound;

    /// <summary>Objects that later revisions added or changed, at most 1,000.</summary>
    public IReadOnlyList<PdfChange> LaterChanges { get; init; } = [];

    /// <summary>The first thing that later revisions did beside adding further signatures, English; null where there is none. Such a file is never a plain pass.</summary>
    public string? ForeignChange { get; init; }

    /// <summary>Pages on which the signature is shown, from 1; none for an invisible one.</summary>
    public IReadOnlyList<int> ShownOn { get; init; } = [];

    /// <summary>Pages of the last revision less pages of the signed one.</summary>
    public int PagesAdded { get; init; }
}

/// <summary>What a PDF file says and what holds of it.</summary>
public sealed record PdfSignatureReport
{
    /// <summary>Why the file cannot be read at all, or null.</summary>
    public PdfFault? Unreadable { get; init; }

    /// <summary>Its signatures in the order of the ends of their revisions.</summary>
    public IReadOnlyList<PdfSignature> Signatures { get; init; } = [];

    /// <summary>Pages of the last revision.</summary>
    public int Pages { get; init; }

    /// <summary>Signature dictionaries that stand in the bytes of the file and that no field of its form leads to: a signature may have been taken off.</summary>
    public int UnlistedSignatures { get; init; }

    /// <summary>Bytes after the end of the last revision that a signature covers; 0 where one covers the whole file. More than 0 is never a plain pass.</summary>
    public long BytesAfterLastSignature { get; init; }

    /// <summary>The reason for <see cref="Indication"/> as a fault, or null where every signature is intact, the last one covers the whole file and later revisions only added signatures.</summary>
    public PdfFault? Fault { get; init; }

    /// <summary>Whether every signature is intact, the last one covers the whole file and later revisions only added signatures: what remains is trust in certificates and times.</summary>
    public bool IsIntact => Fault is null;

    /// <summary>The worst of the signatures, and INDETERMINATE for a file without one, with bytes after the last one, or changed by a later revision.</summary>
    public required Indication Indication { get; init; }

    /// <summary>One of <see cref="SubIndications"/>.</summary>
    public required string SubIndication { get; init; }
}
