using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>Document.xml and the lists it names into the model.</summary>
internal static class DocumentReading
{
    public static OfdDocument Read(PartReading parts, string entryName, XmlElement root)
    {
        var folder = OfdPath.Folder(entryName);
        var common = root.Child("CommonData") ?? root;
        var resources = new ResourceReading(parts, folder);
        var lists = new List<string>();
        var area = PageArea(common.Child("PageArea"));
        var document = new OfdDocument(entryName, root)
        {
            MaxUnitId = OfdValues.Id(common.TextOf("MaxUnitID")),
            PageArea = area,
            Resources = [.. common.All("PublicRes").Concat(common.All("DocumentRes")).SelectMany(loc => resources.Read(loc.Trimmed, folder, loc.Name))],
            Templates = [.. common.All("TemplatePage").Select(template => new OfdTemplate(
                template.Id("ID"), template.Attribute("Name"), template.Attribute("ZOrder"), template.Attribute("BaseLoc"), Resolve(parts, template.Attribute("BaseLoc"), folder)))],
            Pages = ReadPages(parts, resources, root, folder, area),
            Annotations = [.. ReadList(parts, root, "Annotations", folder, lists).SelectMany(list => ReadAnnotations(parts, list.Root, list.Folder, folder))],
            Attachments = [.. ReadList(parts, root, "Attachments", folder, lists).SelectMany(list => list.Root.All("Attachment").Select(item => ReadAttachment(parts, item, list.Folder, folder)))],
            CustomTags = [.. ReadList(parts, root, "CustomTags", folder, lists).SelectMany(list => list.Root.All("CustomTag").Select(item => ReadTag(parts, item, list.Folder, folder)))],
            Actions = [.. Actions(root.In("Actions", "Action")), .. Actions(Deep(root.Child("Outlines"), "Action"))],
            Outlines = [.. Deep(root.Child("Outlines"), "OutlineElem").Select(item => item.Attribute("Title") ?? string.Empty)],
            Permissions = root.Child("Permissions") is { } permissions ? ReadPermissions(permissions) : null,
            ListEntryNames = lists,
        };
        _ = ReadList(parts, root, "Extensions", folder, lists).Count();
        return document;
    }

    /// <summary>ApplicationBox is for authors; what is shown is the physical box (clause 7.5).</summary>
    public static OfdBox? PageArea(XmlElement? area) =>
        OfdValues.Box(area?.TextOf("PhysicalBox")) is { Width: > 0, Height: > 0 } box ? box : null;

    public static IEnumerable<OfdAction> Actions(IEnumerable<XmlElement> actions)
    {
        foreach (var action in actions)
        {
            var what = action.Children.Find(child => child.Name != "Region");
            var target = what?.Name switch
            {
                "URI" => what.Attribute("URI"),
                "GotoA" => what.Attribute("AttachID"),
                "Goto" => what.Child("Dest")?.Attribute("PageID") ?? what.Child("Bookmark")?.Attribute("Name"),
                _ => what?.Attribute("ResourceID"),
            };
            yield return new(action.Attribute("Event"), what?.Name ?? string.Empty, target);
        }
    }

    private static OfdPage[] ReadPages(PartReading parts, ResourceReading resources, XmlElement root, string folder, OfdBox? area)
    {
        var pages = new List<OfdPage>();
        foreach (var page in root.In("Pages", "Page"))
        {
            if (--parts.PagesLeft < 0)
            {
                break;
            }

            var loc = page.Attribute("BaseLoc");
            pages.Add(new(parts, resources, pages.Count, page.Id("ID"), loc, Resolve(parts, loc, folder), area));
        }

        return [.. pages];
    }

    private static string? Resolve(PartReading parts, string? loc, params string[] folders) => OfdPath.Resolve(parts.Package, loc, folders);

    private static IEnumerable<(XmlElement Root, string Folder)> ReadList(PartReading parts, XmlElement root, string element, string folder, List<string> names)
    {
        foreach (var loc in root.All(element).Take(16))
        {
            if (Resolve(parts, loc.Trimmed, folder) is { } name)
            {
                names.Add(name);
                if (parts.TryRead(name, out var list, out _))
                {
                    yield return (list, OfdPath.Folder(name));
                }
            }
            else if (loc.Trimmed.Length > 0)
            {
                parts.Report(new(DocumentFaults.EntryMissing, $"The list {loc.Trimmed} does not exist."));
            }
        }
    }

    private static IEnumerable<OfdAnnotationPage> ReadAnnotations(PartReading parts, XmlElement list, string here, string folder)
    {
        foreach (var page in list.All("Page"))
        {
            foreach (var loc in page.All("FileLoc").DefaultIfEmpty())
            {
                var name = Resolve(parts, loc?.Trimmed, here, folder);
                IReadOnlyList<OfdAnnotation> annots = name is not null && parts.TryRead(name, out var root, out _) ? [.. root.All("Annot").Select(ReadAnnotation)] : [];
                yield return new(page.Id("PageID"), loc?.Trimmed, name, annots);
            }
        }
    }

    private static OfdAnnotation ReadAnnotation(XmlElement annot)
    {
        var appearance = annot.Child("Appearance");
        return new(
            annot.Id("ID"),
            annot.Attribute("Type"),
            annot.Attribute("Subtype"),
            annot.Attribute("Creator"),
            annot.Attribute("LastModDate"),
            annot.Flag("Visible", true),
            OfdValues.Box(appearance?.Attribute("Boundary")))
        {
            Appearance = appearance,
        };
    }

    private static OfdAttachment ReadAttachment(PartReading parts, XmlElement item, string here, string folder)
    {
        var loc = item.TextOf("FileLoc");
        return new(
            item.Attribute("ID"),
            item.Attribute("Name"),
            item.Attribute("Format"),
            item.Attribute("CreationDate"),
            item.Attribute("Size"),
            item.Flag("Visible", true),
            item.Attribute("Usage"),
            loc,
            Resolve(parts, loc, here, folder));
    }

    private static OfdCustomTag ReadTag(PartReading parts, XmlElement item, string here, string folder)
    {
        var loc = item.TextOf("FileLoc");
        return new(item.Attribute("TypeID"), item.Attribute("NameSpace"), Resolve(parts, item.TextOf("SchemaLoc"), here, folder), loc, Resolve(parts, loc, here, folder));
    }

    private static OfdPermissions ReadPermissions(XmlElement permissions)
    {
        bool Allowed(string name) => permissions.TextOf(name) is not ("false" or "0");
        return new(
            Allowed("Edit"),
            Allowed("Annot"),
            Allowed("Export"),
            Allowed("Signature"),
            permissions.Child("Print")?.Flag("Printable", true) ?? true,
            permissions.Child("ValidPeriod")?.Attribute("StartDate"),
            permissions.Child("ValidPeriod")?.Attribute("EndDate"));
    }

    // Depth is bounded by the XML limit.
    private static IEnumerable<XmlElement> Deep(XmlElement? root, string name)
    {
        foreach (var child in root?.Children ?? [])
        {
            if (child.Name == name)
            {
                yield return child;
            }

            foreach (var inner in Deep(child, name))
            {
                yield return inner;
            }
        }
    }
}
