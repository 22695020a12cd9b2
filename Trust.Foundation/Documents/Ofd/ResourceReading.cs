using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>Reads resource files; paths inside count from Res/@BaseLoc (clause 7.9), else from the file's folder, else from the document's.</summary>
internal sealed class ResourceReading(PartReading parts, string docFolder)
{
    private readonly Dictionary<string, OfdResourceFile?> _read = new(StringComparer.Ordinal);

    public string DocFolder => docFolder;

    /// <summary>The file a path leads to; none when it is missing or unreadable.</summary>
    public IEnumerable<OfdResourceFile> Read(string loc, string folder, string kind)
    {
        if (OfdPath.Resolve(parts.Package, loc, folder, docFolder) is not { } name)
        {
            parts.Report(new(DocumentFaults.EntryMissing, $"The resource file {loc} does not exist."));
            yield break;
        }

        if (!_read.TryGetValue(name, out var file))
        {
            _read[name] = file = parts.TryRead(name, out var root, out _) ? Parse(name, kind, root) : null;
        }

        if (file is not null)
        {
            yield return file;
        }
    }

    private OfdResourceFile Parse(string name, string kind, XmlElement root)
    {
        var here = OfdPath.Folder(name);
        var located = root.Attribute("BaseLoc") is { Length: > 0 } baseLoc && OfdPath.Join(here, baseLoc) is { } joined ? joined : here;
        string[] folders = [located, here, docFolder];
        return new(kind, name)
        {
            Fonts = [.. root.In("Fonts", "Font").Select(font => ReadFont(font, folders))],
            Media = [.. root.In("MultiMedias", "MultiMedia").Select(media => ReadMedia(media, folders))],
            DrawParams = ById(root.In("DrawParams", "DrawParam"), element => element),
            ColorSpaces = ById(root.In("ColorSpaces", "ColorSpace"), ReadColorSpace),
            Composites = ById(root.In("CompositeGraphicUnits", "CompositeGraphicUnit"), element => element),
        };
    }

    private OfdFont ReadFont(XmlElement font, string[] folders)
    {
        var loc = font.TextOf("FontFile");
        return new(
            font.Id("ID"),
            font.Attribute("FontName"),
            font.Attribute("FamilyName"),
            font.Attribute("Charset"),
            font.Flag("Bold", false),
            font.Flag("Italic", false),
            font.Flag("Serif", false),
            font.Flag("FixedWidth", false),
            loc,
            OfdPath.Resolve(parts.Package, loc, folders));
    }

    private OfdMedia ReadMedia(XmlElement media, string[] folders)
    {
        var loc = media.TextOf("MediaFile");
        return new(media.Id("ID"), media.Attribute("Type"), media.Attribute("Format"), loc, OfdPath.Resolve(parts.Package, loc, folders));
    }

    private static OfdColorSpace ReadColorSpace(XmlElement space) => new(
        (space.Attribute("Type") ?? "RGB").Trim().ToUpperInvariant(),
        Math.Clamp(space.Integer("BitsPerComponent", 8), 1, 16),
        [.. space.In("Palette", "CV").Select(color => color.Trimmed)]);

    private static Dictionary<ulong, T> ById<T>(IEnumerable<XmlElement> elements, Func<XmlElement, T> read)
    {
        var found = new Dictionary<ulong, T>();
        foreach (var element in elements)
        {
            if (element.Id("ID") is { } id)
            {
                found.TryAdd(id, read(element));
            }
        }

        return found;
    }
}
