using System.Text;
using System.Xml;

namespace Trust.Documents.Writing;

/// <summary>Parts of an OFD package as XML: UTF-8 without a mark, prefix <c>ofd</c>, elements qualified, attributes not.</summary>
internal static class OfdXml
{
    public const string NameSpace = "http://www.ofdspec.org/2016";
    private const string Prefix = "ofd";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
        CloseOutput = false,
    };

    public static byte[] Write(Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            content(xml);
        }

        return stream.ToArray();
    }

    /// <summary>Starts an element and writes its attributes; those without a value are left out.</summary>
    public static void Start(this XmlWriter xml, string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        xml.WriteStartElement(Prefix, name, NameSpace);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                xml.WriteAttributeString(attribute, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    public static void Empty(this XmlWriter xml, string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        xml.Start(name, attributes);
        xml.WriteEndElement();
    }

    /// <summary>An element with text; left out when there is none.</summary>
    public static void Text(this XmlWriter xml, string name, string? text, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        if (text is null)
        {
            return;
        }

        xml.Start(name, attributes);
        xml.WriteString(text);
        xml.WriteEndElement();
    }
}
