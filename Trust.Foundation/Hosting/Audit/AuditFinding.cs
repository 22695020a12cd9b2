namespace Trust.Hosting.Audit;

/// <summary>What is wrong with an audit chain.</summary>
public enum AuditFindingKind
{
    /// <summary>A row, its payload or its chain hash was changed after sealing.</summary>
    Changed,

    /// <summary>A place in the chain is empty: its row was deleted.</summary>
    Missing,

    /// <summary>Two rows stand in each other's places.</summary>
    Swapped,

    /// <summary>The chain ends before a signed head: the last rows were deleted.</summary>
    CutOff,

    /// <summary>Rows were computed anew: the chain contradicts a signed head, or does not lead to one whose hash was left standing.</summary>
    Rewritten,

    /// <summary>Rows have a place after the last signed head; the sealer never leaves such.</summary>
    NotSigned,

    /// <summary>A row was not chained in time: the sealer stands still, or the row was put in or set back.</summary>
    TooLongUnchained,

    /// <summary>A head's signature does not hold, or nobody knows its key.</summary>
    BadHeadSignature,

    /// <summary>A head of the exported file is gone from the database, or differs from it.</summary>
    HeadMissing,

    /// <summary>A head of the database is missing in the exported file, or a line of the file cannot be read.</summary>
    HeadNotExported,

    /// <summary>A payload is gone and no record of erasing covers it.</summary>
    ErasedWithoutRecord,
}

/// <summary>One fault of a chain.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Module">Module of the chain.</param>
/// <param name="Index">Place in the chain, the first one where several are meant, that of the head for rewritten ones; null for unchained rows.</param>
/// <param name="Sequence">Number of the row; null where no row stands.</param>
/// <param name="Sentence">One English sentence for the operator, without personal data.</param>
public sealed record AuditFinding(AuditFindingKind Kind, string Module, long? Index, long? Sequence, string Sentence);

/// <summary>Result of verifying one module's chain.</summary>
/// <param name="Module">The module.</param>
/// <param name="Rows">Chained rows read.</param>
/// <param name="Heads">Signed heads of the database.</param>
/// <param name="Findings">Every fault; empty when the chain holds.</param>
public sealed record AuditReport(string Module, long Rows, long Heads, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Whether the chain holds.</summary>
    public bool Holds => Findings.Count == 0;
}
