namespace Trust.Documents.Ofd;

/// <summary>A document root, <c>Document.xml</c> by habit (clause 7.5).</summary>
public sealed class OfdDocument
{
    private Dictionary<ulong, OfdPage>? _pages;
    private Dictionary<ulong, OfdTemplate>? _templates;

    internal OfdDocument(string entryName, XmlElement root)
    {
        EntryName = entryName;
        Root = root;
    }

    /// <summary>Name of the entry.</summary>
    public string EntryName { get; }

    /// <summary>CommonData/MaxUnitID, null when unreadable.</summary>
    public ulong? MaxUnitId { get; internal init; }

    /// <summary>Page area of pages that have none, mm; null when absent.</summary>
    public OfdBox? PageArea { get; internal init; }

    /// <summary>Template pages.</summary>
    public IReadOnlyList<OfdTemplate> Templates { get; internal init; } = [];

    /// <summary>Pages in reading order.</summary>
    public IReadOnlyList<OfdPage> Pages { get; internal init; } = [];

    /// <summary>PublicRes and DocumentRes files, in that order.</summary>
    public IReadOnlyList<OfdResourceFile> Resources { get; internal init; } = [];

    /// <summary>Annotations of all pages, from however many lists.</summary>
    public IReadOnlyList<OfdAnnotationPage> Annotations { get; internal init; } = [];

    /// <summary>Attachments.</summary>
    public IReadOnlyList<OfdAttachment> Attachments { get; internal init; } = [];

    /// <summary>Custom tag files.</summary>
    public IReadOnlyList<OfdCustomTag> CustomTags { get; internal init; } = [];

    /// <summary>Actions of the document and its outline. Those of pages are in the pages.</summary>
    public IReadOnlyList<OfdAction> Actions { get; internal init; } = [];

    /// <summary>Titles of the outline, depth first.</summary>
    public IReadOnlyList<string> Outlines { get; internal init; } = [];

    /// <summary>Permissions, null when absent. Advice to readers, not protection.</summary>
    public OfdPermissions? Permissions { get; internal init; }

    /// <summary>Entries of lists: annotation, attachment, tag and extension lists.</summary>
    public IReadOnlyList<string> ListEntryNames { get; internal init; } = [];

    internal XmlElement Root { get; }

    /// <summary>The page of an object id, or null; of equal ids the first.</summary>
    public OfdPage? FindPage(ulong id) => (_pages ??= OfdResourceFile.ById(Pages, page => page.Id)).GetValueOrDefault(id);

    /// <summary>The template of an object id, or null; of equal ids the first.</summary>
    public OfdTemplate? FindTemplate(ulong? id) => id is null ? null : (_templates ??= OfdResourceFile.ById(Templates, template => template.Id)).GetValueOrDefault(id.Value);
}

/// <summary>A template page (clause 7.7).</summary>
/// <param name="Id">@ID, null when unreadable.</param>
/// <param name="Name">@Name.</param>
/// <param name="ZOrder">@ZOrder as written: Background (when absent) or Foreground.</param>
/// <param name="BaseLoc">Path as written.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
public sealed record OfdTemplate(ulong? Id, string? Name, string? ZOrder, string? BaseLoc, string? EntryName);

/// <summary>Annotations of one page (clause 15).</summary>
/// <param name="PageId">Object id of the page.</param>
/// <param name="FileLoc">Path as written.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
/// <param name="Annots">Its annotations.</param>
public sealed record OfdAnnotationPage(ulong? PageId, string? FileLoc, string? EntryName, IReadOnlyList<OfdAnnotation> Annots);

/// <summary>One annotation: Stamp, Watermark, Link, Path or Highlight.</summary>
/// <param name="Id">@ID.</param>
/// <param name="Type">@Type as written.</param>
/// <param name="Subtype">@Subtype.</param>
/// <param name="Creator">@Creator.</param>
/// <param name="LastModDate">@LastModDate.</param>
/// <param name="IsVisible">@Visible, true when absent.</param>
/// <param name="Boundary">Appearance/@Boundary, mm.</param>
public sealed record OfdAnnotation(ulong? Id, string? Type, string? Subtype, string? Creator, string? LastModDate, bool IsVisible, OfdBox? Boundary)
{
    internal XmlElement? Appearance { get; init; }
}

/// <summary>An attachment (clause 20).</summary>
/// <param name="Id">@ID.</param>
/// <param name="Name">@Name.</param>
/// <param name="Format">@Format.</param>
/// <param name="CreationDate">@CreationDate.</param>
/// <param name="SizeKilobytes">@Size as written, kilobytes.</param>
/// <param name="IsVisible">@Visible, true when absent.</param>
/// <param name="Usage">@Usage.</param>
/// <param name="FileLoc">Path as written.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
public sealed record OfdAttachment(
    string? Id, string? Name, string? Format, string? CreationDate, string? SizeKilobytes, bool IsVisible, string? Usage, string? FileLoc, string? EntryName);

/// <summary>A custom tag file (clause 16).</summary>
/// <param name="TypeId">@TypeID.</param>
/// <param name="NameSpace">@NameSpace.</param>
/// <param name="SchemaEntryName">Entry of SchemaLoc, null when there is none.</param>
/// <param name="FileLoc">Path as written.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
public sealed record OfdCustomTag(string? TypeId, string? NameSpace, string? SchemaEntryName, string? FileLoc, string? EntryName);

/// <summary>An action (clause 14). Never run; listed, because a reader may.</summary>
/// <param name="Event">@Event: DO, PO or CLICK.</param>
/// <param name="Kind">Goto, URI, GotoA, Sound or Movie, or what stands there.</param>
/// <param name="Target">URI, attachment id, resource id or page id.</param>
public sealed record OfdAction(string? Event, string Kind, string? Target);

/// <summary>Permissions (clause 7.5, table 6); true when the element is absent.</summary>
/// <param name="Edit">Edit.</param>
/// <param name="Annot">Annot.</param>
/// <param name="Export">Export.</param>
/// <param name="Signature">Signature: whether the document may be signed.</param>
/// <param name="Print">Print/@Printable.</param>
/// <param name="ValidStart">ValidPeriod/@StartDate as written.</param>
/// <param name="ValidEnd">ValidPeriod/@EndDate as written.</param>
public sealed record OfdPermissions(bool Edit, bool Annot, bool Export, bool Signature, bool Print, string? ValidStart, string? ValidEnd);
