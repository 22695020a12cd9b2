using Trust.Documents.Fonts;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Rendering;
using Trust.Documents.Seals;
using Trust.Documents.Verification;

namespace Trust.Seal.Verification;

/// <summary>
/// Makes the pictures of a report. What was uploaded is never shown as itself: pages and seals are drawn by us, in bounded time and size. Where that fails the report stands
/// without them.
/// </summary>
internal sealed class DrawPages(SealOptions options, TimeProvider time)
{
    private const int MostPages = 5;
    private const int MostSeals = 6;

    // Pictures of one report, so that reports stay small rows whatever is uploaded.
    private const int MostBytes = 6 * 1024 * 1024;
    private const int SealEdge = 480;
    private const int PagePixels = 2_500_000;
    private const double PageDpi = 110;

    private static readonly Lazy<IReadOnlyList<ReadOnlyMemory<byte>>> Fonts = new(() => [FontSet.FileOf(FontFace.Sans), FontSet.FileOf(FontFace.Serif)]);

    public KeptReport Draw(ReadOnlyMemory<byte> file, string fileName, VerificationReport report, DateTimeOffset now)
    {
        var limits = DocumentLimits.Default with { MaxFileBytes = options.LargestFile };
        var kept = new KeptReport(fileName, now, report.ToJson(), [], [], 0, []);
        return report.Kind switch
        {
            VerifiedKind.Ofd => DrawDocument(file, kept, limits),
            VerifiedKind.Seal => SesSeal.TryParse(file.Span, out var seal, out _) ? kept with { Seals = [PictureOf(seal, limits, Deadline.In(limits.TimeBudget, time))] } : kept,
            VerifiedKind.SealSignature => SesSignature.TryParse(file.Span, out var signature, out _) ? kept with { Seals = [PictureOf(signature.Seal, limits, Deadline.In(limits.TimeBudget, time))] } : kept,
            _ => kept,
        };
    }

    private KeptReport DrawDocument(ReadOnlyMemory<byte> content, KeptReport kept, DocumentLimits limits)
    {
        // One budget for everything that is drawn of a file.
        var deadline = Deadline.In(limits.TimeBudget, time);
        if (!OfdPackage.TryOpen(content, limits, deadline, out var package, out _) || !OfdFile.TryRead(package, out var file, out _)
            || file.Bodies is not [{ Document: { } document }, ..])
        {
            return kept;
        }

        var seals = SealsOf(package, file);
        var drawing = new RenderOptions
        {
            Dpi = PageDpi,
            MaxPixels = PagePixels,
            FallbackFonts = Fonts.Value,
            SealPictures = signature => seals.GetValueOrDefault(signature.EntryName) is { } seal ? new SealPicture(seal.Picture.Type, seal.Picture.Data) : null,
        };
        List<byte[]> pages = [];
        SortedSet<string> missing = new(StringComparer.Ordinal);
        List<byte[]> pictures = [.. seals.Values.Select(seal => PictureOf(seal, limits, deadline))];
        var left = MostBytes - pictures.Sum(picture => picture.Length);
        for (var page = 0; page < Math.Min(document.Pages.Count, MostPages) && !deadline.Passed; page++)
        {
            var drawn = OfdRenderer.Render(file, 0, page, drawing);
            missing.UnionWith(drawn.Limits);
            if ((left -= drawn.Png.Length) < 0)
            {
                missing.Add("The pictures of the pages are too large to be kept.");
                break;
            }

            pages.Add(drawn.Png.ToArray());
        }

        return kept with { Pages = pages, Seals = pictures, PageCount = document.Pages.Count, Limits = [.. missing] };
    }

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

    private static byte[] PictureOf(SesSeal seal, DocumentLimits limits, Deadline deadline) =>
        SealRaster.TryDraw(new SealPicture(seal.Picture.Type, seal.Picture.Data), SealEdge, out var png, limits, deadline) && png.Length <= MostBytes / MostSeals ? png : [];
}
