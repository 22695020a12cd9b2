using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>A page (clause 7.6). The content is read each time it is asked for and not kept.</summary>
public sealed class OfdPage
{
    private readonly PartReading _parts;
    private readonly ResourceReading _resources;
    private readonly OfdBox? _area;

    internal OfdPage(PartReading parts, ResourceReading resources, int index, ulong? id, string? baseLoc, string? entryName, OfdBox? area)
    {
        _parts = parts;
        _resources = resources;
        _area = area;
        Index = index;
        Id = id;
        BaseLoc = baseLoc;
        EntryName = entryName;
    }

    /// <summary>Place in the document, from 0.</summary>
    public int Index { get; }

    /// <summary>Object id, which stamps and tags name; null when unreadable.</summary>
    public ulong? Id { get; }

    /// <summary>Path as written.</summary>
    public string? BaseLoc { get; }

    /// <summary>Its entry, null when there is none.</summary>
    public string? EntryName { get; }

    /// <summary>The text objects in drawing order, those of page blocks included, those of templates and composite units not. False when the page cannot be read.</summary>
    public bool TryReadText(out IReadOnlyList<OfdPageText> texts, [NotNullWhen(false)] out DocumentFault? fault)
    {
        texts = [];
        if (!TryReadContent(out var content, out fault))
        {
            return false;
        }

        texts = [.. Texts(content.Layers.SelectMany(layer => layer.Objects))];
        return true;
    }

    /// <summary>The physical box of the page, millimetres: its own, else that of the document. False when the page cannot be read or no box is stated.</summary>
    /// <param name="area">The box.</param>
    /// <param name="fault">Why not.</param>
    public bool TryReadArea(out OfdBox area, [NotNullWhen(false)] out DocumentFault? fault)
    {
        area = default;
        if (!TryReadContent(out var content, out fault))
        {
            return false;
        }

        if ((content.Area ?? _area) is not { Width: > 0, Height: > 0 } box)
        {
            fault = new(DocumentFaults.NotOfd, $"The page {BaseLoc} has no size.");
            return false;
        }

        area = box;
        return true;
    }

    internal bool TryReadContent([NotNullWhen(true)] out PageContent? content, [NotNullWhen(false)] out DocumentFault? fault)
    {
        content = null;
        if (EntryName is null)
        {
            fault = new(DocumentFaults.EntryMissing, $"The page {BaseLoc} does not exist.");
            _parts.Report(fault);
            return false;
        }

        return TryRead(_parts, _resources, EntryName, _area, out content, out fault);
    }

    /// <summary>A template has the form of a page.</summary>
    internal bool TryReadTemplate(string entryName, [NotNullWhen(true)] out PageContent? content, [NotNullWhen(false)] out DocumentFault? fault) =>
        TryRead(_parts, _resources, entryName, _area, out content, out fault);

    private static bool TryRead(
        PartReading parts, ResourceReading resources, string entryName, OfdBox? area, [NotNullWhen(true)] out PageContent? content, [NotNullWhen(false)] out DocumentFault? fault)
    {
        content = parts.TryRead(entryName, out var root, out fault) ? PageReading.Read(root, entryName, resources, area) : null;
        return content is not null;
    }

    private static IEnumerable<OfdPageText> Texts(IEnumerable<PageObject> objects)
    {
        foreach (var item in objects)
        {
            if (item is TextObject text)
            {
                yield return new(text.Id, text.Boundary, string.Concat(text.Codes.Select(code => code.Text)));
            }
            else if (item is BlockObject block)
            {
                foreach (var inner in Texts(block.Objects))
                {
                    yield return inner;
                }
            }
        }
    }
}

/// <summary>A text object of a page.</summary>
/// <param name="Id">Object id, null when unreadable.</param>
/// <param name="Boundary">Its box on the page, mm.</param>
/// <param name="Text">All its text codes joined.</param>
public sealed record OfdPageText(ulong? Id, OfdBox Boundary, string Text);
