using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>What a face shows for an item, by the custom tags (GB/T 33190 clause 16) that lead from the item to objects of pages.</summary>
/// <param name="Item">Short name of the item.</param>
/// <param name="Text">Text of all the objects, joined.</param>
internal sealed record FaceItem(string Item, string Text);

/// <summary>Reads a face by its tags; a tag that leads nowhere, or to an object number that occurs twice, makes the face unreadable.</summary>
internal static class FaceReading
{
    private const int LargestTagFile = 1024 * 1024;
    private const int MostTags = 1000;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LargestTagFile, IgnoreComments = true };

    /// <summary>Reads it.</summary>
    /// <param name="licence">The licence.</param>
    /// <param name="fault">Why not, English.</param>
    public static IReadOnlyList<FaceItem>? Read(ReadLicence licence, out string fault)
    {
        fault = "";
        if (licence.Document.CustomTags.Where(tag => tag.NameSpace == LicenceFile.TagNameSpace).ToList() is not [{ EntryName: { } name }] || Load(licence, name) is not { } root)
        {
            fault = "The face has no readable tags, or two sets of them.";
            return null;
        }

        List<FaceItem> items = [];
        Dictionary<ulong, ILookup<ulong?, string>> pages = [];
        foreach (var tag in root.Elements().Take(MostTags))
        {
            if (TextOf(licence, tag, pages) is not { } text)
            {
                fault = $"The tag {Cut(tag.Name.LocalName)} leads to no text of its own.";
                return null;
            }

            items.Add(new FaceItem(tag.Name.LocalName, text));
        }

        return items;
    }

    /// <summary>How the face may show an item: as it stands in the metadata, and dates as people write them.</summary>
    public static IEnumerable<string> Renditions(ReadLicence licence, string item)
    {
        if (licence.Item(item) is { } value)
        {
            yield return value;
        }

        var type = licence.Type;
        var (from, to) = (licence.Day(LicenceMetadata.ValidFrom), licence.Day(LicenceMetadata.ValidTo));
        if (item != LicenceMetadata.ValidTo && licence.Day(item) is { } day)
        {
            yield return LicenceMetadata.Written(day);
        }

        // The end of validity stands alone or in one line with its beginning, and a licence without an end says so in the words of its type.
        if (item == LicenceMetadata.ValidTo && (to is { } end ? LicenceMetadata.Written(end) : type?.LongTerm) is { } words && (to is not null || licence.Item(item) is null))
        {
            yield return words;
            if (from is { } first)
            {
                yield return $"{LicenceMetadata.Written(first)}至{words}";
            }
        }
    }

    private static XElement? Load(ReadLicence licence, string name)
    {
        if (licence.Package.Find(name.TrimStart('/')) is not { Size: <= LargestTagFile } entry || !entry.TryRead(out var bytes))
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), Safe);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? TextOf(ReadLicence licence, XElement tag, Dictionary<ulong, ILookup<ulong?, string>> pages)
    {
        var text = new StringBuilder();
        foreach (var reference in tag.Elements().Where(element => element.Name.LocalName == "ObjectRef").Take(MostTags))
        {
            if (!ulong.TryParse(reference.Attribute("PageRef")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
                || !ulong.TryParse(reference.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var target)
                || TextsOf(licence, page, pages)?[target].ToList() is not [var found])
            {
                return null;
            }

            text.Append(found);
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    // A page is read once, however many tags lead to it.
    private static ILookup<ulong?, string>? TextsOf(ReadLicence licence, ulong page, Dictionary<ulong, ILookup<ulong?, string>> pages)
    {
        if (!pages.TryGetValue(page, out var texts) && licence.Document.FindPage(page) is { } shown && shown.TryReadText(out var read, out _))
        {
            pages[page] = texts = read.ToLookup(text => text.Id, text => text.Text);
        }

        return texts;
    }

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40];
}
