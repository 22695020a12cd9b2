namespace Trust.Documents.Packaging;

/// <summary>
/// Upper bounds for reading a document that somebody else made. Every reader of this library works inside one such set; what goes beyond is a
/// <see cref="DocumentFault"/>, never an exception.
/// </summary>
public sealed record DocumentLimits
{
    /// <summary>The defaults below.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>Size of the container file, bytes. 64 MiB.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>Sum of the unpacked sizes of all entries, bytes. 512 MiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 512L << 20;

    /// <summary>Unpacked size of a single entry that is handed out in one piece, bytes. 128 MiB; larger ones can only be streamed.</summary>
    public long MaxEntryBytes { get; init; } = 128L << 20;

    /// <summary>Unpacked bytes kept in memory between two reads. 64 MiB; beyond that an entry is unpacked anew each time.</summary>
    public long MaxCachedBytes { get; init; } = 64L << 20;

    /// <summary>Entries in the directory. 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Unpacked to packed size of one entry and of the whole file. 200; counted only from <see cref="RatioFloorBytes"/> up.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Unpacked size below which the ratio does not count, bytes. 1 MiB: a page of repeated elements packs very well.</summary>
    public long RatioFloorBytes { get; init; } = 1L << 20;

    /// <summary>Size of one XML part, bytes. 16 MiB.</summary>
    public int MaxXmlBytes { get; init; } = 16 << 20;

    /// <summary>Depth of one XML part, elements. 128.</summary>
    public int MaxXmlDepth { get; init; } = 128;

    /// <summary>Elements and attributes of one XML part together. 500,000.</summary>
    public int MaxXmlNodes { get; init; } = 500_000;

    /// <summary>Elements and attributes of all XML parts read from one package together. 2,000,000.</summary>
    public int MaxXmlNodesInAll { get; init; } = 2_000_000;

    /// <summary>Pages of all documents of a file. 10,000.</summary>
    public int MaxPages { get; init; } = 10_000;

    /// <summary>Depth of OFD inside OFD (a seal picture may be one); 0 is the file itself. 2.</summary>
    public int MaxNesting { get; init; } = 2;

    /// <summary>Pixels of one decoded picture. 16 million (64 MB in memory).</summary>
    public long MaxPicturePixels { get; init; } = 16_000_000;

    /// <summary>Encoded size of one picture, bytes. 32 MiB.</summary>
    public int MaxPictureBytes { get; init; } = 32 << 20;

    /// <summary>Wall time for everything done with one file. 30 s.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(30);
}
