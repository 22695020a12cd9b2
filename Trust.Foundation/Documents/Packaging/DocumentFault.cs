namespace Trust.Documents.Packaging;

/// <summary>Why a document, or a part of it, cannot be read.</summary>
/// <param name="Code">Stable code, one of <see cref="DocumentFaults"/>.</param>
/// <param name="Detail">What was met and where, in English; entry names are quoted from the file.</param>
public sealed record DocumentFault(string Code, string Detail);

/// <summary>The codes of <see cref="DocumentFault"/>. They never change meaning.</summary>
public static class DocumentFaults
{
    /// <summary>No bytes at all.</summary>
    public const string Empty = "document.empty";

    /// <summary>Larger than <see cref="DocumentLimits.MaxFileBytes"/>.</summary>
    public const string TooLarge = "document.too-large";

    /// <summary>No ZIP container.</summary>
    public const string NotAZip = "document.not-a-zip";

    /// <summary>Begins as a ZIP container and lacks its end record.</summary>
    public const string Truncated = "document.truncated";

    /// <summary>The central directory cannot be read.</summary>
    public const string ZipDamaged = "document.zip-damaged";

    /// <summary>A ZIP64 or multi-disk container: never needed within the limits, and a place where readers disagree.</summary>
    public const string ZipUnsupported = "document.zip-unsupported";

    /// <summary>More than <see cref="DocumentLimits.MaxEntries"/>.</summary>
    public const string TooManyEntries = "document.too-many-entries";

    /// <summary>More than <see cref="DocumentLimits.MaxUnpackedBytes"/>, or one entry beyond <see cref="DocumentLimits.MaxEntryBytes"/>.</summary>
    public const string UnpackedTooLarge = "document.unpacked-too-large";

    /// <summary>Packed better than <see cref="DocumentLimits.MaxRatio"/>.</summary>
    public const string Ratio = "document.ratio";

    /// <summary><see cref="DocumentLimits.TimeBudget"/> is used up.</summary>
    public const string Time = "document.time";

    /// <summary>A needed entry is missing.</summary>
    public const string EntryMissing = "document.entry-missing";

    /// <summary>A needed entry cannot be unpacked: wrong checksum or size, encrypted, unknown method, two of the name.</summary>
    public const string EntryDamaged = "document.entry-damaged";

    /// <summary>An XML part beyond its size or node limit.</summary>
    public const string XmlTooLarge = "document.xml-too-large";

    /// <summary>An XML part beyond <see cref="DocumentLimits.MaxXmlDepth"/>.</summary>
    public const string XmlTooDeep = "document.xml-too-deep";

    /// <summary>An XML part that is not well-formed.</summary>
    public const string XmlMalformed = "document.xml-malformed";

    /// <summary>An XML part with a document type declaration.</summary>
    public const string Dtd = "document.dtd";

    /// <summary>A container without a readable OFD.xml at its root.</summary>
    public const string NotOfd = "document.not-ofd";

    /// <summary>OFD.xml names no document that can be read.</summary>
    public const string NoDocument = "document.no-document";

    /// <summary>More than <see cref="DocumentLimits.MaxPages"/>.</summary>
    public const string TooManyPages = "document.too-many-pages";

    /// <summary>OFD in OFD deeper than <see cref="DocumentLimits.MaxNesting"/>.</summary>
    public const string NestedTooDeep = "document.nested-too-deep";
}
