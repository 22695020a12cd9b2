using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>Everything one drawing shares: canvas in millimetres, resources by id, fonts, counters.</summary>
internal sealed class DrawContext : IDisposable
{
    private readonly List<OfdResourceFile> _resources;
    private int _objects;

    public DrawContext(OfdFile file, OfdDocument document, RenderOptions options, LimitList limits, SKCanvas canvas)
    {
        File = file;
        Document = document;
        Options = options;
        Limits = limits;
        Canvas = canvas;
        _resources = [.. document.Resources];
        Fonts = new(this);
        Images = new(this);
        BaseMatrix = canvas.TotalMatrix;
    }

    public OfdFile File { get; }

    public OfdDocument Document { get; }

    public RenderOptions Options { get; }

    public LimitList Limits { get; }

    public SKCanvas Canvas { get; }

    public FontBook Fonts { get; }

    public ImageBook Images { get; }

    public List<RenderedText> Texts { get; } = [];

    public RenderedSource Source { get; set; }

    /// <summary>Page millimetres to pixels.</summary>
    public SKMatrix BaseMatrix { get; }

    /// <summary>Makes the resources of a page or template known too; those come first.</summary>
    public void Use(IEnumerable<OfdResourceFile> resources) => _resources.InsertRange(0, resources);

    public OfdFont? Font(ulong? id) => Find(id, resource => resource.FontsById);

    public OfdMedia? Media(ulong? id) => Find(id, resource => resource.MediaById);

    public XmlElement? DrawParam(ulong? id) => Find(id, resource => resource.DrawParams);

    public OfdColorSpace? ColorSpace(ulong? id) => Find(id, resource => resource.ColorSpaces);

    public XmlElement? Composite(ulong? id) => Find(id, resource => resource.Composites);

    /// <summary>Counts an object; false when drawing must stop.</summary>
    public bool MayDraw()
    {
        if (_objects++ >= Options.MaxObjects)
        {
            Limits.Add($"Only the first {Options.MaxObjects} objects are drawn.");
            return false;
        }

        if (File.Package.Deadline.Passed)
        {
            Limits.Add("The time for this file is used up; the picture is incomplete.");
            return false;
        }

        return true;
    }

    public void Dispose()
    {
        Fonts.Dispose();
        Images.Dispose();
    }

    private T? Find<T>(ulong? id, Func<OfdResourceFile, IReadOnlyDictionary<ulong, T>> of)
        where T : class
    {
        if (id is { } known)
        {
            foreach (var resource in _resources)
            {
                if (of(resource).TryGetValue(known, out var found))
                {
                    return found;
                }
            }
        }

        return null;
    }
}
