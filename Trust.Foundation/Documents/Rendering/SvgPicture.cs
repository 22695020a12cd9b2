using System.Globalization;
using SkiaSharp;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Rendering;

/// <summary>
/// SVG of seals: <c>svg g path circle ellipse rect polygon polyline line</c> with fill, stroke, opacity and transform. No text, style sheets, scripts, references or
/// pictures: such elements are passed over and named as a limit. Nothing is ever fetched.
/// </summary>
internal static class SvgPicture
{
    private static readonly HashSet<string> Silent = ["title", "desc", "metadata", "defs"];

    public static bool TryDraw(SKCanvas canvas, ReadOnlyMemory<byte> bytes, DocumentLimits limits, Deadline deadline, LimitList notes)
    {
        if (!XmlReading.TryRead(bytes, "The seal picture", limits, deadline, out var root, out _, out _) || root.Name != "svg" || ViewBox(root) is not { } box)
        {
            return false;
        }

        var depth = canvas.Save();
        canvas.ClipRect(new(0, 0, 1, 1));
        canvas.Scale(1 / box.Width, 1 / box.Height);
        canvas.Translate(-box.Left, -box.Top);
        var count = 0;
        Children(canvas, root, new(SKColors.Black, null, 1, 1, false), deadline, notes, ref count);
        canvas.RestoreToCount(depth);
        return true;
    }

    private static SKRect? ViewBox(XmlElement root)
    {
        if (Numbers(root.Attribute("viewBox")) is [var x, var y, var w, var h] && w > 0 && h > 0)
        {
            return SKRect.Create(x, y, w, h);
        }

        return Length(root.Attribute("width")) is { } width and > 0 && Length(root.Attribute("height")) is { } height and > 0 ? SKRect.Create(width, height) : null;
    }

    private static void Children(SKCanvas canvas, XmlElement parent, SvgStyle inherited, Deadline deadline, LimitList notes, ref int count)
    {
        foreach (var child in parent.Children)
        {
            if (count++ > 20_000 || deadline.Passed)
            {
                notes.Add("The seal picture has too many elements.");
                return;
            }

            var style = inherited.With(child);
            if (child.Name == "g")
            {
                var depth = canvas.Save();
                Transform(canvas, child);
                Children(canvas, child, style, deadline, notes, ref count);
                canvas.RestoreToCount(depth);
            }
            else if (Shape(child) is { } shape)
            {
                using (shape)
                {
                    var depth = canvas.Save();
                    Transform(canvas, child);
                    style.Paint(canvas, shape);
                    canvas.RestoreToCount(depth);
                }
            }
            else if (!Silent.Contains(child.Name))
            {
                notes.Add($"The seal picture holds <{(child.Name.Length > 30 ? child.Name[..30] : child.Name)}>, which is not drawn.");
            }
        }
    }

    private static SKPath? Shape(XmlElement element)
    {
        float At(string name) => Length(element.Attribute(name)) ?? 0;
        if (element.Name == "path")
        {
            return element.Attribute("d") is { Length: < 1_000_000 } data ? SKPath.ParseSvgPathData(data) : null;
        }

        using var path = new SKPathBuilder();
        switch (element.Name)
        {
            case "circle":
                path.AddCircle(At("cx"), At("cy"), Math.Max(0, At("r")), SKPathDirection.Clockwise);
                break;
            case "ellipse":
                path.AddOval(new(At("cx") - At("rx"), At("cy") - At("ry"), At("cx") + At("rx"), At("cy") + At("ry")), SKPathDirection.Clockwise);
                break;
            case "rect":
                path.AddRoundRect(SKRect.Create(At("x"), At("y"), At("width"), At("height")), At("rx"), element.Attribute("ry") is null ? At("rx") : At("ry"), SKPathDirection.Clockwise);
                break;
            case "line":
                path.MoveTo(At("x1"), At("y1"));
                path.LineTo(At("x2"), At("y2"));
                break;
            case "polygon" or "polyline":
                var points = Numbers(element.Attribute("points"));
                path.AddPoly([.. Enumerable.Range(0, points.Length / 2).Select(i => new SKPoint(points[2 * i], points[(2 * i) + 1]))], element.Name == "polygon");
                break;
            default:
                return null;
        }

        return path.Detach();
    }

    private static void Transform(SKCanvas canvas, XmlElement element)
    {
        var text = element.Attribute("transform") ?? string.Empty;
        foreach (var call in text.Split(')', StringSplitOptions.RemoveEmptyEntries).Take(32))
        {
            var open = call.IndexOf('(', StringComparison.Ordinal);
            if (open < 0)
            {
                return;
            }

            switch ((call[..open].Trim(' ', ',', '\n', '\t'), Numbers(call[(open + 1)..])))
            {
                case ("translate", [var x, .. var rest]):
                    canvas.Translate(x, rest.Length > 0 ? rest[0] : 0);
                    break;
                case ("scale", [var x, .. var rest]):
                    canvas.Scale(x, rest.Length > 0 ? rest[0] : x);
                    break;
                case ("rotate", [var degrees]):
                    canvas.RotateDegrees(degrees);
                    break;
                case ("rotate", [var degrees, var x, var y]):
                    canvas.RotateDegrees(degrees, x, y);
                    break;
                case ("matrix", [var a, var b, var c, var d, var e, var f]):
                    canvas.Concat(new SKMatrix(a, c, e, b, d, f, 0, 0, 1));
                    break;
            }
        }
    }

    internal static float[] Numbers(string? text) =>
        [.. (text ?? string.Empty).Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(part => (float)(OfdValues.Number(part) ?? 0)).Take(100_000)];

    internal static float? Length(string? text)
    {
        var digits = text?.Trim().TrimEnd('p', 'x', 'm', 'c', 't');
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1e7 ? (float)value : null;
    }
}
