using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Seals;
using Trust.Documents.Signing;
using Trust.Seal.Data;
using OfdBox = Trust.Documents.Writing.OfdBox;
using OfdSignatureProvider = Trust.Documents.Signing.OfdSignatureProvider;

namespace Trust.Seal.Signing;

/// <summary>OFD: the value is an SES_Signature (GB/T 38540) with the seal inside.</summary>
internal sealed class OfdSealing(OfdSignatureDraft draft, DateTimeOffset time) : SealingDraft
{
    private const int MostPages = 10_000;

    public override ReadOnlyMemory<byte> Digest => draft.Digest;

    public static Result<SealingDraft> Prepare(SealRecord seal, SealDocumentCall call, SealOptions options, DateTimeOffset time)
    {
        if (!OfdPackage.TryOpen(call.Document, DocumentLimits.Default with { MaxFileBytes = options.LargestFile }, out var package, out var fault) || !OfdFile.TryRead(package, out var file, out fault))
        {
            return SealingPlan.Refused(fault.Code, fault.Detail);
        }

        if (package.Findings is [var finding, ..])
        {
            return SealingPlan.Refused(finding.Code, finding.Detail);
        }

        if (file.Bodies is not [{ Document: { } document, Versions.Count: 0 }])
        {
            return SealingPlan.Refused("document.several-bodies", "A package with several documents or versions is not sealed: it would not be clear which one was meant.");
        }

        var stamps = StampsOf(seal, call, document);
        if (!stamps.Succeeded)
        {
            return stamps.Error;
        }

        var request = new OfdSignatureRequest
        {
            Provider = new OfdSignatureProvider(SealingPlan.ProviderName, "1.0", "Trust"),
            SignatureDateTime = time,
            SealDer = seal.Seal,
            Stamps = stamps.Value,
        };
        return OfdSignatureDraft.TryPrepare(call.Document, request, out var draft, out var refusal)
            ? new OfdSealing(draft, time)
            : SealingPlan.Refused(refusal.Code, refusal.Detail);
    }

    public override byte[] MakeValue(SealRecord seal, SigningKeyMaterial key, Certificate issuer, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> stamp) =>
        new SesSignatureBuilder { Seal = seal.ReadSeal(), Time = time, DataHash = draft.Digest, PropertyInfo = draft.SignatureXmlEntryName }
            .Build(seal.Certificate!, toSign => key.Sign(toSign.Span), stamp).Encoded.ToArray();

    public override byte[] Complete(ReadOnlySpan<byte> value) => draft.Complete(value);

    private static Result<OfdStamp[]> StampsOf(SealRecord seal, SealDocumentCall call, OfdDocument document)
    {
        var size = (double)seal.DiameterMm;
        if (call.RidingSeam)
        {
            List<(double, double)> sizes = [];
            foreach (var page in document.Pages)
            {
                if (sizes.Count == MostPages || !page.TryReadArea(out var area, out _))
                {
                    return SealErrors.PlaceInvalid;
                }

                sizes.Add((area.Width, area.Height));
            }

            return new RidingSeam { Width = size, Height = size }.TryPlace(sizes, out var seam) ? seam.ToArray() : SealErrors.PlaceInvalid with { Detail = "A riding seam needs at least two pages." };
        }

        List<OfdStamp> stamps = new(call.Places.Count);
        Dictionary<int, (double Width, double Height)> known = [];
        foreach (var place in call.Places)
        {
            if (place.Page < 1 || place.Page > document.Pages.Count || !double.IsFinite(place.X) || !double.IsFinite(place.Y))
            {
                return SealErrors.PlaceInvalid;
            }

            if (!known.TryGetValue(place.Page, out var page))
            {
                if (!document.Pages[place.Page - 1].TryReadArea(out var area, out _))
                {
                    return SealErrors.PlaceInvalid;
                }

                known[place.Page] = page = (area.Width, area.Height);
            }

            // The whole picture on the page: a seal of which a part is missing says something else.
            if (place.X < 0 || place.Y < 0 || place.X + size > page.Width + 0.01 || place.Y + size > page.Height + 0.01)
            {
                return SealErrors.PlaceInvalid with { Detail = $"The seal ({size} mm) does not fit on page {place.Page} at this place." };
            }

            stamps.Add(new OfdStamp(place.Page - 1, new OfdBox(place.X, place.Y, size, size)));
        }

        return stamps.ToArray();
    }
}
