using System.Globalization;
using System.Xml.Linq;
using Trust.Documents.Fonts;
using Trust.Documents.Writing;

namespace Trust.Documents.Tests.Writing;

public sealed class OfdBuilderTests
{
    private static readonly XNamespace Ofd = OfdFile.Ofd;

    private static readonly Lazy<OfdFile> Full = new(() => new(SampleDocuments.Build(SampleDocuments.Full())));

    [Fact]
    public void The_same_calls_give_the_same_bytes_and_another_title_gives_others()
    {
        var one = SampleDocuments.Build(SampleDocuments.Full());
        Assert.Equal(one, SampleDocuments.Build(SampleDocuments.Full()));
        Assert.NotEqual(one, SampleDocuments.Build(SampleDocuments.Full(3)));
        var builder = SampleDocuments.Full();
        Assert.Equal(SampleDocuments.Build(builder), SampleDocuments.Build(builder));
    }

    [Fact]
    public void Entries_carry_no_time_of_the_machine() => Assert.All(Full.Value.Times, time => Assert.Equal(new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), time));

    [Fact]
    public void Elements_stand_in_the_order_of_the_schemas()
    {
        var file = Full.Value;
        InOrder(file.Xml("OFD.xml").Element(Ofd + "DocBody")!.Element(Ofd + "DocInfo")!,
            "DocID", "Title", "Author", "Subject", "CreationDate", "Creator", "CreatorVersion", "CustomDatas");
        InOrder(file.Xml("OFD.xml").Element(Ofd + "DocBody")!, "DocInfo", "DocRoot", "Signatures");
        var document = file.Xml("Doc_0/Document.xml");
        InOrder(document, "CommonData", "Pages", "Annotations", "CustomTags", "Attachments");
        InOrder(document.Element(Ofd + "CommonData")!, "MaxUnitID", "PageArea", "PublicRes", "DocumentRes", "TemplatePage");
        foreach (var page in file.Pages)
        {
            InOrder(page, "Template", "Area", "Content");
            Assert.All(page.Descendants(Ofd + "TextObject"), text => InOrder(text, "FillColor", "TextCode"));
            Assert.All(page.Descendants(Ofd + "PathObject"), path => InOrder(path, "StrokeColor", "FillColor", "AbbreviatedData"));
        }
    }

    [Fact]
    public void Numbers_are_unique_and_none_is_larger_than_MaxUnitID()
    {
        var file = Full.Value;
        var ids = file.Entries.Keys.Where(name => name.EndsWith(".xml", StringComparison.Ordinal) && !name.EndsWith("OFD.xml", StringComparison.Ordinal))
            .SelectMany(name => file.Xml(name).DescendantsAndSelf()).Where(element => element.Name != Ofd + "Attachment")
            .Select(element => element.Attribute("ID")).OfType<XAttribute>().Select(id => int.Parse(id.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(ids.Count > 30);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Max(), (int)file.Xml("Doc_0/Document.xml").Descendants(Ofd + "MaxUnitID").Single());
    }

    [Fact]
    public void Every_path_named_exists()
    {
        var file = Full.Value;
        foreach (var name in file.Entries.Keys.Where(name => name.EndsWith(".xml", StringComparison.Ordinal)))
        {
            var root = file.Xml(name);
            var folder = name[..(name.LastIndexOf('/') + 1)] + (root.Name == Ofd + "Res" ? root.Attribute("BaseLoc")!.Value + "/" : "");
            string[] paths = [.. root.Descendants().Where(element => element.Name.LocalName is "DocRoot" or "PublicRes" or "DocumentRes" or "Annotations" or "CustomTags"
                or "Attachments" or "FileLoc" or "FontFile" or "MediaFile").Where(element => !element.HasElements).Select(element => element.Value),
                .. root.Descendants().Where(element => element.Name != Ofd + "Res").Attributes("BaseLoc").Select(attribute => attribute.Value)];
            Assert.All(paths, path => Assert.Contains(folder + path, file.Entries.Keys));
        }
    }

    [Fact]
    public void Embedded_fonts_have_every_character_of_their_text_and_no_other()
    {
        var file = Full.Value;
        var texts = file.Entries.Keys.Where(name => name.Contains("/Pages/", StringComparison.Ordinal) || name.Contains("/Annots/Page", StringComparison.Ordinal))
            .SelectMany(name => file.Xml(name).Descendants(Ofd + "TextObject")).ToLookup(text => text.Attribute("Font")!.Value, text => text.Element(Ofd + "TextCode")!.Value);
        Assert.Equal(3, texts.Count);
        foreach (var font in texts)
        {
            Assert.True(TrueTypeFont.TryRead(file[$"Doc_0/Res/font_{font.Key}.ttf"], out var embedded));
            Assert.Equal(font.SelectMany(text => text.EnumerateRunes()).Distinct().OrderBy(rune => rune.Value), embedded.Characters);
        }
    }

    [Fact]
    public void DeltaX_follows_the_advances_of_the_font()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        var page = builder.AddPage();
        page.AddText("许可Wi证", 20, 30, new() { Size = 10 });
        var text = new OfdFile(SampleDocuments.Build(builder)).Pages.Single().Descendants(Ofd + "TextObject").Single();
        var font = ShippedFonts.Get(FontFace.Sans);
        double Advance(char c) => font.TryGetGlyph(new System.Text.Rune(c), out var glyph) ? font.AdvanceWidth(glyph) * 10.0 / font.UnitsPerEm : double.NaN;
        var deltas = Deltas(text.Element(Ofd + "TextCode")!.Attribute("DeltaX")!.Value);
        Assert.Equal(4, deltas.Count);
        Assert.Equal([10.0, 10.0, Advance('W'), Advance('i')], deltas, (a, b) => Math.Abs(a - b) < 0.0002);
        var box = text.Attribute("Boundary")!.Value.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(20, box[0]);
        Assert.Equal(30 + Advance('W') + Advance('i'), box[2], 0.001);
        Assert.Equal(30, box[1] + double.Parse(text.Element(Ofd + "TextCode")!.Attribute("Y")!.Value, CultureInfo.InvariantCulture), 0.001);
    }

    [Fact]
    public void Equal_advances_are_written_as_a_run()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        builder.AddPage().AddText("统一信任服务", 20, 30, new() { Size = 4.2333 });
        var code = new OfdFile(SampleDocuments.Build(builder)).Pages.Single().Descendants(Ofd + "TextCode").Single();
        Assert.Equal("g 5 4.2333", code.Attribute("DeltaX")!.Value);
    }

    [Fact]
    public void Custom_data_tags_and_attachments_are_written_as_given()
    {
        var file = Full.Value;
        var data = file.Xml("OFD.xml").Descendants(Ofd + "CustomData").ToDictionary(element => element.Attribute("Name")!.Value, element => element.Value);
        Assert.Equal(new Dictionary<string, string> { ["证照编号"] = "JY19901000008217", ["empty"] = "" }, data);
        Assert.Equal(SampleDocuments.Info.Title, file.Xml("OFD.xml").Descendants(Ofd + "Title").Single().Value);
        var tag = file.Xml("Doc_0/Tags/CustomTags.xml").Element(Ofd + "CustomTag")!;
        Assert.Equal(("Trust-Licence", "urn:trust:licence"), (tag.Attribute("TypeID")!.Value, tag.Attribute("NameSpace")!.Value));
        var reference = file.Xml("Doc_0/Tags/Tag_0.xml").Descendants(Ofd + "ObjectRef").Single();
        var page = file.Xml("Doc_0/Document.xml").Descendants(Ofd + "Page").Single(element => element.Attribute("ID")!.Value == reference.Attribute("PageRef")!.Value);
        var target = file.Xml($"Doc_0/{page.Attribute("BaseLoc")!.Value}").Descendants(Ofd + "TextObject").Single(element => element.Attribute("ID")!.Value == reference.Value);
        Assert.Equal("食品经营许可证", target.Element(Ofd + "TextCode")!.Value);
        var attachment = file.Xml("Doc_0/Attachs/Attachments.xml").Element(Ofd + "Attachment")!;
        Assert.Equal(("原文.xml", "xml", "0.0098", "false"), (attachment.Attribute("Name")!.Value, attachment.Attribute("Format")!.Value, attachment.Attribute("Size")!.Value, attachment.Attribute("Visible")!.Value));
        Assert.Equal("<licence/>"u8.ToArray(), file[$"Doc_0/Attachs/{attachment.Value}"]);
    }

    [Fact]
    public void The_same_picture_is_stored_once() =>
        Assert.Equal(2, Full.Value.Entries.Keys.Count(name => name.StartsWith("Doc_0/Res/image_", StringComparison.Ordinal)));

    internal static List<double> Deltas(string text)
    {
        List<double> deltas = [];
        var parts = text.Split(' ');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "g")
            {
                deltas.AddRange(Enumerable.Repeat(double.Parse(parts[i + 2], CultureInfo.InvariantCulture), int.Parse(parts[i + 1], CultureInfo.InvariantCulture)));
                i += 2;
            }
            else
            {
                deltas.Add(double.Parse(parts[i], CultureInfo.InvariantCulture));
            }
        }

        return deltas;
    }

    private static void InOrder(XElement parent, params string[] order)
    {
        var places = parent.Elements().Select(element => Array.IndexOf(order, element.Name.LocalName)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
