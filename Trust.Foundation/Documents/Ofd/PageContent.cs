namespace Trust.Documents.Ofd;

/// <summary>What a page or template draws (clause 7.7).</summary>
internal sealed record PageContent(
    string EntryName,
    OfdBox? Area,
    IReadOnlyList<TemplateUse> Templates,
    IReadOnlyList<OfdResourceFile> Resources,
    IReadOnlyList<PageLayer> Layers,
    IReadOnlyList<OfdAction> Actions);

/// <summary>Template/@TemplateID and @ZOrder (Background when absent).</summary>
internal sealed record TemplateUse(ulong? TemplateId, string? ZOrder);

/// <summary>A layer: Background, Body (when absent) or Foreground.</summary>
internal sealed record PageLayer(ulong? Id, string? Type, ulong? DrawParam, IReadOnlyList<PageObject> Objects);

/// <summary>Common attributes of a graphic unit (clause 8.5, CT_GraphicUnit).</summary>
internal abstract record PageObject(XmlElement Element)
{
    public ulong? Id { get; } = Element.Id("ID");

    public OfdBox Boundary { get; } = OfdValues.Box(Element.Attribute("Boundary")) ?? default;

    public bool Visible { get; } = Element.Flag("Visible", true);

    /// <summary>a b c d e f, null when absent or too short.</summary>
    public double[]? Ctm { get; } = OfdValues.Numbers(Element.Attribute("CTM")) is { Length: >= 6 } matrix ? matrix : null;

    public ulong? DrawParam { get; } = Element.Id("DrawParam");

    /// <summary>0 to 255.</summary>
    public int Alpha { get; } = Math.Clamp(Element.Integer("Alpha", 255), 0, 255);

    public IEnumerable<XmlElement> Clips => Element.In("Clips", "Clip");
}

/// <summary>CT_Text (clause 11.2).</summary>
internal sealed record TextObject(XmlElement Element) : PageObject(Element)
{
    public ulong? Font { get; } = Element.Id("Font");

    public double Size { get; } = Element.Number("Size", 0);

    public bool Stroke { get; } = Element.Flag("Stroke", false);

    public bool Fill { get; } = Element.Flag("Fill", true);

    public double HScale { get; } = Element.Number("HScale", 1);

    public int ReadDirection { get; } = Element.Integer("ReadDirection", 0);

    public int CharDirection { get; } = Element.Integer("CharDirection", 0);

    public int Weight { get; } = Element.Integer("Weight", 400);

    public bool Italic { get; } = Element.Flag("Italic", false);

    public IReadOnlyList<TextCode> Codes { get; } = TextReading.Codes(Element);
}

/// <summary>TextCode: X and Y null when inherited from the one before. Deltas are as long as needed at most. The transforms are those before it.</summary>
internal sealed record TextCode(double? X, double? Y, double[] DeltaX, double[] DeltaY, string Text, IReadOnlyList<GlyphTransform> Transforms);

/// <summary>CGTransform (clause 11.4): from a code position on, so many codes become these glyphs.</summary>
internal sealed record GlyphTransform(int CodePosition, int CodeCount, int GlyphCount, IReadOnlyList<int> Glyphs);

/// <summary>CT_Path (clause 9.1).</summary>
internal sealed record PathObject(XmlElement Element) : PageObject(Element)
{
    public bool Stroke { get; } = Element.Flag("Stroke", true);

    public bool Fill { get; } = Element.Flag("Fill", false);

    public bool EvenOdd { get; } = Element.Attribute("Rule") is "Even-Odd";

    public string Data { get; } = Element.TextOf("AbbreviatedData") ?? string.Empty;
}

/// <summary>CT_Image (clause 10).</summary>
internal sealed record ImageObject(XmlElement Element) : PageObject(Element)
{
    public ulong? ResourceId { get; } = Element.Id("ResourceID");

    public ulong? Substitution { get; } = Element.Id("Substitution");

    public ulong? Mask { get; } = Element.Id("ImageMask");
}

/// <summary>CT_Composite (clause 13): draws a composite unit of the resources.</summary>
internal sealed record CompositeObject(XmlElement Element) : PageObject(Element)
{
    public ulong? ResourceId { get; } = Element.Id("ResourceID");
}

/// <summary>PageBlock: objects in a row; has no attributes of its own.</summary>
internal sealed record BlockObject(XmlElement Element, IReadOnlyList<PageObject> Objects) : PageObject(Element);
