using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Documents.Packaging;
using Trust.Documents.Pdf;
using Trust.Seal.Data;
using OfdBox = Trust.Documents.Writing.OfdBox;

namespace Trust.Seal.Signing;

/// <summary>PDF: the value is SignedData (GB/T 35275) of the seal's own key with its certificates; the seal's picture stands on the page (ISO 32000-1 clause 12.8).</summary>
internal sealed class PdfSealing(PdfSignatureDraft draft) : SealingDraft
{
    public override ReadOnlyMemory<byte> Digest => draft.Digest;

    public override int Room => draft.ContentsSize;

    public static Result<SealingDraft> Prepare(SealRecord seal, SealDocumentCall call, SealOptions options, DateTimeOffset time)
    {
        if (call.RidingSeam || call.Places is not [var place])
        {
            return SealErrors.PlaceInvalid with { Detail = "A PDF takes the seal at one place for each signature; several places and riding seams are for OFD." };
        }

        if (!double.IsFinite(place.X) || !double.IsFinite(place.Y) || place.Page < 1)
        {
            return SealErrors.PlaceInvalid;
        }

        if (FaultOfEarlier(call, options) is { } broken)
        {
            return SealingPlan.Refused(broken.Code, broken.Detail);
        }

        var request = new PdfSignatureRequest
        {
            Format = PdfSignatureFormat.Sm2,
            SigningTime = time,
            Name = seal.OwnerName,
            Reason = call.Purpose.Trim(),
            Stamp = new PdfStamp(place.Page - 1, new OfdBox(place.X, place.Y, seal.DiameterMm, seal.DiameterMm), seal.ReadSeal().Picture.Data),
        };
        return PdfSignatureDraft.TryPrepare(call.Document, request, out var draft, out var fault) ? new PdfSealing(draft)
            : fault.Code == PdfFaults.PlaceInvalid ? SealErrors.PlaceInvalid with { Detail = fault.Detail }
            : SealingPlan.Refused(fault.Code, fault.Detail);
    }

    public override byte[] MakeValue(SealRecord seal, SigningKeyMaterial key, Certificate issuer, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> stamp) =>
        CadesSignature.Sign(key, seal.ReadCertificate(), draft.Digest.Span, [issuer], stamp);

    public override byte[] Complete(ReadOnlySpan<byte> value) => draft.Complete(value);

    // A seal under a file whose signatures do not hold would say that they do.
    private static PdfFault? FaultOfEarlier(SealDocumentCall call, SealOptions options)
    {
        var report = PdfSignatureCheck.Check(call.Document, DocumentLimits.Default with { MaxFileBytes = options.LargestFile });
        return report.Unreadable ?? (report.Signatures.Count > 0 ? report.Fault : null);
    }
}
