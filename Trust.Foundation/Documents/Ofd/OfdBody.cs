using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>One <c>DocBody</c> of OFD.xml (clause 7.4).</summary>
public sealed class OfdBody
{
    private OfdBody(OfdDocInfo info, string? docRoot, OfdDocument? document, IReadOnlyList<OfdVersion> versions, IReadOnlyList<OfdSignatureList> signatures)
    {
        Info = info;
        DocRoot = docRoot;
        Document = document;
        Versions = versions;
        SignatureLists = signatures;
    }

    /// <summary>Metadata.</summary>
    public OfdDocInfo Info { get; }

    /// <summary>DocRoot as written.</summary>
    public string? DocRoot { get; }

    /// <summary>The document DocRoot leads to, null when it cannot be read.</summary>
    public OfdDocument? Document { get; }

    /// <summary>Later versions (clause 19), each possibly with a document root of its own.</summary>
    public IReadOnlyList<OfdVersion> Versions { get; }

    /// <summary>The signature list; null when unsigned.</summary>
    public OfdSignatureList? Signatures => SignatureLists.Count > 0 ? SignatureLists[0] : null;

    /// <summary>All signature lists: more than one is against the standard, and hides signatures from some readers.</summary>
    public IReadOnlyList<OfdSignatureList> SignatureLists { get; }

    /// <summary>The document and those of all versions, without repetition.</summary>
    public IEnumerable<OfdDocument> AllDocuments => Versions.Select(version => version.Document).Prepend(Document).OfType<OfdDocument>();

    internal static OfdBody Read(PartReading parts, XmlElement body)
    {
        var docRoot = body.TextOf("DocRoot");
        var documents = new Dictionary<string, OfdDocument?>(StringComparer.Ordinal);
        var document = ReadDocument(parts, documents, docRoot, string.Empty);
        var folder = document is null ? string.Empty : OfdPath.Folder(document.EntryName);
        var versions = body.In("Versions", "Version").Take(parts.Package.Limits.MaxEntries).Select(version => ReadVersion(parts, documents, version, folder)).ToArray();
        var signatures = body.All("Signatures").Take(16).Select(list => SignatureReading.ReadList(parts, list.Trimmed, folder)).ToArray();
        return new(OfdDocInfo.Read(body.Child("DocInfo")), docRoot, document, versions, signatures);
    }

    private static OfdVersion ReadVersion(PartReading parts, Dictionary<string, OfdDocument?> documents, XmlElement version, string folder)
    {
        var loc = version.Attribute("BaseLoc");
        var name = OfdPath.Resolve(parts.Package, loc, string.Empty, folder);
        string? docRoot = null;
        OfdDocument? document = null;
        IReadOnlyList<string> files = [];
        if (name is not null && parts.TryRead(name, out var root, out _))
        {
            var here = OfdPath.Folder(name);
            docRoot = root.TextOf("DocRoot");
            document = ReadDocument(parts, documents, docRoot, here);
            files = [.. root.In("FileList", "File").Select(file => OfdPath.Resolve(parts.Package, file.Trimmed, here, folder)).OfType<string>()];
        }

        return new(version.Attribute("ID"), version.Attribute("Index"), version.Flag("Current", false), loc, name, docRoot, document, files);
    }

    // A document that several versions name is read once.
    private static OfdDocument? ReadDocument(PartReading parts, Dictionary<string, OfdDocument?> documents, string? loc, string folder)
    {
        var name = OfdPath.Resolve(parts.Package, loc, folder);
        if (name is null)
        {
            parts.Report(new(DocumentFaults.EntryMissing, $"The document root {loc} does not exist."));
            return null;
        }

        if (!documents.TryGetValue(name, out var document))
        {
            documents[name] = document = parts.TryRead(name, out var root, out _) && root.Name == "Document" ? DocumentReading.Read(parts, name, root) : null;
        }

        return document;
    }
}

/// <summary>One <c>Version</c> (clause 19): its description file may name another document root.</summary>
/// <param name="Id">@ID.</param>
/// <param name="Index">@Index.</param>
/// <param name="IsCurrent">@Current.</param>
/// <param name="BaseLoc">Path of the description as written.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
/// <param name="DocRoot">Document root as written in the description.</param>
/// <param name="Document">That document, null when it cannot be read.</param>
/// <param name="Files">Entries of FileList that exist.</param>
public sealed record OfdVersion(
    string? Id, string? Index, bool IsCurrent, string? BaseLoc, string? EntryName, string? DocRoot, OfdDocument? Document, IReadOnlyList<string> Files);

/// <summary><c>DocInfo</c> (clause 7.4, table 3), all as written.</summary>
public sealed record OfdDocInfo
{
    /// <summary>DocID, 32 hexadecimal digits by the standard.</summary>
    public string? DocId { get; init; }

    /// <summary>Title.</summary>
    public string? Title { get; init; }

    /// <summary>Author.</summary>
    public string? Author { get; init; }

    /// <summary>Subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Abstract.</summary>
    public string? Abstract { get; init; }

    /// <summary>CreationDate.</summary>
    public string? CreationDate { get; init; }

    /// <summary>ModDate.</summary>
    public string? ModDate { get; init; }

    /// <summary>DocUsage.</summary>
    public string? DocUsage { get; init; }

    /// <summary>Cover, a path.</summary>
    public string? Cover { get; init; }

    /// <summary>Creator.</summary>
    public string? Creator { get; init; }

    /// <summary>CreatorVersion.</summary>
    public string? CreatorVersion { get; init; }

    /// <summary>Keywords in file order.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>CustomDatas in file order; a name may occur twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CustomDatas { get; init; } = [];

    internal static OfdDocInfo Read(XmlElement? info) => info is null ? new() : new()
    {
        DocId = info.TextOf("DocID"),
        Title = info.TextOf("Title"),
        Author = info.TextOf("Author"),
        Subject = info.TextOf("Subject"),
        Abstract = info.TextOf("Abstract"),
        CreationDate = info.TextOf("CreationDate"),
        ModDate = info.TextOf("ModDate"),
        DocUsage = info.TextOf("DocUsage"),
        Cover = info.TextOf("Cover"),
        Creator = info.TextOf("Creator"),
        CreatorVersion = info.TextOf("CreatorVersion"),
        Keywords = [.. info.In("Keywords", "Keyword").Select(keyword => keyword.Trimmed)],
        CustomDatas = [.. info.In("CustomDatas", "CustomData").Select(data => KeyValuePair.Create(data.Attribute("Name") ?? string.Empty, data.Text))],
    };
}
