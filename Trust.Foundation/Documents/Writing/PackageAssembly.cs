using System.Xml;
using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>Puts the parts of a document together. OFD.xml comes first; elements stand in the order of the schemas (GB/T 33190 Annex A).</summary>
internal sealed class PackageAssembly
{
    private const string Root = "Doc_0";

    private readonly OfdBuilder _document;
    private readonly FontTable _fonts;
    private readonly List<(string Name, ReadOnlyMemory<byte> Data)> _parts = [];
    private int _lastId;

    public PackageAssembly(OfdBuilder document)
    {
        _document = document;
        _lastId = document.LastId;
        _fonts = new FontTable(() => ++_lastId);
        foreach (var canvas in Canvases)
        {
            _fonts.Use(canvas.Items);
        }

        foreach (var annotation in document.Pages.SelectMany(page => page.Annotations))
        {
            _fonts.Use(annotation.Items);
        }
    }

    private IEnumerable<OfdCanvas> Canvases => [.. _document.Templates, .. _document.Pages];

    private IEnumerable<(OfdPage Page, int Index)> AnnotatedPages =>
        _document.Pages.Select((page, index) => (page, index)).Where(entry => entry.page.Annotations.Count > 0);

    public byte[] Write()
    {
        AddContents();
        AddResources();
        AddAnnotations();
        AddAttachments();
        AddTags();
        _parts.Insert(0, ($"{Root}/Document.xml", Document()));
        _parts.Insert(0, ("OFD.xml", Entry()));
        return Pack();
    }

    private byte[] Pack()
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (var (name, data) in _parts)
        {
            var part = ZipPart.Pack(name, data);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(part.Directory.AsSpan(ZipPart.OffsetInDirectory), (uint)file.Length);
            directory.Write(part.Directory);
            file.Write(part.Header);
            file.Write(part.Data.Span);
        }

