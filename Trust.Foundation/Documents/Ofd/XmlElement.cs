using System.Globalization;

namespace Trust.Documents.Ofd;

/// <summary>An element as read: local names only, because producers use several namespaces and prefixes (clause 7; http://www.ofdspec.org and …/2016).</summary>
internal sealed class XmlElement(string name, string @namespace, int line)
{
    private static readonly KeyValuePair<string, string>[] NoAttributes = [];
    private static readonly List<XmlElement> NoChildren = [];

    public string Name => name;

    public string Namespace => @namespace;

    public int Line => line;

    public KeyValuePair<string, string>[] Attributes { get; set; } = NoAttributes;

    public List<XmlElement> Children { get; private set; } = NoChildren;

    /// <summary>All character data directly inside, joined.</summary>
    public string Text { get; private set; } = string.Empty;

    public string Trimmed => Text.Trim();

    public void Add(XmlElement child) => (ReferenceEquals(Children, NoChildren) ? Children = [] : Children).Add(child);

    public void Append(string text) => Text = Text.Length == 0 ? text : Text + text;

    public string? Attribute(string key)
    {
        foreach (var (attribute, value) in Attributes)
        {
            if (attribute == key)
            {
                return value;
            }
        }

        return null;
    }

    public XmlElement? Child(string key) => Children.Find(child => child.Name == key);

    public IEnumerable<XmlElement> All(string key) => Children.Where(child => child.Name == key);

    /// <summary>Children of a list element, wherever the list is repeated.</summary>
    public IEnumerable<XmlElement> In(string list, string key) => All(list).SelectMany(element => element.All(key));

    public string? TextOf(string key) => Child(key)?.Trimmed;

    public ulong? Id(string key) => OfdValues.Id(Attribute(key));

    public double? Number(string key) => OfdValues.Number(Attribute(key));

    public double Number(string key, double otherwise) => OfdValues.Number(Attribute(key)) ?? otherwise;

    public bool Flag(string key, bool otherwise) => Attribute(key)?.Trim() switch
    {
        "true" or "1" or "True" or "TRUE" => true,
        "false" or "0" or "False" or "FALSE" => false,
        _ => otherwise,
    };

    public int Integer(string key, int otherwise) =>
        int.TryParse(Attribute(key), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
