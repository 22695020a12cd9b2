using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>Collects roles and pages of entries: first by the model, then by every path that stands in a part read so far.</summary>
internal sealed class ReachabilityWalk(OfdFile file)
{
    private const int MostPages = 1_000;
    private readonly Dictionary<string, OfdEntryRole> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OfdPagePlace>> _pages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lastNames = [.. file.Package.Entries.Select(entry => LastName(entry.Name))];
    private readonly Queue<(string Name, string[] Folders)> _toScan = new();
    private string _docFolder = string.Empty;

    public bool IsComplete { get; private set; } = true;

    public void Run()
    {
        Xml(file.EntryPointName, OfdEntryRole.EntryPoint);
        for (var body = 0; body < file.Bodies.Count; body++)
        {
            Body(file.Bodies[body], body);
        }

        Integrity();
        while (_toScan.TryDequeue(out var next) && !file.Package.Deadline.Passed)
        {
            Scan(next.Name, next.Folders);
        }

        IsComplete &= _toScan.Count == 0 && file.Faults.All(fault => fault.Code == DocumentFaults.EntryMissing);
    }

    public OfdReachedEntry Describe(PackageEntry entry) => new(
        entry.Name,
        entry.IsDirectory ? OfdEntryRole.Folder : _roles.GetValueOrDefault(entry.Name, OfdEntryRole.Unreached),
        _pages.TryGetValue(entry.Name, out var pages) ? pages : []);

    private void Body(OfdBody body, int index)
    {
        _docFolder = body.Document is { } main ? OfdPath.Folder(main.EntryName) : string.Empty;
        Mark(OfdPath.Resolve(file.Package, body.Info.Cover, string.Empty, _docFolder), OfdEntryRole.Resource);
        foreach (var document in body.AllDocuments)
        {
            Document(document, index);
        }

        foreach (var version in body.Versions)
        {
            Xml(version.EntryName, OfdEntryRole.Version);
        }

        foreach (var list in body.SignatureLists)
        {
            Signatures(list);
        }
    }

    private void Document(OfdDocument document, int body)
    {
        _docFolder = OfdPath.Folder(document.EntryName);
        Xml(document.EntryName, OfdEntryRole.DocumentRoot);
        var files = new Dictionary<ulong, string>();
        foreach (var resource in document.Resources)
        {
            Resource(resource, files);
        }

        foreach (var template in document.Templates)
        {
            Xml(template.EntryName, OfdEntryRole.Template);
        }

        foreach (var page in document.Pages.TakeWhile(_ => !file.Package.Deadline.Passed))
        {
            Page(document, page, new(body, document.EntryName, page.Index, page.Id), files);
        }

        foreach (var annotations in document.Annotations)
        {
            Xml(annotations.EntryName, OfdEntryRole.Annotation);
            if (annotations.PageId is { } id && document.FindPage(id) is { } page)
            {
                On(annotations.EntryName, new(body, document.EntryName, page.Index, page.Id));
            }
        }

        foreach (var attachment in document.Attachments)
        {
            Mark(attachment.EntryName, OfdEntryRole.Attachment);
        }

        foreach (var tag in document.CustomTags)
        {
            Mark(tag.EntryName, OfdEntryRole.CustomTag);
            Mark(tag.SchemaEntryName, OfdEntryRole.CustomTag);
        }

        Lists(document);
    }

    private void Lists(OfdDocument document)
    {
        foreach (var (element, role) in new[]
        {
            ("Annotations", OfdEntryRole.Annotation), ("Attachments", OfdEntryRole.Attachment), ("CustomTags", OfdEntryRole.CustomTag), ("Extensions", OfdEntryRole.Extension),
        })
        {
            foreach (var loc in document.Root.All(element))
            {
                Xml(OfdPath.Resolve(file.Package, loc.Trimmed, _docFolder), role);
            }
        }
    }

    private void Page(OfdDocument document, OfdPage page, OfdPagePlace place, Dictionary<ulong, string> files)
    {
        Xml(page.EntryName, OfdEntryRole.Page);
        On(page.EntryName, place);
        if (!page.TryReadContent(out var content, out _))
        {
            return;
        }

        foreach (var use in content.Templates)
        {
            On(document.FindTemplate(use.TemplateId)?.EntryName, place);
        }

        foreach (var resource in content.Resources)
        {
            Resource(resource, files);
            On(resource.EntryName, place);
        }

        foreach (var id in content.Layers.SelectMany(layer => Ids(layer.Objects)))
        {
            if (files.TryGetValue(id, out var name))
            {
                On(name, place);
            }
        }
    }

