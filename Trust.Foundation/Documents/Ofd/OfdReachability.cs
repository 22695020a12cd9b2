using System.Diagnostics.CodeAnalysis;

namespace Trust.Documents.Ofd;

/// <summary>What an entry is for whoever opens the file.</summary>
public enum OfdEntryRole
{
    /// <summary>Nothing leads here.</summary>
    Unreached,

    /// <summary>OFD.xml.</summary>
    EntryPoint,

    /// <summary>A document root, of whatever body and version.</summary>
    DocumentRoot,

    /// <summary>A version description.</summary>
    Version,

    /// <summary>A page.</summary>
    Page,

    /// <summary>A template page.</summary>
    Template,

    /// <summary>An annotation list or the annotations of a page.</summary>
    Annotation,

    /// <summary>A resource file, or a font, image, sound or film it names.</summary>
    Resource,

    /// <summary>An attachment or the list of attachments.</summary>
    Attachment,

    /// <summary>A custom tag file, its schema, or the list of tags.</summary>
    CustomTag,

    /// <summary>The extension list or a file it names.</summary>
    Extension,

    /// <summary>A part that is read as XML holds this path somewhere no rule expects it, or by another reading of a relative path: some reader may show it.</summary>
    Mentioned,

    /// <summary>A signature list.</summary>
    SignatureList,

    /// <summary>A signature file of the list.</summary>
    SignatureFile,

    /// <summary>A signature value.</summary>
    SignedValue,

    /// <summary>A seal file.</summary>
    Seal,

    /// <summary>Integrity files of GM/T 0099: OFDEntries.xml and its value.</summary>
    Integrity,

    /// <summary>A folder entry.</summary>
    Folder,
}

/// <summary>One entry of the container and what leads to it.</summary>
/// <param name="EntryName">Name of the entry.</param>
/// <param name="Role">What it is; the first of several.</param>
/// <param name="Pages">Pages that show it, at most 1,000; empty where none or where it belongs to the document.</param>
public sealed record OfdReachedEntry(string EntryName, OfdEntryRole Role, IReadOnlyList<OfdPagePlace> Pages)
{
    /// <summary>True when a reader can show or run the entry, so that an uncovered one changes what is seen: everything but signatures' own files, folders and what nothing reaches.</summary>
    public bool IsShown => Role is >= OfdEntryRole.EntryPoint and <= OfdEntryRole.Mentioned;
}

/// <summary>A page, named by everything that may be needed to find it.</summary>
/// <param name="Body">Index of the DocBody, from 0.</param>
/// <param name="DocumentEntryName">Its document root.</param>
/// <param name="PageIndex">Place in that document, from 0.</param>
/// <param name="PageId">Object id, null when unreadable.</param>
public sealed record OfdPagePlace(int Body, string DocumentEntryName, int PageIndex, ulong? PageId);

/// <summary>
/// What each entry of a file is, over all document bodies and all versions: the ground for judging what a signature leaves uncovered. Errs on the side of
/// "reached": an entry whose path merely stands in a part that is read counts as <see cref="OfdEntryRole.Mentioned"/>.
/// </summary>
public sealed class OfdReachability
{
    private readonly Dictionary<string, OfdReachedEntry> _byName;

    private OfdReachability(IReadOnlyList<OfdReachedEntry> entries, IReadOnlyList<string> unlisted, bool complete)
    {
        _byName = entries.ToDictionary(entry => entry.EntryName, StringComparer.Ordinal);
        Entries = entries;
        UnlistedSignatureEntries = unlisted;
        IsComplete = complete;
    }

    /// <summary>Every entry once, in the order of the directory; of equal names the first.</summary>
    public IReadOnlyList<OfdReachedEntry> Entries { get; }

    /// <summary>Signature lists, signature files, values and seals that no signature list names: a signature may have been removed from the list.</summary>
    public IReadOnlyList<string> UnlistedSignatureEntries { get; }

    /// <summary>False when time ran out or a part could not be read, so that something may be reached unseen.</summary>
    public bool IsComplete { get; }

    /// <summary>The entry of a name, or null.</summary>
    public OfdReachedEntry? Find(string entryName) => _byName.GetValueOrDefault(entryName);

    /// <summary>Walks the file. Reads every page once.</summary>
    public static OfdReachability Of([NotNull] OfdFile file)
    {
        var walk = new ReachabilityWalk(file);
        walk.Run();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = file.Package.Entries.Where(entry => seen.Add(entry.Name)).Select(walk.Describe).ToArray();
        var unlisted = entries.Where(entry => entry.Role == OfdEntryRole.Unreached && LooksLikeSignature(file, entry.EntryName)).Select(entry => entry.EntryName).ToArray();
        return new(entries, unlisted, walk.IsComplete && !file.Package.Deadline.Passed);
    }

    private static bool LooksLikeSignature(OfdFile file, string name)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        if (last.EndsWith(".esl", StringComparison.OrdinalIgnoreCase)
            || (last.StartsWith("Sign", StringComparison.OrdinalIgnoreCase) && last.EndsWith(".dat", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        return last.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            && file.Package.Find(name) is { Size: < 1 << 20 } entry
            && entry.TryRead(out var bytes)
            && XmlReading.TryRead(bytes, name, file.Package.Limits, file.Package.Deadline, out var root, out _, out _)
            && root.Name is ("Signature" or "Signatures");
    }
}
