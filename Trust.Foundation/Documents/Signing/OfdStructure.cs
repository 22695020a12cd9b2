using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>What signing has to know of a document: its entry file, its pages and its list of signatures.</summary>
internal sealed class OfdStructure
{
    private const string EntryFile = "OFD.xml";
    private const int MaximumSignatures = 1000;
    private const long MaximumSignatureBytes = 64 * 1024 * 1024;

    private readonly StoredPackage _package;

    private OfdStructure(StoredPackage package, XmlSource entry, XmlElementAt body)
    {
        _package = package;
        Entry = entry;
        Body = body;
    }

    public XmlSource Entry { get; }

    public XmlElementAt Body { get; }

    /// <summary>Numbers of the pages, in order.</summary>
    public IReadOnlyList<string> PageIds { get; private set; } = [];

    /// <summary>Entry name of Signatures.xml, whether it exists or not.</summary>
    public string ListName { get; private set; } = "";

    /// <summary>The list of signatures; null when the document has none.</summary>
    public XmlSource? List { get; private set; }

    public static WritingFault? TryRead(StoredPackage package, out OfdStructure? structure)
    {
        structure = null;
        // GM/T 0099: a signature over the whole package, or encrypted entries. Any change of OFD.xml would break them.
        if (package.Entries.FirstOrDefault(entry => entry.Name is "OFDEntries.xml" or "Encryptions.xml") is { } sealing)
        {
            return new(WritingFaults.PackageUnsupported, $"The package is protected as a whole ({sealing.Name}).");
        }

        if (package.Find(EntryFile) is not { } entry || XmlSource.TryRead(package.Read(entry, XmlSource.MaximumSizeInBytes)) is not { } source)
        {
            return Invalid("OFD.xml is missing, broken, or not UTF-8.");
        }

        var bodies = source.Root.All("DocBody").ToList();
        if (source.Root.Name != "OFD" || bodies.Count != 1 || bodies[0].EndAt < 0)
        {
            return Invalid("OFD.xml does not name exactly one document.");
        }

        var read = new OfdStructure(package, source, bodies[0]);
        var fault = read.ReadPages(out var folder) ?? read.ReadList(folder);
        structure = fault is null ? read : null;
        return fault;
    }

    private WritingFault? ReadPages(out string folder)
    {
        folder = "";
        if (Body.Child("DocRoot") is not { } root || Locate("", "", root.Text) is not { } document
            || XmlSource.TryRead(_package.Read(document, XmlSource.MaximumSizeInBytes)) is not { } source)
        {
            return Invalid("Document.xml is missing, broken, or not UTF-8.");
        }

        folder = Folder(document.Name);
        var pages = source.Root.Child("Pages")?.All("Page").Select(page => page.Attributes.GetValueOrDefault("ID", "")).ToList() ?? [];
        PageIds = pages;
        return pages.Count > 0 && pages.TrueForAll(id => id.Length is > 0 and <= 10 && id.All(char.IsAsciiDigit)) && pages.Distinct().Count() == pages.Count
            ? null
            : Invalid("Document.xml does not list pages with a number of their own each.");
    }

    private WritingFault? ReadList(string folder)
    {
        if (Body.Child("Signatures") is not { } named)
        {
            ListName = $"{folder}Signs/Signatures.xml";
            return _package.Entries.Any(entry => entry.Name.Equals(ListName, StringComparison.OrdinalIgnoreCase))
                ? new(WritingFaults.EntryCollision, $"The entry {ListName} exists although OFD.xml does not name it.")
                : null;
        }

        if (Locate("", folder, named.Text) is not { } entry || XmlSource.TryRead(_package.Read(entry, XmlSource.MaximumSizeInBytes)) is not { } list
            || list.Root.Name != "Signatures")
        {
            return Invalid("The list of signatures is missing, broken, or not UTF-8.");
        }

        (ListName, List) = (entry.Name, list);
        var locations = list.Root.All("Signature").Select(signature => signature.Attributes.GetValueOrDefault("BaseLoc", "")).Distinct().Take(MaximumSignatures + 1);
        var signatures = locations.Select(location => Locate(Folder(ListName), folder, location)).Distinct().ToList();
        return signatures.Count > MaximumSignatures || signatures.Sum(signature => signature?.Size ?? 0) > MaximumSignatureBytes
            ? new(WritingFaults.TooLarge, "The document has more or larger signatures than are read.")
            : signatures.Select(signature => CheckOpen(signature, folder)).FirstOrDefault(fault => fault is not null);
    }

    private WritingFault? CheckOpen(StoredEntry? entry, string folder)
    {
        if (entry is null || XmlSource.TryRead(_package.Read(entry, XmlSource.MaximumSizeInBytes)) is not { } signature
            || signature.Root.Child("SignedInfo")?.Child("References") is not { } references)
        {
            return Invalid("An earlier signature is missing or broken.");
        }

        var closed = references.All("Reference").Select(reference => reference.Attributes.GetValueOrDefault("FileRef", ""))
            .Any(file => Candidates(Folder(entry.Name), folder, file).Any(name => name.Equals(ListName, StringComparison.OrdinalIgnoreCase)));
        return closed ? new(WritingFaults.SignaturesClosed, $"The signature {entry.Name} covers the list of signatures.") : null;
    }

    private StoredEntry? Locate(string fileFolder, string documentFolder, string location) =>
        Candidates(fileFolder, documentFolder, location).Select(_package.Find).FirstOrDefault(entry => entry is { IsFolder: false });

    // Relative to the file that names it (GB/T 33190), or, as some programs write, to the document or the root.
    private static IEnumerable<string> Candidates(string fileFolder, string documentFolder, string location)
    {
        var trimmed = location.Trim();
        string[] bases = trimmed.StartsWith('/') ? [""] : [fileFolder, documentFolder, ""];
        return bases.Distinct().Select(folder => Normalise(folder + trimmed.TrimStart('/'))).OfType<string>();
    }

    private static string? Normalise(string path)
    {
        List<string> parts = [];
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    public static string Folder(string name) => name[..(name.LastIndexOf('/') + 1)];

    private static WritingFault Invalid(string detail) => new(WritingFaults.StructureInvalid, detail);
}
