using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Seal;
using Trust.Seal.Data;

namespace Trust.Seal.LifeCycle;

/// <summary>What somebody fills in to apply for a seal (印章申请).</summary>
/// <param name="OwnerCode">Unified social credit code of the organisation.</param>
/// <param name="OwnerName">Its full name, 2 to 60 characters; it stands on the arc.</param>
/// <param name="Region">Division code, 6 digits.</param>
/// <param name="Kind">Official or special.</param>
/// <param name="Name">Name of the seal, 2 to 20 characters: 公章, 电子证照专用章.</param>
/// <param name="Basis">Paper that allows it, 2 to 300 characters.</param>
/// <param name="DiameterMm">38 to 58 millimetres.</param>
/// <param name="Star">Whether a five-pointed star stands in the middle.</param>
/// <param name="ValidYears">1 to 5.</param>
internal sealed record SealForm(
    string OwnerCode, string OwnerName, string Region, SealKind Kind, string Name, string Basis, int DiameterMm, bool Star, int ValidYears)
{
    public const int LongestOwner = 60;
    public const int LongestName = 20;
    public const int LongestBasis = 300;

    /// <summary>The form with white space cut, or what is wrong with it.</summary>
    public Result<SealForm> Check()
    {
        var form = this with { OwnerCode = OwnerCode.Trim().ToUpperInvariant(), OwnerName = OwnerName.Trim(), Region = Region.Trim(), Name = Name.Trim(), Basis = Basis.Trim() };
        return form switch
        {
            _ when !UnifiedSocialCreditCode.TryParse(form.OwnerCode, out _) => Fault("ownerCode is not a unified social credit code."),
            _ when form.OwnerName.Length is < 2 or > LongestOwner => Fault("ownerName has 2 to 60 characters."),
            _ when form.Region.Length != 6 || !RegionCode.TryParse(form.Region, out _) => Fault("region is a division code of six digits."),
            _ when !Enum.IsDefined(form.Kind) => Fault("kind is Official or Special."),
            _ when form.Name.Length is < 2 or > LongestName => Fault("name has 2 to 20 characters."),
            _ when form.Basis.Length is < 2 or > LongestBasis => Fault("basis has 2 to 300 characters."),
            _ when form.DiameterMm is < 38 or > 58 => Fault("diameterMm is 38 to 58."),
            _ when form.ValidYears is < 1 or > 5 => Fault("validYears is 1 to 5."),
            _ => form,
        };
    }

    private static TrustError Fault(string detail) => SealErrors.FormInvalid with { Detail = detail };
}
