using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>Colours and line of an object: its own, else of its draw parameter and what that builds on, else of the layer's (clause 8.2).</summary>
internal sealed class DrawStyle
{
    private const double DefaultLineWidth = 0.353;
    private readonly DrawContext _context;
    private readonly PageObject _item;
    private readonly XmlElement[] _chain;

    public DrawStyle(DrawContext context, PageObject item, ulong? layerParam)
    {
        _context = context;
        _item = item;
        _chain = [item.Element, .. Params(context, item.DrawParam), .. Params(context, layerParam)];
    }

    public double LineWidth => Math.Clamp(Value("LineWidth") is { } text && OfdValues.Number(text) is { } width and > 0 ? width : DefaultLineWidth, 0, 1_000);

    /// <summary>Null for what is transparent.</summary>
    public SKPaint? FillPaint(SKColor? otherwise) => Paint(Element("FillColor"), otherwise);

    public SKPaint? StrokePaint()
    {
        if (Paint(Element("StrokeColor"), SKColors.Black) is not { } paint)
        {
            return null;
        }

        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = (float)LineWidth;
        paint.StrokeJoin = Value("Join") switch { "Round" => SKStrokeJoin.Round, "Bevel" => SKStrokeJoin.Bevel, _ => SKStrokeJoin.Miter };
        paint.StrokeCap = Value("Cap") switch { "Round" => SKStrokeCap.Round, "Square" => SKStrokeCap.Square, _ => SKStrokeCap.Butt };
        paint.StrokeMiter = (float)Math.Clamp(OfdValues.Number(Value("MiterLimit")) ?? 3.528, 1, 100);
        var dashes = OfdValues.Numbers(Value("DashPattern")).Take(32).Select(dash => (float)dash).ToArray();
        if (dashes.Length > 0 && dashes.All(dash => dash >= 0) && dashes.Sum() > 0.05f)
        {
            float[] even = dashes.Length % 2 == 0 ? dashes : [.. dashes, .. dashes];
            paint.PathEffect = SKPathEffect.CreateDash(even, (float)(OfdValues.Number(Value("DashOffset")) ?? 0));
        }

        return paint;
    }

    private SKPaint? Paint(XmlElement? color, SKColor? otherwise)
    {
        var paint = new SKPaint { IsAntialias = true };
        if (color is null ? otherwise is { } given && Set(paint, given) : ColorReading.TryApply(_context, color, paint))
        {
            paint.Color = paint.Color.WithAlpha((byte)(paint.Color.Alpha * _item.Alpha / 255));
            return paint;
        }

        paint.Dispose();
        return null;
    }

    private static bool Set(SKPaint paint, SKColor color)
    {
        paint.Color = color;
        return true;
    }

    private string? Value(string name) => _chain.Select(element => element.Attribute(name)).FirstOrDefault(value => value is not null)?.Trim();

    private XmlElement? Element(string name) => _chain.Select(element => element.Child(name)).FirstOrDefault(child => child is not null);

    private static List<XmlElement> Params(DrawContext context, ulong? id)
    {
        var chain = new List<XmlElement>();
        while (chain.Count < 16 && context.DrawParam(id) is { } param)
        {
            chain.Add(param);
            id = param.Id("Relative");
        }

        return chain;
    }
}
