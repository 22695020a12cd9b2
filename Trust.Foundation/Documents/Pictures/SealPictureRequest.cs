using Trust.Documents.Writing;

namespace Trust.Documents.Pictures;

/// <summary>Outline of a seal.</summary>
public enum SealShape
{
    /// <summary>A circle: organs, companies, contract and licence seals.</summary>
    Round,

    /// <summary>An ellipse, two thirds as high as wide: invoice seals.</summary>
    Oval,
}

/// <summary>What a seal picture shows.</summary>
public sealed record SealPictureRequest
{
    /// <summary>Smallest width, millimetres.</summary>
    public const double MinimumDiameter = 20;

    /// <summary>Largest width, millimetres.</summary>
    public const double MaximumDiameter = 80;

    /// <summary>Most characters on the arc.</summary>
    public const int MaximumArcLength = 60;

    /// <summary>Name of the owner on the arc, 1 to 60 characters; from about 25 on it runs in two rows.</summary>
    public required string ArcText { get; init; }

    /// <summary>Line under the star, for instance 合同专用章; at most 16 characters.</summary>
    public string? LineText { get; init; }

    /// <summary>Number of the seal along the lower arc, at most 20 letters and digits (13 digits in seals made here).</summary>
    public string? Code { get; init; }

    /// <summary>A five-pointed star in the middle.</summary>
    public bool HasStar { get; init; } = true;

    /// <summary>Text in the middle of a seal without a star, at most 8 characters.</summary>
    public string? CentreText { get; init; }

    /// <summary>Marks the seal as a specimen: 样章 beside the star, so that nobody takes it for a real one.</summary>
    public bool IsSample { get; init; }

    /// <summary>Outline.</summary>
    public SealShape Shape { get; init; } = SealShape.Round;

    /// <summary>Width, millimetres, 20 to 80: 42 for organs of state, 40 for companies, 38 for contract seals.</summary>
    public double DiameterMm { get; init; } = 42;

    /// <summary>Resolution of the PNG, pixels in one millimetre, 4 to 48 (24 is about 600 dpi).</summary>
    public double PixelsPerMm { get; init; } = 24;

    /// <summary>Colour; the red of seals when not said.</summary>
    public OfdColor Color { get; init; } = OfdColor.SealRed;

    internal WritingFault? Check()
    {
        var sound = DiameterMm is >= MinimumDiameter and <= MaximumDiameter && PixelsPerMm is >= 4 and <= 48 && Enum.IsDefined(Shape)
            && !string.IsNullOrWhiteSpace(ArcText) && Length(ArcText) <= MaximumArcLength && Length(LineText) <= 16 && Length(CentreText) <= 8
            && (CentreText is null || !HasStar) && (Code is null || (Code.Length is > 0 and <= 20 && Code.All(char.IsAsciiLetterOrDigit)));
        return sound ? null : new(WritingFaults.ValueInvalid, "A seal picture has an impossible size, a text that is empty or too long, or both a star and a text in its middle.");
    }

    private static int Length(string? text) => text?.EnumerateRunes().Count() ?? 0;
}

/// <summary>A seal picture in two forms.</summary>
/// <param name="Png">Transparent PNG.</param>
/// <param name="Svg">SVG of one path: no text, no script, no reference.</param>
/// <param name="WidthMm">Width, millimetres.</param>
/// <param name="HeightMm">Height, millimetres.</param>
public sealed record SealPictureResult(ReadOnlyMemory<byte> Png, string Svg, double WidthMm, double HeightMm);
