using Trust.Documents.Packaging;

namespace Trust.Documents.Pdf.Syntax;

/// <summary>What may be spent on one file, by everything that reads it together.</summary>
internal sealed class PdfBudget(DocumentLimits limits, TimeProvider? time = null)
{
    /// <summary>Depth of arrays and dictionaries, of references to references, and of trees.</summary>
    public const int MaxDepth = 64;

    /// <summary>Highest object number (ISO 32000-1 Annex C, table C.1).</summary>
    public const int MaxObjectNumber = 8_388_607;

    /// <summary>Cross-reference sections of one file.</summary>
    public const int MaxSections = 512;

    /// <summary>Fields of the form.</summary>
    public const int MaxFields = 10_000;

    /// <summary>Signatures that are judged.</summary>
    public const int MaxSignatures = 64;

    private const int MaxTokens = 8_000_000;
    private const int MaxStreamBytes = 32 << 20;
    private const long MaxUnpackedBytes = 128L << 20;
    private const int TokensBetweenLooks = 1024;

    private readonly Deadline _deadline = Deadline.In(limits.TimeBudget, time);
    private int _tokens;
    private long _unpacked;

    public long MaxFileBytes => limits.MaxFileBytes;

    public int MaxPages => limits.MaxPages;

    /// <summary>One token, entry or node more.</summary>
    public void Spend()
    {
        if (++_tokens > MaxTokens)
        {
            throw new PdfFormatException(PdfFaults.TooMany, "The file has more objects and tokens than are read.");
        }

        if (_tokens % TokensBetweenLooks == 0)
        {
            Look();
        }
    }

    /// <summary>Looks at the clock.</summary>
    public void Look()
    {
        if (_deadline.Passed)
        {
            throw new PdfFormatException(PdfFaults.Time, "The time allowed for the file is used up.");
        }
    }

    /// <summary>Unpacked bytes that the next stream may have.</summary>
    public int NextStreamBytes() => (int)Math.Min(MaxStreamBytes, MaxUnpackedBytes - _unpacked);

    public void Unpacked(int bytes) => _unpacked += bytes;
}
