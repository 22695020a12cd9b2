namespace Trust.Documents.Writing;

/// <summary>Why a document was not written or not made ready for signing.</summary>
/// <param name="Code">Stable code, one of <see cref="WritingFaults"/>.</param>
/// <param name="Detail">What and where, in English, without personal data beyond the character or entry name at fault.</param>
public sealed record WritingFault(string Code, string Detail);

/// <summary>Codes of <see cref="WritingFault"/>; they never change meaning.</summary>
public static class WritingFaults
{
    /// <summary>No font has a visible glyph for a character.</summary>
    public const string GlyphMissing = "document.glyph-missing";

    /// <summary>A text holds a character that XML 1.0 forbids, half a surrogate pair, or an invisible control or format character.</summary>
    public const string CharacterIllegal = "document.character-illegal";

    /// <summary>An image is neither PNG nor JPEG, cannot be decoded, or is too large.</summary>
    public const string ImageUnreadable = "document.image-unreadable";

    /// <summary>A required value is absent or has the wrong form.</summary>
    public const string ValueInvalid = "document.value-invalid";

    /// <summary>A text does not fit into the box it was given.</summary>
    public const string TextTooLong = "document.text-too-long";

    /// <summary>The file is no clean ZIP: bytes that belong to no entry, duplicate or unsafe names, encryption, headers that disagree.</summary>
    public const string PackageUnclean = "document.package-unclean";

    /// <summary>The package uses something that is not supported: ZIP64, another compression, another encoding of OFD.xml.</summary>
    public const string PackageUnsupported = "document.package-unsupported";

    /// <summary>OFD.xml, Document.xml or the list of signatures is missing or not understood.</summary>
    public const string StructureInvalid = "document.structure-invalid";

    /// <summary>The unpacked content is larger than allowed.</summary>
    public const string TooLarge = "document.too-large";

    /// <summary>An earlier signature covers the list of signatures: another one would break it.</summary>
    public const string SignaturesClosed = "document.signatures-closed";

    /// <summary>A file that signing has to add exists already.</summary>
    public const string EntryCollision = "document.entry-collision";

    /// <summary>A stamp names a page that does not exist, or has no size.</summary>
    public const string StampInvalid = "document.stamp-invalid";
}
