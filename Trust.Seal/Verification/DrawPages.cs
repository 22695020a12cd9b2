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
    public KeptReport Draw(ReadOnlyMemory<byte> file, string fileName, VerificationReport report, DateTimeOffset now)
    {
        var limits = DocumentLimits.Default with { MaxFileBytes = options.LargestFile };
        var pictures = report.Kind switch
        {
            VerifiedKind.Ofd => DocumentPictures.Draw(file, limits, time),
            VerifiedKind.Seal => SesSeal.TryParse(file.Span, out var seal, out _) ? Alone(seal, limits) : DocumentPictures.None,
            VerifiedKind.SealSignature => SesSignature.TryParse(file.Span, out var signature, out _) ? Alone(signature.Seal, limits) : DocumentPictures.None,
            _ => DocumentPictures.None,
        };
        return new KeptReport(fileName, now, report.ToJson(), pictures.Pages, pictures.Seals, pictures.PageCount, pictures.Limits);
    }

    private DocumentPictures Alone(SesSeal seal, DocumentLimits limits) =>
        DocumentPictures.None with { Seals = [DocumentPictures.OfSeal(seal, limits, Deadline.In(limits.TimeBudget, time))] };
}
