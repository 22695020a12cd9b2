using Trust.Documents.Writing;

namespace Trust.Documents.Pdf;

/// <summary>Names under which a signature stands in a PDF file (Filter and SubFilter, ISO 32000-1 table 252).</summary>
public enum PdfSignatureFormat
{
    /// <summary>Filter Adobe.PPKLite, SubFilter ETSI.CAdES.detached, digest SHA-256 (ETSI EN 319 142-1 clause 6.3).</summary>
    Cades,

    /// <summary>Filter GM.PKILite, SubFilter GM.SM2, digest SM3: SignedData of GB/T 35275 signed with SM2. The names are those seen in use.</summary>
    Sm2,
}

/// <summary>Where the picture of a visible signature stands.</summary>
/// <param name="PageIndex">The page, from 0.</param>
/// <param name="Box">Millimetres from the upper left corner of the page.</param>
/// <param name="Png">The picture, a whole PNG file with its transparency; at most 16 million pixels.</param>
public sealed record PdfStamp(int PageIndex, OfdBox Box, ReadOnlyMemory<byte> Png);

/// <summary>What stands in a signature beside its value (ISO 32000-1 clause 12.8.1).</summary>
public sealed record PdfSignatureRequest
{
    /// <summary>Smallest and usual place kept for the signature value, bytes: room for a chain of certificates and a time stamp.</summary>
    public const int DefaultContentsSize = 16 * 1024;

    /// <summary>Format; it must fit the key.</summary>
    public required PdfSignatureFormat Format { get; init; }

    /// <summary>Time claimed in the signature dictionary (M), whole seconds; it proves nothing.</summary>
    public required DateTimeOffset SigningTime { get; init; }

    /// <summary>Name of the signer (Name), or null.</summary>
    public string? Name { get; init; }

    /// <summary>Reason (Reason), or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Place (Location), or null.</summary>
    public string? Location { get; init; }

    /// <summary>Picture; null for an invisible signature.</summary>
    public PdfStamp? Stamp { get; init; }

    /// <summary>Place kept for the signature value, bytes, 1,024 to 1 MiB.</summary>
    public int ContentsSize { get; init; } = DefaultContentsSize;

    internal PdfFault? Check()
    {
        var sound = Enum.IsDefined(Format) && ContentsSize is >= 1024 and <= 1 << 20 && Stamp is null or { PageIndex: >= 0, Box.IsSound: true };
        string?[] texts = [Name, Reason, Location];
        return sound && texts.All(text => text is null || (text.Length <= 1024 && OfdText.CheckStored(text) is null))
            ? null
            : new(PdfFaults.ValueInvalid, "A value of the request is out of bounds, or a text of it may not stand in a document.");
    }
}
