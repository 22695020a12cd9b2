namespace Trust.Documents.Writing;

/// <summary>
/// What a page and a template have in common: objects drawn in the order in which they are added. A request that cannot be carried out adds
/// nothing and is answered by <see cref="OfdBuilder.TryBuild"/>, which then writes nothing at all.
/// </summary>
public abstract class OfdCanvas
{
    private readonly List<Item> _items = [];

    private protected OfdCanvas(OfdBuilder builder, double width, double height)
    {
        Builder = builder;
        Width = width;
        Height = height;
        Id = builder.NextId();
    }

    /// <summary>Number of the page or template in the document.</summary>
    public int Id { get; }

    /// <summary>Width, millimetres.</summary>
    public double Width { get; }

    /// <summary>Height, millimetres.</summary>
    public double Height { get; }

    internal IReadOnlyList<Item> Items => _items;

    private protected OfdBuilder Builder { get; }

    /// <summary>Adds one line of text.</summary>
    /// <param name="text">The text, without line breaks.</param>
    /// <param name="x">Millimetres: left edge, middle or right edge, as aligned.</param>
    /// <param name="baseline">Height of the baseline, millimetres from the top.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="alignment">Left, Center or Right; the others count as Left.</param>
    /// <returns>Numbers of the text objects: one, more where a rare character needs another font, none for blank text or a fault.</returns>
    public IReadOnlyList<int> AddText(string text, double x, double baseline, OfdTextStyle style, OfdAlignment alignment = OfdAlignment.Left)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(style);
        if (!Builder.Require(style.IsSound && Units.IsSound(x) && Units.IsSound(baseline), "A text has an impossible size or place.")
            || !Builder.Accept(TextRuns.TryMeasure(Builder.Fonts, style, text, out var glyphs)))
        {
            return [];
        }

        var width = TextRuns.Width(glyphs) - (glyphs.Count > 0 ? style.LetterSpacing : 0);
        var start = alignment switch { OfdAlignment.Center => x - (width / 2), OfdAlignment.Right => x - width, _ => x };
        return Place(TextRuns.Pieces(glyphs, style, start, baseline));
    }

    /// <summary>Adds paragraphs, broken into lines by the Chinese rules.</summary>
    /// <param name="text">The text; a line feed begins a new paragraph.</param>
    /// <param name="box">Where; text that needs more height is a fault (<see cref="WritingFaults.TextTooLong"/>), nothing is cut off.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="alignment">Where lines stand in the box.</param>
    /// <returns>Its objects and height; empty for a fault.</returns>
    public OfdTextBlock AddParagraph(string text, OfdBox box, OfdTextStyle style, OfdAlignment alignment = OfdAlignment.Left)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(style);
        if (!Builder.Require(box.IsSound && style.IsSound && Enum.IsDefined(alignment), "A paragraph has an impossible size or place.")
            || !Builder.Accept(Paragraphs.TryLayOut(Builder.Fonts, style, text, box.Width, alignment, out var lines)))
        {
            return new([], 0);
        }

        var pitch = style.Size * style.LineHeight;
        var height = lines.Count * pitch;
        if (height > box.Height + 1e-6)
        {
            Builder.Accept(new WritingFault(WritingFaults.TextTooLong, $"A text of {lines.Count} lines does not fit into {Units.Text(box.Height)} mm."));
            return new([], 0);
        }

        var ascent = Paragraphs.BaselineInLine(style);
        List<int> ids = [];
        for (var i = 0; i < lines.Count; i++)
        {
            ids.AddRange(Place(TextRuns.Pieces(lines[i].Glyphs, style, box.X + lines[i].Start, box.Y + (i * pitch) + ascent)));
        }

        return new(ids, height);
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="image">A whole PNG or JPEG file; told by its content, never by a name.</param>
    /// <param name="box">Where; the picture is scaled to it.</param>
    /// <returns>Number of the object, 0 for a fault.</returns>
    public int AddImage(ReadOnlyMemory<byte> image, OfdBox box)
    {
        if (!Builder.Require(box.IsSound, "A picture has an impossible size or place.")
            || !Builder.Accept(ImageFile.TryRead(image, out var file)))
        {
            return 0;
        }

        return Add(new ImageItem(box, Builder.Images.Add(file!, Builder.NextId)));
    }

    /// <summary>Adds a figure.</summary>
    /// <param name="path">The figure, relative to the box.</param>
    /// <param name="box">Where; it also clips.</param>
    /// <param name="style">How it is drawn.</param>
    /// <returns>Number of the object, 0 for a fault.</returns>
    public int AddPath(OfdPath path, OfdBox box, OfdPathStyle style)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(style);
        var sound = box.IsSound && style.IsSound && path.IsSound && path.Data.Length > 0;
        return Builder.Require(sound, "A figure is empty or has an impossible size, place or line.") ? Add(new PathItem(box, path.Data, style)) : 0;
    }

    private protected int Add(Item item)
    {
        var id = Builder.NextId();
        _items.Add(item with { Id = id });
        return id;
    }

    private List<int> Place(IEnumerable<TextItem> pieces) => [.. pieces.Select(Add)];
}

/// <summary>Objects that several pages show (TemplatePage).</summary>
public sealed class OfdTemplate : OfdCanvas
{
    internal OfdTemplate(OfdBuilder builder, double width, double height, bool inFront)
        : base(builder, width, height) => InFront = inFront;

    /// <summary>Whether it lies over the content of the page instead of under it.</summary>
    public bool InFront { get; }
}
