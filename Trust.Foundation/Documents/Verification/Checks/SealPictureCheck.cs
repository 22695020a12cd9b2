using Trust.Documents.Packaging;

namespace Trust.Documents.Verification.Checks;

/// <summary>The picture is what it says, small enough to be drawn, and runs nothing.</summary>
internal sealed class SealPictureCheck() : Check("SEAL-PICTURE", "GM/T 0031-2014 5.1.5; GB/T 38540-2020; our rule on active pictures")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Seal is not { Picture: var picture })
        {
            return null;
        }

        var data = picture.Data;
        if (picture.WidthInMillimetres is < 1 or > 1000 || picture.HeightInMillimetres is < 1 or > 1000)
        {
            return Warn($"{picture.WidthInMillimetres} x {picture.HeightInMillimetres} mm.");
        }

        return picture.Type.Trim().ToUpperInvariant() switch
        {
            "PNG" => Raster(data.Span.StartsWith(Png), data.Length, context),
            "JPG" or "JPEG" => Raster(data.Span.StartsWith(Jpeg), data.Length, context),
            "GIF" => Raster(data.Span.StartsWith("GIF8"u8), data.Length, context),
            "BMP" => Raster(data.Span.StartsWith("BM"u8), data.Length, context),
            "SVG" => SvgSafety.Find(data.Span) is { } active
                ? Doubt(SubIndications.SignatureConstraintsFailure, $"The SVG picture is active: {active}.")
                : Ok("SVG without anything active."),
            "OFD" => OfdPackage.TryOpen(data, context.Input.Limits, out _, out var fault, context.Input.Time)
                ? Ok("OFD.")
                : Doubt(SubIndications.SignatureConstraintsFailure, $"The OFD picture can't be opened safely: {fault.Code}."),
            _ => Warn($"Unknown kind of picture: {picture.Type}."),
        };
    }

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    private static ReadOnlySpan<byte> Jpeg => [0xff, 0xd8, 0xff];

    private CheckResult Raster(bool isKind, int size, SignatureContext context) => !isKind ? Warn("The picture is not of the kind that the seal says.")
        : size > context.Input.Limits.MaxPictureBytes ? Doubt(SubIndications.SignatureConstraintsFailure, $"The picture has {size} bytes.")
        : Ok($"{size} bytes.");
}
