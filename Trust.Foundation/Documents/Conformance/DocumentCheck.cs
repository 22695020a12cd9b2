using Trust.Documents.Ofd;

namespace Trust.Documents.Conformance;

/// <summary>One document: identifiers, references between parts, media, and its pages.</summary>
internal sealed class DocumentCheck(OfdFile file, OfdBody body, OfdDocument document, List<string> faults)
{
    private const double Slack = 0.01;
    private readonly HashSet<ulong> _ids = [];
    private readonly Dictionary<string, XmlElement> _parts = new(StringComparer.Ordinal);

    public void Run()
    {
        if (body.DocRoot is null || OfdPath.Join(string.Empty, body.DocRoot) != document.EntryName)
        {
            faults.Add($"DocRoot {body.DocRoot} is not the path of {document.EntryName}.");
        }

        if (body.Info.DocId is not { Length: 32 } id || !id.All(char.IsAsciiHexDigit))
        {
            faults.Add("DocID is not 32 hexadecimal digits.");
        }

        var names = new List<string?> { document.EntryName };
        names.AddRange(document.Resources.Select(resource => resource.EntryName));
        names.AddRange(document.Templates.Select(template => template.EntryName));
        names.AddRange(document.Pages.Select(page => page.EntryName));
        names.AddRange(document.Annotations.Select(annotation => annotation.EntryName));
        foreach (var name in names.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (file.Parts.TryRead(name, out var root, out _))
            {
                _parts[name] = root;
                Identifiers(root, name);
            }
        }

        References();
        Media();
        foreach (var page in document.Pages)
        {
            Page(page);
        }

        Tags();
        Stamps();
    }

    private void Identifiers(XmlElement element, string entry)
    {
        if (element.Attribute("ID") is { } text)
        {
            if (OfdValues.Id(text) is not { } id || id == 0)
            {
                faults.Add($"{entry}: '{text}' is no identifier.");
            }
            else if (!_ids.Add(id))
            {
                faults.Add($"{entry}: the identifier {id} occurs twice.");
            }
            else if (id > (document.MaxUnitId ?? 0))
            {
                faults.Add($"{entry}: the identifier {id} is beyond MaxUnitID.");
            }
        }

        foreach (var child in element.Children)
        {
            Identifiers(child, entry);
        }
    }

    private void References()
    {
        HashSet<ulong> Of(IEnumerable<ulong?> ids) => [.. ids.OfType<ulong>()];
        var known = new Dictionary<string, HashSet<ulong>>(StringComparer.Ordinal)
        {
            ["Font"] = Of(document.Resources.SelectMany(resource => resource.Fonts).Select(font => font.Id)),
            ["ResourceID"] = [.. document.Resources.SelectMany(resource => resource.Media).Select(media => media.Id).OfType<ulong>(), .. document.Resources.SelectMany(resource => resource.Composites.Keys)],
            ["DrawParam"] = [.. document.Resources.SelectMany(resource => resource.DrawParams.Keys)],
            ["ColorSpace"] = [.. document.Resources.SelectMany(resource => resource.ColorSpaces.Keys)],
            ["TemplateID"] = Of(document.Templates.Select(template => template.Id)),
            ["PageID"] = Of(document.Pages.Select(page => page.Id)),
        };
        known["ImageMask"] = known["Substitution"] = known["ResourceID"];
        known["Relative"] = known["DrawParam"];
        foreach (var (entry, root) in _parts)
        {
            References(root, entry, known);
        }
    }

    private void References(XmlElement element, string entry, Dictionary<string, HashSet<ulong>> known)
    {
        foreach (var (name, value) in element.Attributes)
        {
            if (known.TryGetValue(name, out var ids) && (OfdValues.Id(value) is not { } id || !ids.Contains(id)))
            {
                faults.Add($"{entry}: {element.Name}/@{name} {value} names nothing.");
            }

            if (name == "BaseLoc" && element.Name != "Res")
            {
                Loc(value, entry);
            }
        }

        if (element.Name is "PublicRes" or "DocumentRes" or "PageRes" or "FileLoc" or "Annotations" or "Attachments" or "CustomTags" && element.Children.Count == 0)
        {
            Loc(element.Trimmed, entry);
        }

        foreach (var child in element.Children)
        {
            References(child, entry, known);
        }
    }

    // By the standard's own reading only.
    private void Loc(string loc, string entry)
    {
        if (OfdPath.Join(OfdPath.Folder(entry), loc) is not { } name || file.Package.Find(name) is null)
        {
            faults.Add($"{entry}: the path {loc} leads nowhere.");
        }
    }

