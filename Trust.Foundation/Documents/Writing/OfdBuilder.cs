using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>
/// Writes an OFD document (GB/T 33190-2016): same calls, same bytes. Faults are collected while pages are filled; <see cref="TryBuild"/> answers the
/// first one and then writes nothing. Not safe for use by two threads at once.
/// </summary>
public sealed class OfdBuilder
{
    private const int MaximumTagDepth = 64;

    private readonly List<OfdPage> _pages = [];
    private readonly List<OfdTemplate> _templates = [];
    private readonly List<TagFile> _tags = [];
    private readonly List<AttachmentFile> _attachments = [];
    private WritingFault? _fault;
    private int _lastId;

    /// <summary>An empty document.</summary>
    /// <param name="info">What it says about itself.</param>
    /// <param name="fonts">Where glyphs come from; the shipped fonts when null.</param>
    public OfdBuilder(OfdDocumentInfo info, FontSet? fonts = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        Info = info;
        Fonts = fonts ?? FontSet.Shipped;
        Accept(info.Check());
    }

    /// <summary>The first fault so far, or null.</summary>
    public WritingFault? Fault => _fault;

    internal OfdDocumentInfo Info { get; }

    internal FontSet Fonts { get; }

    internal ImageTable Images { get; } = new();

    internal IReadOnlyList<OfdPage> Pages => _pages;

    internal IReadOnlyList<OfdTemplate> Templates => _templates;

    internal IReadOnlyList<TagFile> Tags => _tags;

    internal IReadOnlyList<AttachmentFile> Attachments => _attachments;

    internal int LastId => _lastId;

    /// <summary>Adds a page at the end.</summary>
    /// <param name="width">Millimetres, more than 0, at most 10,000; A4 when not said.</param>
    /// <param name="height">Millimetres, more than 0, at most 10,000.</param>
    public OfdPage AddPage(double width = 210, double height = 297)
    {
        RequireSize(width, height);
        var page = new OfdPage(this, width, height);
        _pages.Add(page);
        return page;
    }

    /// <summary>Adds a template that pages may show.</summary>
    /// <param name="width">Millimetres.</param>
    /// <param name="height">Millimetres.</param>
    /// <param name="inFront">Over the content of pages instead of under it.</param>
    public OfdTemplate AddTemplate(double width = 210, double height = 297, bool inFront = false)
    {
        RequireSize(width, height);
        var template = new OfdTemplate(this, width, height, inFront);
        _templates.Add(template);
        return template;
    }

    /// <summary>Adds a tag file.</summary>
    /// <param name="typeId">Kind of tags (TypeID), an XML name.</param>
    /// <param name="nameSpace">Namespace of its elements.</param>
    /// <param name="root">Its content; every object named must exist when the document is built.</param>
    public void AddTag(string typeId, string nameSpace, OfdTagNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (Require(IsName(typeId) && !string.IsNullOrWhiteSpace(nameSpace) && IsSound(root, 0), "A tag has no proper name, namespace or content.")
            && Accept(OfdText.CheckStored(nameSpace)))
        {
            _tags.Add(new(typeId, nameSpace, root));
        }
    }

    /// <summary>Attaches a file.</summary>
    /// <param name="name">Name shown; any text without path separators.</param>
    /// <param name="format">Kind, one to eight letters or digits, for instance <c>xml</c>.</param>
    /// <param name="data">Content.</param>
    /// <param name="visible">False for data meant for programs only.</param>
    public void AddAttachment(string name, string format, ReadOnlyMemory<byte> data, bool visible = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(format);
        var sound = name.Length is > 0 and <= 255 && name.AsSpan().IndexOfAny('/', '\\') < 0 && format.Length is > 0 and <= 8 && format.All(char.IsAsciiLetterOrDigit);
        if (Require(sound, "An attachment has no proper name or format.") && Accept(OfdText.CheckDrawn(name)))
        {
            _attachments.Add(new(NextId(), name, format, data, visible));
        }
    }

    /// <summary>Height that a paragraph will need.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Width of its box, millimetres.</param>
    /// <param name="style">How it looks.</param>
    /// <returns>Millimetres; 0 for a text that cannot be written.</returns>
    public double MeasureParagraph(string text, double width, OfdTextStyle style)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(style);
        return width > 0 && style.IsSound && Paragraphs.TryLayOut(Fonts, style, text, width, OfdAlignment.Left, out var lines) is null
            ? lines.Count * style.Size * style.LineHeight
            : 0;
    }

    /// <summary>Writes the document.</summary>
    /// <param name="ofd">The whole file, when true.</param>
    /// <param name="fault">The first fault, when false.</param>
    /// <returns>False when any request before could not be carried out, or there is no page.</returns>
    public bool TryBuild([NotNullWhen(true)] out byte[]? ofd, [NotNullWhen(false)] out WritingFault? fault)
    {
        Require(_pages.Count > 0, "The document has no page.");
        Require(TagTargetsExist(), "A tag names an object that its page does not have.");
        fault = _fault;
        ofd = fault is null ? new PackageAssembly(this).Write() : null;
        return fault is null;
    }

    internal int NextId() => ++_lastId;

    internal bool Owns(OfdTemplate template) => _templates.Contains(template);

    internal bool Accept(WritingFault? fault)
    {
        _fault ??= fault;
        return fault is null;
    }

    internal bool Require(bool condition, string detail) => Accept(condition ? null : new(WritingFaults.ValueInvalid, detail));

    private void RequireSize(double width, double height) =>
        Require(width is > 0 and <= 10_000 && height is > 0 and <= 10_000, "A page has an impossible size.");

    private bool IsSound(OfdTagNode node, int depth) => depth < MaximumTagDepth && IsName(node.Name)
        && Accept(OfdText.CheckStored(node.Value ?? "")) && node.Children.All(child => IsSound(child, depth + 1));

    private bool TagTargetsExist()
    {
        var targets = _pages.ToDictionary(page => page.Id, page => page.Items.Select(item => item.Id).ToHashSet());
        return _tags.All(tag => Exists(tag.Root));

        bool Exists(OfdTagNode node) =>
            node.Objects.All(target => targets.TryGetValue(target.PageId, out var objects) && objects.Contains(target.ObjectId))
            && node.Children.All(Exists);
    }

    private static bool IsName(string name)
    {
        try
        {
            return XmlConvert.VerifyNCName(name) == name;
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            return false;
        }
    }
}
