using System.Text;
using System.Xml;

namespace Trust.Documents.Signing;

/// <summary>An element of a parsed file and where it stands in the text.</summary>
internal sealed class XmlElementAt(string name, string prefix)
{
    public string Name { get; } = name;

    public string Prefix { get; } = prefix;

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public List<XmlElementAt> Children { get; } = [];

    public string Text { get; set; } = "";

    /// <summary>Index of the name in its start tag.</summary>
    public int NameAt { get; init; }

    /// <summary>Index of its end tag; -1 when it has none.</summary>
    public int EndAt { get; set; } = -1;

    public XmlElementAt? Child(string name) => Children.Find(child => child.Name == name);

    public IEnumerable<XmlElementAt> All(string name) => Children.Where(child => child.Name == name);
}

/// <summary>
/// A small XML file that is changed as text: whatever is not inserted stays as its author wrote it, to the byte. UTF-8 only, with or without a mark;
/// no DTD; bounded in size, depth and number of elements.
/// </summary>
internal sealed class XmlSource
{
    public const long MaximumSizeInBytes = 16 * 1024 * 1024;
    private const int MaximumDepth = 128;
    private const int MaximumElements = 200_000;

    // Only paths and identifiers are used; comments can cut a text into millions of pieces.
    private const int LongestText = 4096;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaximumSizeInBytes,
    };

    private readonly bool _hasMark;

    private XmlSource(string text, bool hasMark, XmlElementAt root)
    {
        Text = text;
        _hasMark = hasMark;
        Root = root;
    }

    public string Text { get; }

    public XmlElementAt Root { get; }

    public static XmlSource? TryRead(byte[]? data)
    {
        if (data is null)
        {
            return null;
        }

        var hasMark = data.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(hasMark ? data.AsSpan(3) : data);
            return Parse(text) is { } root ? new(text, hasMark, root) : null;
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The file with texts put in, each before the index it names.</summary>
    public byte[] Insert(params ReadOnlySpan<(int At, int Replaced, string Text)> changes)
    {
        var result = new StringBuilder(Text);
        var ordered = changes.ToArray();
        foreach (var (at, replaced, text) in ordered.OrderByDescending(change => change.At))
        {
            result.Remove(at, replaced).Insert(at, text);
        }

        var bytes = Encoding.UTF8.GetBytes(result.ToString());
        return _hasMark ? [.. Encoding.UTF8.Preamble, .. bytes] : bytes;
    }

    /// <summary>Index of the <c>/></c> that closes an element without content.</summary>
    public int EmptyEnd(XmlElementAt element)
    {
        var quote = '\0';
        for (var i = element.NameAt; i < Text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = Text[i] == quote ? '\0' : quote;
            }
            else if (Text[i] is '"' or '\'')
            {
                quote = Text[i];
            }
            else if (Text[i] == '>')
            {
                return i - 1;
            }
        }

        throw new InvalidOperationException("A start tag without an end was parsed.");
    }

    private static XmlElementAt? Parse(string text)
    {
        var lines = LineStarts(text);
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        var position = (IXmlLineInfo)reader;
        var open = new Stack<XmlElementAt>();
        XmlElementAt? root = null;
        var count = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.XmlDeclaration when reader.GetAttribute("encoding") is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase):
                    return null;
                case XmlNodeType.Element:
                    if (++count > MaximumElements || open.Count >= MaximumDepth)
                    {
                        return null;
                    }

                    var element = Start(reader, lines[position.LineNumber - 1] + position.LinePosition - 1);
                    open.TryPeek(out var parent);
                    parent?.Children.Add(element);
                    root ??= element;
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop().EndAt = lines[position.LineNumber - 1] + position.LinePosition - 3;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when open.Peek().Text.Length < LongestText:
                    open.Peek().Text += reader.Value;
                    break;
            }
        }

        return root;
    }

    private static XmlElementAt Start(XmlReader reader, int at)
    {
        var element = new XmlElementAt(reader.LocalName, reader.Prefix) { NameAt = at };
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                element.Attributes.TryAdd(reader.LocalName, reader.Value);
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        return element;
    }

    // A line ends with CR LF, LF or CR alone (XML 1.0, 2.11).
    private static List<int> LineStarts(string text)
    {
        List<int> starts = [0];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return starts;
    }
}