    private void Media()
    {
        foreach (var resource in document.Resources)
        {
            foreach (var font in resource.Fonts)
            {
                if (font.EntryName is null)
                {
                    faults.Add($"{resource.EntryName}: the font {font.FontName} is not embedded.");
                }
            }

            foreach (var media in resource.Media)
            {
                if (media.EntryName is null || file.Package.Find(media.EntryName) is not { } entry || !entry.TryRead(out var bytes))
                {
                    faults.Add($"{resource.EntryName}: the file of media {media.Id} is missing.");
                }
                else if (media.Type == "Image" && ImageKind.Of(bytes.Span) is var kind && (kind is null || !string.Equals(kind, Plain(media.Format), StringComparison.OrdinalIgnoreCase)))
                {
                    faults.Add($"{media.EntryName}: says {media.Format ?? "nothing"} and is {kind ?? "no known picture"}.");
                }
            }
        }

        foreach (var attachment in document.Attachments.Where(attachment => attachment.EntryName is null))
        {
            faults.Add($"The file of the attachment {attachment.Name} is missing.");
        }

        foreach (var tag in document.CustomTags.Where(tag => tag.EntryName is null))
        {
            faults.Add($"The file of the custom tag {tag.TypeId} is missing.");
        }
    }

    private void Page(OfdPage page)
    {
        if (!page.TryReadContent(out var content, out var fault))
        {
            faults.Add($"{page.BaseLoc}: {fault.Detail}");
            return;
        }

        if (content.Area is not { } area)
        {
            faults.Add($"{page.EntryName}: the page has no area.");
            return;
        }

        using var glyphs = new GlyphCheck(file, document, faults);
        Objects(glyphs, content.Layers.SelectMany(layer => layer.Objects), area, page.EntryName!);
        foreach (var use in content.Templates)
        {
            if (document.FindTemplate(use.TemplateId)?.EntryName is { } name && page.TryReadTemplate(name, out var template, out _))
            {
                Objects(glyphs, template.Layers.SelectMany(layer => layer.Objects), area, name);
            }
        }

        foreach (var list in document.Annotations.Where(list => list.PageId == page.Id))
        {
            foreach (var annot in list.Annots)
            {
                if (annot is not { Boundary: { } box, Appearance: { } appearance } || !Inside(box, area))
                {
                    faults.Add($"{list.EntryName}: the annotation {annot.Id} has no box inside its page.");
                    continue;
                }

                Objects(glyphs, PageReading.Objects(appearance), box, list.EntryName!);
            }
        }
    }

    private void Objects(GlyphCheck glyphs, IEnumerable<PageObject> objects, OfdBox area, string entry)
    {
        foreach (var item in objects)
        {
            if (item is BlockObject block)
            {
                Objects(glyphs, block.Objects, area, entry);
                continue;
            }

            if (!Inside(item.Boundary, area))
            {
                faults.Add($"{entry}: the object {item.Id} reaches out of the page.");
            }

            if (item is TextObject text)
            {
                glyphs.Text(text, entry);
            }
        }
    }

    // ObjectRef of a tag file: @PageRef names the page, the text the object (clause 16).
    private void Tags()
    {
        foreach (var name in document.CustomTags.Select(tag => tag.EntryName).OfType<string>())
        {
            var open = new Stack<XmlElement>(file.Parts.TryRead(name, out var root, out _) ? [root] : []);
            while (open.TryPop(out var element))
            {
                if (element.Name == "ObjectRef" && (element.Id("PageRef") is not { } page || document.FindPage(page) is null || OfdValues.Id(element.Trimmed) is not { } id || !_ids.Contains(id)))
                {
                    faults.Add($"{name}: the reference to object {element.Trimmed} on page {element.Attribute("PageRef")} names nothing.");
                }

                element.Children.ForEach(open.Push);
            }
        }
    }

    private void Stamps()
    {
        foreach (var entry in body.Signatures?.Entries ?? [])
        {
            if (entry.File is not { } signature)
            {
                faults.Add($"The signature {entry.Id} cannot be read.");
                continue;
            }

            foreach (var stamp in signature.StampAnnots)
            {
                if (stamp.PageRef is not { } id || document.FindPage(id) is not { } page)
                {
                    faults.Add($"{signature.EntryName}: the stamp {stamp.Id} is on no page.");
                }
                else if (stamp.Boundary is { } box && page.TryReadContent(out var content, out _) && content.Area is { } area)
                {
                    var shown = stamp.Clip is { } clip ? new OfdBox(box.X + clip.X, box.Y + clip.Y, clip.Width, clip.Height) : box;
                    if (!Inside(shown, area))
                    {
                        faults.Add($"{signature.EntryName}: the stamp {stamp.Id} reaches out of its page.");
                    }
                }
            }

            foreach (var reference in signature.References.Where(reference => reference.EntryName is null || reference.CheckValue is not { Length: 32 }))
            {
                faults.Add($"{signature.EntryName}: the reference {reference.FileRef} has no entry or no digest of 32 bytes.");
            }
        }
    }

    private static string? Plain(string? format) => string.Equals(format, "JPEG", StringComparison.OrdinalIgnoreCase) ? "JPG" : format;

    // Objects lie in coordinates whose origin is the corner of the area (clause 7.5).
    private static bool Inside(OfdBox box, OfdBox area) =>
        box.X >= -Slack && box.Y >= -Slack && box.X + box.Width <= area.Width + Slack && box.Y + box.Height <= area.Height + Slack;
}
