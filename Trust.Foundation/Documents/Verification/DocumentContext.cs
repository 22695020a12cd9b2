using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Verification;

/// <summary>An OFD file under verification: what its signatures share.</summary>
/// <param name="package">The container.</param>
/// <param name="file">The document, or null where its structure can't be read and only its signature files are judged.</param>
internal sealed class DocumentContext(OfdPackage package, OfdFile? file)
{
    private OfdReachability? _reachability;
    private IReadOnlyList<OfdSignatureEntry>? _signatures;
    private Dictionary<ulong, int>? _pages;
    private HashSet<string>? _strayDocuments;

    internal OfdPackage Package => package;

    internal OfdFile? File => file;

    internal OfdReachability? Reachability => file is null ? null : _reachability ??= OfdReachability.Of(file);

    /// <summary>Signatures of all documents of the file, in order.</summary>
    internal IReadOnlyList<OfdSignatureEntry> Listed { get; } =
        [.. (file?.Bodies ?? []).SelectMany(body => body.SignatureLists).SelectMany(list => list.Entries).Take(MaxSignatures)];

    /// <summary>
    /// Signatures that are judged: the listed ones. Where nothing is listed, the signature files that lie in the container all the same: a list that was broken or
    /// taken away must not make a changed file look merely unsigned.
    /// </summary>
    internal IReadOnlyList<OfdSignatureEntry> Signatures => _signatures ??= Listed.Count > 0 ? Listed : UnlistedSignatures.Find(package);

    /// <summary>More are not judged, and the document does not pass.</summary>
    internal const int MaxSignatures = 100;

    /// <summary>Place of a page that a stamp names by its object id, from 1, or null.</summary>
    internal int? PageNumber(ulong pageId) => (_pages ??= ReadPages()).TryGetValue(pageId, out var number) ? number : null;

    /// <summary>Document roots that lie in the container and that OFD.xml does not lead to: one may have been put aside for another.</summary>
    internal IReadOnlySet<string> StrayDocuments => _strayDocuments ??= FindStrayDocuments();

    private Dictionary<ulong, int> ReadPages()
    {
        var pages = new Dictionary<ulong, int>();
        foreach (var page in (file?.Bodies ?? []).SelectMany(body => body.AllDocuments).SelectMany(document => document.Pages))
        {
            if (page.Id is { } id)
            {
                pages.TryAdd(id, page.Index + 1);
            }
        }

        return pages;
    }

    private HashSet<string> FindStrayDocuments() => (Reachability?.Entries ?? [])
        .Where(entry => entry.Role == OfdEntryRole.Unreached && entry.EntryName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
        .Where(entry => package.Find(entry.EntryName)?.TryRead(out var bytes) == true
            && XmlReading.TryRead(bytes, entry.EntryName, package.Limits, package.Deadline, out var root, out _, out _) && root.Name == "Document")
        .Select(entry => entry.EntryName).ToHashSet(StringComparer.Ordinal);
}
