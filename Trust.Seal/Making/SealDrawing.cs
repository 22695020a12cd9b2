using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Documents.Pictures;
using Trust.Documents.Writing;
using Trust.Hosting.Startup;
using Trust.Seal.Data;

namespace Trust.Seal.Making;

/// <summary>Draws a seal's picture; in Development with the mark 样章, so that it can be taken for nothing else.</summary>
internal sealed class SealDrawing(TrustEnvironment environment)
{
    /// <summary>The picture as transparent PNG, or why it cannot be drawn.</summary>
    public Result<byte[]> Draw(string owner, string name, SealKind kind, string number, int diameterMm, bool star)
    {
        var request = new SealPictureRequest
        {
            ArcText = owner,
            LineText = kind == SealKind.Official ? null : name,
            Code = number,
            HasStar = star,
            IsSample = environment.IsDevelopment,
            DiameterMm = diameterMm,
        };
        return SealPicture.TryDraw(request, out var picture, out var fault)
            ? picture.Png.ToArray()
            : fault.Code == WritingFaults.GlyphMissing
                ? new TrustError(fault.Code, ErrorKind.Invalid, fault.Detail)
                : SealErrors.FormInvalid with { Detail = $"ownerName cannot be drawn: {fault.Detail}" };
    }
}