    private static IEnumerable<ulong> Ids(IEnumerable<PageObject> objects) => objects.SelectMany(item => item switch
    {
        TextObject { Font: { } font } => [font],
        ImageObject image => new[] { image.ResourceId, image.Substitution, image.Mask }.OfType<ulong>(),
        BlockObject block => Ids(block.Objects),
        _ => [],
    });

    private void Resource(OfdResourceFile resource, Dictionary<ulong, string> files)
    {
        Xml(resource.EntryName, OfdEntryRole.Resource);
        foreach (var (id, name) in resource.Fonts.Select(font => (font.Id, font.EntryName)).Concat(resource.Media.Select(media => (media.Id, media.EntryName))))
        {
            Mark(name, OfdEntryRole.Resource);
            if (id is { } known && name is not null)
            {
                files.TryAdd(known, name);
            }
        }
    }

    private void Signatures(OfdSignatureList list)
    {
        Xml(list.EntryName, OfdEntryRole.SignatureList);
        foreach (var entry in list.Entries)
        {
            Mark(entry.EntryName, OfdEntryRole.SignatureFile);
            Mark(entry.File?.SignedValueEntryName, OfdEntryRole.SignedValue);
            Mark(entry.File?.SealEntryName, OfdEntryRole.Seal);
        }
    }

    private void Integrity()
    {
        const string Entries = "OFDEntries.xml";
        if (file.Package.Find(Entries) is { Size: < 1 << 20 } entry && entry.TryRead(out var bytes)
            && XmlReading.TryRead(bytes, Entries, file.Package.Limits, file.Package.Deadline, out var root, out _, out _))
        {
            Mark(Entries, OfdEntryRole.Integrity);
            Mark(OfdPath.Resolve(file.Package, root.TextOf("SignedValueLoc"), string.Empty), OfdEntryRole.Integrity);
        }
    }

    private void Mark(string? name, OfdEntryRole role)
    {
        if (name is not null)
        {
            _roles.TryAdd(name, role);
        }
    }

    private void Xml(string? name, OfdEntryRole role)
    {
        if (name is not null && _roles.TryAdd(name, role))
        {
            _toScan.Enqueue((name, [OfdPath.Folder(name), _docFolder]));
        }
    }

    private void On(string? name, OfdPagePlace place)
    {
        if (name is null)
        {
            return;
        }

        if (!_pages.TryGetValue(name, out var places))
        {
            _pages[name] = places = [];
        }

        if (places.Count < MostPages && (places.Count == 0 || places[^1] != place))
        {
            places.Add(place);
        }
    }

    // Attribute values and leaf texts that name an entry by any reading.
    private void Scan(string name, string[] folders)
    {
        if (!file.Parts.TryRead(name, out var root, out _))
        {
            return;
        }

        var baseFolder = root.Attribute("BaseLoc") is { Length: > 0 } loc ? OfdPath.Join(folders[0], loc) : null;
        string[] all = baseFolder is null ? folders : [.. folders, baseFolder];
        var open = new Stack<XmlElement>([root]);
        for (var n = 0; open.TryPop(out var element); n++)
        {
            if (n % 1_024 == 1_023 && file.Package.Deadline.Passed)
            {
                IsComplete = false;
                return;
            }

            foreach (var (_, value) in element.Attributes)
            {
                Mention(value, all);
            }

            if (element.Children.Count == 0)
            {
                Mention(element.Text, all);
            }

            foreach (var child in element.Children)
            {
                open.Push(child);
            }
        }
    }

    private static string LastName(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..].TrimStart();

    private void Mention(string value, string[] folders)
    {
        // Long values are path data and texts; most others name no file at all.
        if (value.Length is 0 or > 512 || !_lastNames.Contains(LastName(value.TrimEnd())))
        {
            return;
        }

        foreach (var entry in OfdPath.Candidates(file.Package, value, folders))
        {
            if (!_roles.ContainsKey(entry.Name))
            {
                _roles[entry.Name] = OfdEntryRole.Mentioned;
                if (entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                {
                    _toScan.Enqueue((entry.Name, [OfdPath.Folder(entry.Name), .. folders.Skip(1)]));
                }
            }
        }
    }
}
