using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>Reads one XML part into a tree: no document type, no resolver, bounded in size, depth, nodes and time.</summary>
internal static class XmlReading
{
    /// <summary>Reads; false with the fault.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, string where, DocumentLimits limits, Deadline deadline, [NotNullWhen(true)] out XmlElement? root, [NotNullWhen(false)] out DocumentFault? fault, out int nodes)
    {
        root = null;
        nodes = 0;
        if (bytes.Length > limits.MaxXmlBytes)
        {
            fault = new(DocumentFaults.XmlTooLarge, $"{where} has {bytes.Length} bytes; {limits.MaxXmlBytes} are allowed.");
            return false;
        }

        try
        {
            using var stream = MemoryMarshal.TryGetArray(bytes, out var segment)
                ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false);
            using var text = OpenGb(stream, bytes.Span);
            using var reader = text is null ? XmlReader.Create(stream, Settings(limits)) : XmlReader.Create(text, Settings(limits));
            fault = Build(reader, where, limits, deadline, out root, out nodes);
        }
        catch (Exception e) when (e is XmlException or ArgumentException or NotSupportedException)
        {
            fault = HasDocumentType(bytes.Span)
                ? new(DocumentFaults.Dtd, $"{where} has a document type declaration.")
                : new(DocumentFaults.XmlMalformed, $"{where} is not well-formed XML{(e is XmlException xml ? $" (line {xml.LineNumber})" : string.Empty)}.");
        }

        if (fault is not null)
        {
            root = null;
        }

        return root is not null;
    }

    private static XmlReaderSettings Settings(DocumentLimits limits) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = limits.MaxXmlBytes,
        MaxCharactersFromEntities = 1_000_000,
        CloseInput = false,
    };

    // The platform reads UTF-8 and UTF-16 by itself; the Chinese single declarations that occur are all inside GB 18030.
    private static StreamReader? OpenGb(Stream stream, ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 100)]);
        var gb = head.StartsWith("<?xml", StringComparison.Ordinal)
            && (head.Contains("\"gb", StringComparison.OrdinalIgnoreCase) || head.Contains("'gb", StringComparison.OrdinalIgnoreCase));
        return gb && CodePagesEncodingProvider.Instance.GetEncoding("GB18030") is { } encoding ? new(stream, encoding, false, leaveOpen: true) : null;
    }

    private static bool HasDocumentType(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("<!DOCTYPE"u8) >= 0 || bytes.IndexOf("<\0!\0D\0O\0C\0"u8) >= 0 || bytes.IndexOf("\0<\0!\0D\0O\0C"u8) >= 0;

    private static DocumentFault? Build(XmlReader reader, string where, DocumentLimits limits, Deadline deadline, out XmlElement? root, out int nodes)
    {
        root = null;
        nodes = 0;
        var open = new Stack<XmlElement>();
        StringBuilder? text = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Flush(open, ref text);
                    nodes += 1 + reader.AttributeCount;
                    if (reader.Depth >= limits.MaxXmlDepth)
                    {
                        return new(DocumentFaults.XmlTooDeep, $"{where} is deeper than {limits.MaxXmlDepth} elements.");
                    }

                    if (nodes > limits.MaxXmlNodes)
                    {
                        return new(DocumentFaults.XmlTooLarge, $"{where} has more than {limits.MaxXmlNodes} elements and attributes.");
                    }

                    if ((nodes & 0xFF) < 8 && deadline.Passed)
                    {
                        return new(DocumentFaults.Time, "The time for this file is used up.");
                    }

                    var element = Read(reader);
                    if (open.TryPeek(out var parent))
                    {
                        parent.Add(element);
                    }

                    root ??= element;
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.EndElement:
                    Flush(open, ref text);
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when open.Count > 0:
                    (text ??= new()).Append(reader.Value);
                    break;
            }
        }

        return root is null ? new(DocumentFaults.XmlMalformed, $"{where} has no element.") : null;
    }

    private static void Flush(Stack<XmlElement> open, ref StringBuilder? text)
    {
        if (text is { Length: > 0 } && open.TryPeek(out var element))
        {
            // White space between elements would only cost memory.
            var value = text.ToString();
            if (element.Children.Count == 0 || !string.IsNullOrWhiteSpace(value))
            {
                element.Append(value);
            }
        }

        text?.Clear();
    }

    private static XmlElement Read(XmlReader reader)
    {
        var element = new XmlElement(reader.LocalName, reader.NamespaceURI, (reader as IXmlLineInfo)?.LineNumber ?? 0);
        if (reader.AttributeCount == 0)
        {
            return element;
        }

        var attributes = new List<KeyValuePair<string, string>>(reader.AttributeCount);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
            {
                attributes.Add(new(reader.LocalName, reader.Value));
            }
        }

        reader.MoveToElement();
        element.Attributes = [.. attributes];
        return element;
    }
}
