using System.Globalization;
using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>CT_Color (clause 8.3): components, palette index, axial and radial shading. Patterns and mesh shadings are limits.</summary>
internal static class ColorReading
{
    /// <summary>False when nothing is to be painted.</summary>
    public static bool TryApply(DrawContext context, XmlElement color, SKPaint paint)
    {
        var alpha = (byte)Math.Clamp(color.Integer("Alpha", 255), 0, 255);
        if (color.Children.Find(child => child.Name is "AxialShd" or "RadialShd") is { } shading)
        {
            using var shader = Shader(context, shading);
            if (shader is null)
            {
                return false;
            }

            paint.Shader = shader;
            paint.Color = SKColors.Black.WithAlpha(alpha);
            return true;
        }

        if (color.Children.Count > 0)
        {
            context.Limits.Add($"Colours of the kind {(color.Children[0].Name is "Pattern" or "GouraudShd" or "LaGouraudShd" ? color.Children[0].Name : "unknown")} are not drawn.");
            return false;
        }

        paint.Color = Solid(context, color).WithAlpha(alpha);
        return true;
    }

    public static SKColor Solid(DrawContext context, XmlElement color)
    {
        var space = context.ColorSpace(color.Id("ColorSpace"));
        var text = color.Attribute("Value");
        if (text is null && color.Integer("Index", -1) is var index and >= 0 && index < space?.Palette.Count)
        {
            text = space.Palette[index];
        }

        var full = space is null ? 255.0 : (1 << space.BitsPerComponent) - 1;
        var parts = OfdValues.Parts(text).Take(4).Select(part => Component(part) / full * 255).ToArray();
        return (space?.Type ?? string.Empty, parts) switch
        {
            ("CMYK", [var c, var m, var y, var k]) => Cmyk(c, m, y, k),
            ("GRAY", [var gray, ..]) => Rgb(gray, gray, gray),
            (_, [var r, var g, var b]) => Rgb(r, g, b),
            (_, [var c, var m, var y, var k]) => Cmyk(c, m, y, k),
            (_, [var gray]) => Rgb(gray, gray, gray),
            _ => SKColors.Black,
        };
    }

    // Decimal, or hexadecimal after a sign: "#ee #20 #25".
    private static double Component(string part) =>
        part.StartsWith('#') ? int.TryParse(part.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : 0 : OfdValues.Number(part) ?? 0;

    private static SKColor Cmyk(double c, double m, double y, double k) => Rgb((255 - c) * (255 - k) / 255, (255 - m) * (255 - k) / 255, (255 - y) * (255 - k) / 255);

    private static SKColor Rgb(double r, double g, double b) => new(Byte(r), Byte(g), Byte(b));

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private static SKShader? Shader(DrawContext context, XmlElement shading)
    {
        var segments = shading.All("Segment").Take(256).Where(segment => segment.Child("Color") is not null).ToArray();
        if (segments.Length < 2 || Point(shading, "StartPoint") is not { } start || Point(shading, "EndPoint") is not { } end)
        {
            return null;
        }

        var colors = segments.Select(segment => Stop(context, segment.Child("Color")!)).ToArray();
        var positions = segments.Select((segment, i) => (float)segment.Number("Position", (double)i / (segments.Length - 1))).ToArray();
        var mode = shading.Attribute("MapType") switch
        {
            "Repeat" => SKShaderTileMode.Repeat,
            "Reflect" => SKShaderTileMode.Mirror,
            _ => shading.Integer("Extend", 0) == 0 ? SKShaderTileMode.Decal : SKShaderTileMode.Clamp,
        };
        return shading.Name == "AxialShd"
            ? SKShader.CreateLinearGradient(start, end, colors, positions, mode)
            : SKShader.CreateTwoPointConicalGradient(start, Radius(shading, "StartRadius"), end, Radius(shading, "EndRadius"), colors, positions, mode);
    }

    private static SKColor Stop(DrawContext context, XmlElement color) => Solid(context, color).WithAlpha((byte)Math.Clamp(color.Integer("Alpha", 255), 0, 255));

    private static float Radius(XmlElement shading, string name) => (float)Math.Max(0, shading.Number(name, 0));

    private static SKPoint? Point(XmlElement shading, string name) => OfdValues.Numbers(shading.Attribute(name)) is [var x, var y, ..] ? new((float)x, (float)y) : null;
}
