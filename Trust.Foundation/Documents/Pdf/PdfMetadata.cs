using System.Globalization;
using System.Text;
using System.Xml;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Writing;

namespace Trust.Documents.Pdf;

/// <summary>What a rendition says about itself: XMP (ISO 16684-1) and the older information dictionary with equal values (ISO 19005-2 clause 6.6).</summary>
internal static class PdfMetadata
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string Dc = "http://purl.org/dc/elements/1.1/";
    private const string Xmp0 = "http://ns.adobe.com/xap/1.0/";
    private const string XmpMm = "http://ns.adobe.com/xap/1.0/mm/";
    private const string PdfSchema = "http://ns.adobe.com/pdf/1.3/";
    private const string PdfAId = "http://www.aiim.org/pdfa/ns/id/";
    private const string Producer = "Trust.Documents";

    public static string Information(OfdDocumentInfo info, string mark)
    {
        var text = new StringBuilder("<<");
        foreach (var (key, value) in new[]
        {
            ("Title", info.Title), ("Author", info.Author), ("Subject", info.Subject), ("Keywords", mark), ("Creator", Tool(info)), ("Producer", Producer),
        })
        {
            text.Append(value is null ? "" : $" /{key} {PdfText.Encode(value)}");
        }

        return text.Append(CultureInfo.InvariantCulture, $" /CreationDate (D:{info.CreationDate:yyyyMMdd}) >>").ToString();
    }

    public static byte[] Xmp(OfdDocumentInfo info, string mark)
    {
        using var bytes = new MemoryStream();
        bytes.Write("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"u8);
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("x", "xmpmeta", "adobe:ns:meta/");
            xml.WriteStartElement("rdf", "RDF", Rdf);
            xml.WriteStartElement("rdf", "Description", Rdf);
            xml.WriteAttributeString("rdf", "about", Rdf, "");
            foreach (var (prefix, name) in new[] { ("dc", Dc), ("xmp", Xmp0), ("xmpMM", XmpMm), ("pdf", PdfSchema), ("pdfaid", PdfAId) })
            {
                xml.WriteAttributeString("xmlns", prefix, null, name);
            }

            xml.WriteElementString("pdfaid", "part", PdfAId, "2");
            xml.WriteElementString("pdfaid", "conformance", PdfAId, "B");
            xml.WriteElementString("dc", "format", Dc, "application/pdf");
            WriteList(xml, "title", "Alt", info.Title, "x-default", PdfRendition.Language);
            WriteList(xml, "creator", "Seq", info.Author);
            WriteList(xml, "description", "Alt", info.Subject, "x-default");
            WriteList(xml, "language", "Bag", PdfRendition.Language);
            xml.WriteElementString("dc", "source", Dc, mark);
            xml.WriteElementString("xmp", "CreatorTool", Xmp0, Tool(info));
            xml.WriteElementString("xmp", "CreateDate", Xmp0, ContentXml.Iso(info.CreationDate));
            xml.WriteElementString("pdf", "Keywords", PdfSchema, mark);
            xml.WriteElementString("pdf", "Producer", PdfSchema, Producer);
            xml.WriteElementString("xmpMM", "DocumentID", XmpMm, $"uuid:{Guid.Parse(info.DocId)}");
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        bytes.Write("\n<?xpacket end=\"r\"?>"u8);
        return bytes.ToArray();
    }

    private static string Tool(OfdDocumentInfo info) => info.CreatorVersion is null ? info.Creator : $"{info.Creator} {info.CreatorVersion}";

    private static void WriteList(XmlWriter xml, string name, string kind, string? value, params ReadOnlySpan<string> languages)
    {
        if (value is null)
        {
            return;
        }

        xml.WriteStartElement("dc", name, Dc);
        xml.WriteStartElement("rdf", kind, Rdf);
        for (var i = 0; i < Math.Max(languages.Length, 1); i++)
        {
            xml.WriteStartElement("rdf", "li", Rdf);
            if (i < languages.Length)
            {
                xml.WriteAttributeString("xml", "lang", null, languages[i]);
            }

            xml.WriteString(value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