        var start = file.Length;
        directory.WriteTo(file);
        file.Write(ZipPart.End(_parts.Count, directory.Length, start));
        return file.ToArray();
    }

    private byte[] Entry() => OfdXml.Write(xml =>
    {
        var info = _document.Info;
        xml.Start("OFD", ("Version", "1.0"), ("DocType", "OFD"));
        xml.Start("DocBody");
        xml.Start("DocInfo");
        xml.Text("DocID", info.DocId);
        xml.Text("Title", info.Title);
        xml.Text("Author", info.Author);
        xml.Text("Subject", info.Subject);
        xml.Text("CreationDate", ContentXml.Iso(info.CreationDate));
        xml.Text("Creator", info.Creator);
        xml.Text("CreatorVersion", info.CreatorVersion);
        if (info.CustomData.Count > 0)
        {
            xml.Start("CustomDatas");
            foreach (var (name, value) in info.CustomData)
            {
                xml.Text("CustomData", value, ("Name", name));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.Text("DocRoot", $"{Root}/Document.xml");
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private byte[] Document() => OfdXml.Write(xml =>
    {
        xml.Start("Document");
        xml.Start("CommonData");
        xml.Text("MaxUnitID", Units.Text(_lastId));
        xml.Start("PageArea");
        xml.Text("PhysicalBox", Units.Text(0, 0, _document.Pages[0].Width, _document.Pages[0].Height));
        xml.WriteEndElement();
        xml.Text("PublicRes", _fonts.All.Any() ? "PublicRes.xml" : null);
        xml.Text("DocumentRes", _document.Images.All.Count > 0 ? "DocumentRes.xml" : null);
        for (var i = 0; i < _document.Templates.Count; i++)
        {
            var template = _document.Templates[i];
            xml.Empty("TemplatePage", ("ID", template.Id), ("ZOrder", template.InFront ? "Foreground" : "Background"), ("BaseLoc", $"Tpls/Tpl_{i}/Content.xml"));
        }

        xml.WriteEndElement();
        xml.Start("Pages");
        for (var i = 0; i < _document.Pages.Count; i++)
        {
            xml.Empty("Page", ("ID", _document.Pages[i].Id), ("BaseLoc", $"Pages/Page_{i}/Content.xml"));
        }

        xml.WriteEndElement();
        xml.Text("Annotations", AnnotatedPages.Any() ? "Annots/Annotations.xml" : null);
        xml.Text("CustomTags", _document.Tags.Count > 0 ? "Tags/CustomTags.xml" : null);
        xml.Text("Attachments", _document.Attachments.Count > 0 ? "Attachs/Attachments.xml" : null);
        xml.WriteEndElement();
    });

    private void AddContents()
    {
        var content = new ContentXml(_fonts);
        for (var i = 0; i < _document.Templates.Count; i++)
        {
            Add($"Tpls/Tpl_{i}/Content.xml", content.Canvas(_document.Templates[i]));
        }

        for (var i = 0; i < _document.Pages.Count; i++)
        {
            Add($"Pages/Page_{i}/Content.xml", content.Canvas(_document.Pages[i]));
        }
    }

    private void AddResources()
    {
        var fonts = _fonts.All.ToList();
        if (fonts.Count > 0)
        {
            Add("PublicRes.xml", Resources("Fonts", xml =>
            {
                foreach (var (id, font, _) in fonts)
                {
                    xml.Start("Font", ("ID", id), ("FontName", font.Name), ("FamilyName", font.FamilyName));
                    xml.Text("FontFile", $"font_{id}.ttf");
                    xml.WriteEndElement();
                }
            }));
        }

        if (_document.Images.All.Count > 0)
        {
            Add("DocumentRes.xml", Resources("MultiMedias", xml =>
            {
                foreach (var (id, file) in _document.Images.All)
                {
                    xml.Start("MultiMedia", ("ID", id), ("Type", "Image"), ("Format", file.Format));
                    xml.Text("MediaFile", $"image_{id}.{file.Extension}");
                    xml.WriteEndElement();
                }
            }));
        }

        fonts.ForEach(font => Add($"Res/font_{font.Id}.ttf", FontSubset.Create(font.Font, font.Characters)));
        foreach (var (id, file) in _document.Images.All)
        {
            Add($"Res/image_{id}.{file.Extension}", file.Data);
        }
    }

    private static byte[] Resources(string list, Action<XmlWriter> content) => OfdXml.Write(xml =>
    {
        xml.Start("Res", ("BaseLoc", "Res"));
        xml.Start(list);
        content(xml);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private void AddAnnotations()
    {
        var pages = AnnotatedPages.ToList();
        if (pages.Count == 0)
        {
            return;
        }

        Add("Annots/Annotations.xml", OfdXml.Write(xml =>
        {
            xml.Start("Annotations");
            foreach (var (page, index) in pages)
            {
                xml.Start("Page", ("PageID", page.Id));
                xml.Text("FileLoc", $"Page_{index}/Annotation.xml");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }));
        var content = new ContentXml(_fonts);
        pages.ForEach(entry => Add($"Annots/Page_{entry.Index}/Annotation.xml",
            content.Annotations(entry.Page.Annotations, _document.Info.Creator, _document.Info.CreationDate)));
    }

    private void AddAttachments()
    {
        if (_document.Attachments.Count == 0)
        {
            return;
        }

        Add("Attachs/Attachments.xml", OfdXml.Write(xml =>
        {
            xml.Start("Attachments");
            foreach (var file in _document.Attachments)
            {
                xml.Start("Attachment", ("ID", $"att{file.Id}"), ("Name", file.Name), ("Format", file.Format),
                    ("CreationDate", ContentXml.Iso(_document.Info.CreationDate)), ("Size", Units.Text(file.Data.Length / 1024.0)), ("Visible", file.Visible ? "true" : "false"));
                xml.Text("FileLoc", FileName(file));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }));
        foreach (var file in _document.Attachments)
        {
            Add($"Attachs/{FileName(file)}", file.Data);
        }
    }

    private void AddTags()
    {
        if (_document.Tags.Count == 0)
        {
            return;
        }

        Add("Tags/CustomTags.xml", OfdXml.Write(xml =>
        {
            xml.Start("CustomTags");
            for (var i = 0; i < _document.Tags.Count; i++)
            {
                xml.Start("CustomTag", ("TypeID", _document.Tags[i].TypeId), ("NameSpace", _document.Tags[i].NameSpace));
                xml.Text("FileLoc", $"Tag_{i}.xml");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }));
        for (var i = 0; i < _document.Tags.Count; i++)
        {
            var tag = _document.Tags[i];
            Add($"Tags/Tag_{i}.xml", OfdXml.Write(xml => WriteNode(xml, tag.Root, tag.NameSpace)));
        }
    }

    private static void WriteNode(XmlWriter xml, OfdTagNode node, string nameSpace)
    {
        xml.WriteStartElement(node.Name, nameSpace);
        foreach (var (page, target) in node.Objects)
        {
            xml.Text("ObjectRef", Units.Text(target), ("PageRef", page));
        }

        if (node.Value is not null)
        {
            xml.WriteString(node.Value);
        }

        foreach (var child in node.Children)
        {
            WriteNode(xml, child, nameSpace);
        }

        xml.WriteEndElement();
    }

    private static string FileName(AttachmentFile file) => $"File_{file.Id}.{file.Format}";

    private void Add(string name, ReadOnlyMemory<byte> data) => _parts.Add(($"{Root}/{name}", data));
}
