using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>Presentation attributes that SVG elements inherit.</summary>
internal sealed record SvgStyle(SKColor? Fill, SKColor? Stroke, float StrokeWidth, float Opacity, bool EvenOdd)
{
    public SvgStyle With(XmlElement element)
    {
        var style = Declarations(element);
        string? Value(string name) => style.GetValueOrDefault(name) ?? element.Attribute(name);
        return new(
            Color(Value("fill"), Fill),
            Color(Value("stroke"), Stroke),
            SvgPicture.Length(Value("stroke-width")) ?? StrokeWidth,
            Opacity * Math.Clamp(SvgPicture.Length(Value("opacity")) ?? 1, 0, 1),
            Value("fill-rule") is { } rule ? rule == "evenodd" : EvenOdd);
    }

    public void Paint(SKCanvas canvas, SKPath shape)
    {
        using var paint = new SKPaint { IsAntialias = true };
        if (Fill is { } fill)
        {
            using var ruled = new SKPathBuilder(shape) { FillType = EvenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding };
            using var path = ruled.Detach();
            paint.Color = fill.WithAlpha((byte)(fill.Alpha * Opacity));
            canvas.DrawPath(path, paint);
        }

        if (Stroke is { } stroke && StrokeWidth > 0)
        {
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = StrokeWidth;
            paint.Color = stroke.WithAlpha((byte)(stroke.Alpha * Opacity));
            canvas.DrawPath(shape, paint);
        }
    }

    private static Dictionary<string, string> Declarations(XmlElement element)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (element.Attribute("style") ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries).Take(64))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                found[part[..colon].Trim()] = part[(colon + 1)..].Trim();
            }
        }

        return found;
    }

    private static SKColor? Color(string? text, SKColor? inherited) => text?.Trim() switch
    {
        null or "" or "inherit" => inherited,
        "none" or "transparent" => null,
        "red" => SKColors.Red,
        "black" => SKColors.Black,
        "white" => SKColors.White,
        "blue" => SKColors.Blue,
        "currentColor" => SKColors.Black,
        var other when other.StartsWith("rgb(", StringComparison.Ordinal) && SvgPicture.Numbers(other[4..].TrimEnd(')')) is [var r, var g, var b] => new((byte)Math.Clamp(r, 0, 255), (byte)Math.Clamp(g, 0, 255), (byte)Math.Clamp(b, 0, 255)),
        var other when SKColor.TryParse(other, out var color) => color,
        _ => null,
    };
}
