using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>Graphic objects in order: places each by its boundary and matrix, clips it, and hands it to the drawing of its kind (clause 8.5).</summary>
internal sealed class ObjectDrawing(DrawContext context)
{
    private readonly TextDrawing _text = new(context);

    public void Draw(IReadOnlyList<PageObject> objects, ulong? layerParam, int composites)
    {
        foreach (var item in objects)
        {
            if (item is BlockObject block)
            {
                Draw(block.Objects, layerParam, composites);
            }
            else if (!item.Visible)
            {
                continue;
            }
            else if (!context.MayDraw())
            {
                return;
            }
            else
            {
                Draw(item, layerParam, composites);
            }
        }
    }

    private void Draw(PageObject item, ulong? layerParam, int composites)
    {
        var canvas = context.Canvas;
        var style = new DrawStyle(context, item, layerParam);
        var depth = canvas.Save();
        canvas.Translate((float)item.Boundary.X, (float)item.Boundary.Y);
        if (item is TextObject named)
        {
            Note(named);
        }

        Clip(item, style);
        if (item.Ctm is { } ctm)
        {
            canvas.Concat(Matrix(ctm));
        }

        switch (item)
        {
            case TextObject text:
                _text.Draw(text, style);
                break;
            case PathObject path:
                Path(path, style);
                break;
            case ImageObject image:
                Image(image);
                break;
            case CompositeObject composite:
                Composite(composite, layerParam, composites);
                break;
        }

        canvas.RestoreToCount(depth);
    }

    /// <summary>a b c d e f of the standard: x' = a x + c y + e, y' = b x + d y + f.</summary>
    internal static SKMatrix Matrix(double[] m) => new((float)m[0], (float)m[2], (float)m[4], (float)m[1], (float)m[3], (float)m[5], 0, 0, 1);

    private void Note(TextObject text)
    {
        if (!context.BaseMatrix.TryInvert(out var back))
        {
            return;
        }

        var box = SKMatrix.Concat(back, context.Canvas.TotalMatrix).MapRect(SKRect.Create((float)text.Boundary.Width, (float)text.Boundary.Height));
        context.Texts.Add(new(text.Id, string.Concat(text.Codes.Select(code => code.Text)), new(box.Left, box.Top, box.Width, box.Height), context.Source));
    }

    // Text keeps its overhang: substituted fonts rarely fit the box of the font they stand for. Lines keep half their width.
    private void Clip(PageObject item, DrawStyle style)
    {
        var canvas = context.Canvas;
        if (item is not TextObject && item.Boundary is { Width: > 0, Height: > 0 } box)
        {
            var margin = item is PathObject { Stroke: true } ? (float)style.LineWidth : 0.01f;
            canvas.ClipRect(new(-margin, -margin, (float)box.Width + margin, (float)box.Height + margin));
        }

        foreach (var clip in item.Clips.Take(64))
        {
            using var area = ClipArea(clip);
            canvas.ClipPath(area, SKClipOperation.Intersect, antialias: true);
        }
    }

    private SKPath ClipArea(XmlElement clip)
    {
        using var whole = new SKPathBuilder();
        foreach (var area in clip.All("Area").Take(64))
        {
            foreach (var shape in area.Children)
            {
                using var path = shape.Name switch
                {
                    "Path" => PathData.Parse(shape.TextOf("AbbreviatedData") ?? string.Empty, shape.Attribute("Rule") is "Even-Odd"),
                    "Text" => _text.Outline(new(shape)),
                    _ => null,
                };
                if (path is null)
                {
                    continue;
                }

                var box = OfdValues.Box(shape.Attribute("Boundary")) ?? default;
                var place = SKMatrix.CreateTranslation((float)box.X, (float)box.Y);
                if (OfdValues.Numbers(shape.Attribute("CTM")) is { Length: >= 6 } inner)
                {
                    place = SKMatrix.Concat(place, Matrix(inner));
                }

                if (OfdValues.Numbers(area.Attribute("CTM")) is { Length: >= 6 } outer)
                {
                    place = SKMatrix.Concat(Matrix(outer), place);
                }

                whole.AddPath(path, in place, SKPathAddMode.Append);
            }
        }

        return whole.Detach();
    }

    private void Path(PathObject path, DrawStyle style)
    {
        using var shape = PathData.Parse(path.Data, path.EvenOdd);
        if (path.Fill)
        {
            using var paint = style.FillPaint(otherwise: null);
            if (paint is not null)
            {
                context.Canvas.DrawPath(shape, paint);
            }
        }

        if (path.Stroke)
        {
            using var paint = style.StrokePaint();
            if (paint is not null)
            {
                context.Canvas.DrawPath(shape, paint);
            }
        }
    }

    private void Image(ImageObject image)
    {
        var canvas = context.Canvas;
        if (context.Images.Get(image.ResourceId, image.Mask) is not { } picture && (picture = context.Images.Get(image.Substitution, null)) is null)
        {
            return;
        }

        if (image.Ctm is null)
        {
            canvas.Scale((float)image.Boundary.Width, (float)image.Boundary.Height);
        }

        using var paint = new SKPaint { Color = SKColors.Black.WithAlpha((byte)image.Alpha), IsAntialias = true };
        canvas.DrawImage(picture, new SKRect(0, 0, 1, 1), ImageBook.Sampling, paint);
    }

    private void Composite(CompositeObject composite, ulong? layerParam, int composites)
    {
        if (context.Composite(composite.ResourceId)?.Child("Content") is not { } unit)
        {
            context.Limits.Add($"The composite unit {composite.ResourceId} is missing.");
        }
        else if (composites >= context.Options.MaxCompositeDepth)
        {
            context.Limits.Add("Composite units are nested too deep.");
        }
        else if (composite.Alpha == 255)
        {
            Draw(PageReading.Objects(unit), layerParam, composites + 1);
        }
        else
        {
            using var alpha = new SKPaint { Color = SKColors.Black.WithAlpha((byte)composite.Alpha) };
            context.Canvas.SaveLayer(alpha);
            Draw(PageReading.Objects(unit), layerParam, composites + 1);
        }
    }
}
