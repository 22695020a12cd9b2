using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>One page: background templates, layers by type, foreground templates, annotations, stamps (clauses 7.7, 15, 18.2).</summary>
internal sealed class PageDrawing(DrawContext context, OfdBody body, OfdPage page, PageContent content)
{
    private readonly ObjectDrawing _objects = new(context);

    public void Draw()
    {
        context.Use(content.Resources);
        Templates(foreground: false);
        context.Source = RenderedSource.Page;
        Layers(content);
        Templates(foreground: true);
        if (context.Options.IncludeAnnotations)
        {
            context.Source = RenderedSource.Annotation;
            Annotations();
        }

        if (context.Options.IncludeStamps)
        {
            Stamps();
        }
    }

    private void Templates(bool foreground)
    {
        context.Source = RenderedSource.Template;
        foreach (var use in content.Templates.Take(64))
        {
            var template = context.Document.FindTemplate(use.TemplateId);
            var isForeground = (use.ZOrder ?? template?.ZOrder) is "Foreground";
            if (isForeground != foreground)
            {
                continue;
            }

            if (template?.EntryName is null || !page.TryReadTemplate(template.EntryName, out var inner, out _))
            {
                context.Limits.Add($"The template {use.TemplateId} cannot be read.");
                continue;
            }

            context.Use(inner.Resources);
            Layers(inner);
        }
    }

    private void Layers(PageContent of)
    {
        foreach (var layer in of.Layers.OrderBy(layer => layer.Type switch { "Background" => 0, "Foreground" => 2, _ => 1 }))
        {
            _objects.Draw(layer.Objects, layer.DrawParam, 0);
        }
    }

    private void Annotations()
    {
        foreach (var annot in context.Document.Annotations.Where(list => list.PageId is not null && list.PageId == page.Id).SelectMany(list => list.Annots))
        {
            if (!annot.IsVisible || annot.Appearance is null || annot.Boundary is not { } box)
            {
                continue;
            }

            var depth = context.Canvas.Save();
            context.Canvas.Translate((float)box.X, (float)box.Y);
            if (box is { Width: > 0, Height: > 0 })
            {
                context.Canvas.ClipRect(new(0, 0, (float)box.Width, (float)box.Height));
            }

            _objects.Draw(PageReading.Objects(annot.Appearance), null, 0);
            context.Canvas.RestoreToCount(depth);
        }
    }

    private void Stamps()
    {
        foreach (var entry in body.SignatureLists.SelectMany(list => list.Entries))
        {
            if (entry.File is not { } signature)
            {
                continue;
            }

            var stamps = signature.StampAnnots.Where(stamp => stamp.PageRef is not null && stamp.PageRef == page.Id).Take(64).ToArray();
            if (stamps.Length == 0 || !context.MayDraw())
            {
                continue;
            }

            if (context.Options.SealPictures?.Invoke(signature) is not { } picture)
            {
                context.Limits.Add($"The seal picture of the signature {entry.Id} is not available.");
                continue;
            }

            foreach (var stamp in stamps)
            {
                Stamp(stamp, picture, entry.Id);
            }
        }
    }

    private void Stamp(OfdStampAnnot stamp, SealPicture picture, string? id)
    {
        if (stamp.Boundary is not { Width: > 0, Height: > 0 } box)
        {
            context.Limits.Add($"A stamp of the signature {id} has no box.");
            return;
        }

        var canvas = context.Canvas;
        var depth = canvas.Save();
        canvas.Translate((float)box.X, (float)box.Y);
        var clip = stamp.Clip is { Width: > 0, Height: > 0 } given ? given : new OfdBox(0, 0, box.Width, box.Height);
        canvas.ClipRect(SKRect.Create((float)clip.X, (float)clip.Y, (float)clip.Width, (float)clip.Height), SKClipOperation.Intersect, antialias: true);
        canvas.ClipRect(new(0, 0, (float)box.Width, (float)box.Height), SKClipOperation.Intersect, antialias: true);
        using var multiply = new SKPaint { BlendMode = SKBlendMode.Multiply };
        canvas.SaveLayer(multiply);
        canvas.Scale((float)box.Width, (float)box.Height);
        if (!SealDrawing.TryDraw(context, picture))
        {
            context.Limits.Add($"The seal picture of the signature {id} ({(picture.Type.Length > 20 ? picture.Type[..20] : picture.Type)}) cannot be drawn.");
        }

        canvas.RestoreToCount(depth);
    }
}
