using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>How a page is drawn, and how much work may be spent on it.</summary>
public sealed record RenderOptions
{
    /// <summary>Pixels an inch; lowered where the page would have more than <see cref="MaxPixels"/>. 150.</summary>
    public double Dpi { get; init; } = 150;

    /// <summary>Pixels of the picture. 9 million (36 MB while drawing): A4 at 300 dpi.</summary>
    public int MaxPixels { get; init; } = 9_000_000;

    /// <summary>Graphic objects drawn, those inside templates and composite units counted each time. 200,000.</summary>
    public int MaxObjects { get; init; } = 200_000;

    /// <summary>Composite units inside each other. 8.</summary>
    public int MaxCompositeDepth { get; init; } = 8;

    /// <summary>Whether annotations are drawn. True.</summary>
    public bool IncludeAnnotations { get; init; } = true;

    /// <summary>Whether seal pictures are drawn where signatures place them. True.</summary>
    public bool IncludeStamps { get; init; } = true;

    /// <summary>Gives the picture of a signature's seal, null when it has none that can be had. Must not throw.</summary>
    public Func<OfdSignatureFile, SealPicture?>? SealPictures { get; init; }

    /// <summary>Font files (TrueType, OpenType or collections) for text whose font is not embedded or lacks a character, best first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> FallbackFonts { get; init; } = [];

    /// <summary>Whether well-known Chinese fonts of the machine are tried after <see cref="FallbackFonts"/>. True.</summary>
    public bool UseMachineFonts { get; init; } = true;

    /// <summary>Depth of this drawing inside others: 0 for a file, 1 for a seal picture that is an OFD.</summary>
    internal int Nesting { get; init; }
}

/// <summary>The picture of a seal (SES_ESPictrueInfo).</summary>
/// <param name="Type">As stored: GIF, BMP, JPG, PNG, ofd or svg, in any case. The bytes decide where they are recognised.</param>
/// <param name="Data">The picture file.</param>
public sealed record SealPicture(string Type, ReadOnlyMemory<byte> Data);
