using Trust.Documents.Fonts;

namespace Trust.Documents.Writing;

/// <summary>Something drawn: an object of a layer with its number.</summary>
internal abstract record Item
{
    public int Id { get; init; }
}

/// <summary>One line of text in one font. <see cref="Turned"/> places it in a turned frame instead of upright on the page.</summary>
internal sealed record TextItem(TrueTypeFont Font, OfdTextStyle Style, double X, double Baseline, IReadOnlyList<Glyph> Glyphs) : Item
{
    public TurnedFrame? Turned { get; init; }
}

/// <summary>A frame turned about its origin; the origin lies in the middle of its box.</summary>
internal sealed record TurnedFrame(OfdBox Box, double AngleDegrees);

/// <summary>A picture scaled to its box.</summary>
internal sealed record ImageItem(OfdBox Box, int ResourceId) : Item;

/// <summary>A figure.</summary>
internal sealed record PathItem(OfdBox Box, string Data, OfdPathStyle Style) : Item;

/// <summary>How a figure is drawn.</summary>
public sealed record OfdPathStyle
{
    /// <summary>Colour of the line; none when null.</summary>
    public OfdColor? Stroke { get; init; } = OfdColor.Black;

    /// <summary>Colour of the area; none when null.</summary>
    public OfdColor? Fill { get; init; }

    /// <summary>Width of the line, millimetres, 0 to 100.</summary>
    public double LineWidth { get; init; } = 0.25;

    internal bool IsSound => LineWidth is >= 0 and <= 100 && (Stroke ?? Fill) is not null;
}

/// <summary>A paragraph on a page.</summary>
/// <param name="ObjectIds">Numbers of its text objects, in reading order.</param>
/// <param name="Height">Height of its lines, millimetres.</param>
public sealed record OfdTextBlock(IReadOnlyList<int> ObjectIds, double Height);

/// <summary>A text repeated across a page, over its content (annotation of type Watermark).</summary>
public sealed record OfdWatermark
{
    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>How it looks; light grey by default.</summary>
    public OfdTextStyle Style { get; init; } = new() { Size = 8, Color = new(128, 128, 128, 64) };

    /// <summary>Turn, degrees clockwise.</summary>
    public double AngleDegrees { get; init; } = -30;

    /// <summary>Distance of neighbours beside each other, millimetres, at least 10.</summary>
    public double ColumnDistance { get; init; } = 80;

    /// <summary>Distance of neighbours above each other, millimetres, at least 10.</summary>
    public double RowDistance { get; init; } = 60;

    internal bool IsSound => Style.IsSound && Units.IsSound(AngleDegrees) && ColumnDistance is >= 10 and <= 10_000 && RowDistance is >= 10 and <= 10_000;
}
