using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Fonts;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Seals;

namespace Trust.Documents.Rendering;

/// <summary>
/// Pictures of an OFD file that somebody else made, for a page about it: what was uploaded is never shown as itself. Bounded in pages, bytes and time; where that fails, what could be
/// drawn is there.
/// </summary>
/// <param name="Pages">First pages of the first document, PNG.</param>
/// <param name="Seals">Pictures of the seals in the order of the signature list, PNG; empty where one cannot be drawn.</param>
/// <param name="PageCount">How many pages the document has.</param>
/// <param name="Limits">What could not be drawn, English.</param>
public sealed record DocumentPictures(IReadOnlyList<byte[]> Pages, IReadOnlyList<byte[]> Seals, int PageCount, IReadOnlyList<string> Limits)
{
    /// <summary>Most bytes of all pictures together: 6 MiB, so that a kept report stays a small row.</summary>
    public const int MostBytes = 6 * 1024 * 1024;

    private const int MostPages = 5;
    private const int MostSeals = 6;
    private const int SealEdge = 480;
    private const int PagePixels = 2_500_000;
    private const double PageDpi = 110;

    private static readonly Lazy<IReadOnlyList<ReadOnlyMemory<byte>>> Fonts = new(() => [FontSet.FileOf(FontFace.Sans), FontSet.FileOf(FontFace.Serif)]);

    /// <summary>No pictures.</summary>
    public static DocumentPictures None { get; } = new([], [], 0, []);

    /// <summary>Draws the first pages with their seals.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="time">Clock.</param>
    /// <returns>The pictures; none for what is no readable OFD file.</returns>
    public static DocumentPictures Draw(ReadOnlyMemory<byte> file, [NotNull] DocumentLimits limits, TimeProvider time)
    {
        // One budget for everything that is drawn of a file.
        var deadline = Deadline.In(limits.TimeBudget, time);
        if (!OfdPackage.TryOpen(file, limits, deadline, out var package, out _) || !OfdFile.TryRead(package, out var read, out _) || read.Bodies is not [{ Document: { } document }, ..])
        {
            return None;
        }

        var seals = SealsOf(package, read);
        var drawing = new RenderOptions
        {
            Dpi = PageDpi,
            MaxPixels = PagePixels,
            FallbackFonts = Fonts.Value,
            SealPictures = signature => seals.GetValueOrDefault(signature.EntryName) is { } seal ? new SealPicture(seal.Picture.Type, seal.Picture.Data) : null,
        };
        List<byte[]> pages = [];
        SortedSet<string> missing = new(StringComparer.Ordinal);
        List<byte[]> pictures = [.. seals.Values.Select(seal => OfSeal(seal, limits, deadline))];
        var left = MostBytes - pictures.Sum(picture => picture.Length);
        for (var page = 0; page < Math.Min(document.Pages.Count, MostPages) && !deadline.Passed; page++)
        {
            var drawn = OfdRenderer.Render(read, 0, page, drawing);
            missing.UnionWith(drawn.Limits);
            if ((left -= drawn.Png.Length) < 0)
            {
                missing.Add("The pictures of the pages are too large to be kept.");
                break;
            }

            pages.Add(drawn.Png.ToArray());
        }

        return new(pages, pictures, document.Pages.Count, [.. missing]);
    }

    /// <summary>Picture of a seal, PNG; empty where it cannot be drawn.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="deadline">When to stop.</param>
    public static byte[] OfSeal([NotNull] SesSeal seal, [NotNull] DocumentLimits limits, [NotNull] Deadline deadline) =>
        SealRaster.TryDraw(new SealPicture(seal.Picture.Type, seal.Picture.Data), SealEdge, out var png, limits, deadline) && png.Length <= MostBytes / MostSeals ? png : [];

    // By the entry of the signature file, in the order of the list.
    private static Dictionary<string, SesSeal> SealsOf(OfdPackage package, OfdFile file)
    {
        Dictionary<string, SesSeal> seals = new(StringComparer.Ordinal);
        foreach (var signature in file.Bodies.SelectMany(body => body.SignatureLists).SelectMany(list => list.Entries).Select(entry => entry.File).OfType<OfdSignatureFile>())
        {
            if (seals.Count < MostSeals && signature.SignedValueEntryName is { } name && package.Find(name) is { } entry && entry.TryRead(out var value)
                && SesSignature.TryParse(value.Span, out var parsed, out _))
            {
                seals[signature.EntryName] = parsed.Seal;
            }
        }

        return seals;
    }
}
