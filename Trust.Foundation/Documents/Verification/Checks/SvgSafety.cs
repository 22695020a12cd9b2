using System.Text;
using System.Xml;

namespace Trust.Documents.Verification.Checks;

/// <summary>Whether an SVG picture holds anything that runs or fetches. An allow-list of elements and attributes would reject drawings; this names what is active.</summary>
internal static class SvgSafety
{
    private const int MaxNodes = 100_000;

    private static readonly HashSet<string> ActiveElements =
        new(["script", "foreignObject", "iframe", "object", "embed", "audio", "video", "animate", "animateMotion", "animateTransform", "set", "handler", "listener", "a", "html"],
            StringComparer.OrdinalIgnoreCase);

    /// <summary>The first active thing, or null. An unreadable picture counts as active.</summary>
    internal static string? Find(ReadOnlySpan<byte> svg)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 16 << 20 };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(svg.ToArray()), settings);
            for (var nodes = 0; reader.Read(); nodes++)
            {
                if (nodes > MaxNodes || reader.Depth > 128)
                {
                    return "too large or too deep";
                }

                if (reader.NodeType == XmlNodeType.ProcessingInstruction)
                {
                    return "a processing instruction";
                }

                if (reader.NodeType == XmlNodeType.Element && FindIn(reader) is { } active)
                {
                    return active;
                }

                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && Fetches(reader.Value))
                {
                    return "a style that fetches";
                }
            }

            return null;
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            return "not readable as XML without a document type";
        }
    }

    private static string? FindIn(XmlReader reader)
    {
        if (ActiveElements.Contains(reader.LocalName))
        {
            return $"element {reader.LocalName}";
        }

        while (reader.MoveToNextAttribute())
        {
            var (name, value) = (reader.LocalName, reader.Value.Trim());
            var isLink = name is "href" or "src" && !value.StartsWith('#') && !value.StartsWith("data:image/png", StringComparison.OrdinalIgnoreCase)
                && !value.StartsWith("data:image/jpeg", StringComparison.OrdinalIgnoreCase);
            if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || isLink || (reader.Prefix != "xmlns" && name != "xmlns" && Fetches(value)))
            {
                return $"attribute {name}";
            }
        }

        reader.MoveToElement();
        return null;
    }

    private static bool Fetches(string text) =>
        text.Contains("javascript:", StringComparison.OrdinalIgnoreCase)
        || text.Contains("@import", StringComparison.OrdinalIgnoreCase)
        || text.Contains("expression(", StringComparison.OrdinalIgnoreCase)
        || (text.Contains("url(", StringComparison.OrdinalIgnoreCase) && !text.Replace(" ", "", StringComparison.Ordinal).Contains("url(#", StringComparison.OrdinalIgnoreCase));
}
