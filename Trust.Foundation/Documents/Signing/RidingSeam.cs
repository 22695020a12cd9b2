using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>The edge that a riding seam (骑缝章) goes over.</summary>
public enum PageEdge
{
    /// <summary>Right edge.</summary>
    Right,

    /// <summary>Left edge.</summary>
    Left,

    /// <summary>Upper edge.</summary>
    Top,

    /// <summary>Lower edge.</summary>
    Bottom,
}

/// <summary>One seal cut into slices over the edges of several pages: laid on each other, the pages show it whole.</summary>
public sealed record RidingSeam
{
    /// <summary>Width of the picture, millimetres.</summary>
    public required double Width { get; init; }

    /// <summary>Height of the picture, millimetres.</summary>
    public required double Height { get; init; }

    /// <summary>The edge.</summary>
    public PageEdge Edge { get; init; } = PageEdge.Right;

    /// <summary>Distance from the edge, millimetres, 0 or more.</summary>
    public double Margin { get; init; }

    /// <summary>Where the picture begins along the edge, millimetres from the top or left; in the middle when null.</summary>
    public double? Start { get; init; }

    /// <summary>Narrowest slice, millimetres: more pages are cut into groups, each with a whole seal. A last single page joins the group before it.</summary>
    public double NarrowestSlice { get; init; } = 3;

    /// <summary>Places of the slices.</summary>
    /// <param name="pages">Width and height of every page, millimetres, in order.</param>
    /// <param name="stamps">One stamp a page, when true.</param>
    /// <returns>False for less than two pages and for sizes that cannot be.</returns>
    public bool TryPlace(IReadOnlyList<(double Width, double Height)> pages, [NotNullWhen(true)] out IReadOnlyList<OfdStamp>? stamps)
    {
        ArgumentNullException.ThrowIfNull(pages);
        stamps = null;
        var across = Edge is PageEdge.Right or PageEdge.Left ? Width : Height;
        var sound = new OfdBox(Margin, Start ?? 0, Width, Height).IsSound && Margin >= 0 && Enum.IsDefined(Edge)
            && double.IsFinite(NarrowestSlice) && NarrowestSlice > 0 && NarrowestSlice <= across / 2;
        if (!sound || pages.Count < 2)
        {
            return false;
        }

        List<OfdStamp> placed = new(pages.Count);
        var largest = (int)Math.Min(Math.Floor((across / NarrowestSlice) + 1e-9), pages.Count);
        for (var first = 0; first < pages.Count;)
        {
            var left = pages.Count - first;
            var size = left - largest == 1 ? left : Math.Min(largest, left);
            for (var i = 0; i < size; i++)
            {
                placed.Add(Slice(first + i, pages[first + i], i, size));
            }

            first += size;
        }

        stamps = placed;
        return true;
    }

    private OfdStamp Slice(int pageIndex, (double Width, double Height) page, int index, int count)
    {
        var (width, height) = (Width / count, Height / count);
        var x = Start ?? ((page.Width - Width) / 2);
        var y = Start ?? ((page.Height - Height) / 2);
        var fromEnd = count - 1 - index;
        return Edge switch
        {
            PageEdge.Right => new(pageIndex, new(page.Width - (width * (index + 1)) - Margin, y, Width, Height), new(index * width, 0, width, Height)),
            PageEdge.Left => new(pageIndex, new(Margin - (width * fromEnd), y, Width, Height), new(fromEnd * width, 0, width, Height)),
            PageEdge.Top => new(pageIndex, new(x, Margin - (height * fromEnd), Width, Height), new(0, fromEnd * height, Width, height)),
            _ => new(pageIndex, new(x, page.Height - (height * (index + 1)) - Margin, Width, Height), new(0, index * height, Width, height)),
        };
    }
}
