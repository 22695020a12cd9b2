using Trust.Documents.Verification;
using Trust.License.Types;

namespace Trust.License.Checking.Checks;

/// <summary>有效期: whether today lies between the two dates of the metadata.</summary>
internal sealed class DatesCheck() : LicenceCheck("STA-DATES", "GB/T 36903-2018 ZZYXQQSRQ, ZZYXQJZRQ")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var licence = context.Licence;
        var (from, to) = (licence.Day(LicenceMetadata.ValidFrom), licence.Day(LicenceMetadata.ValidTo));
        return from is not { } first || (to is null && licence.Item(LicenceMetadata.ValidTo) is not null) ? Fail(SubIndications.FormatFailure, "The dates of validity do not read.")
            : first > context.Today ? Warn($"Counts from {LicenceMetadata.Iso(first)}.")
            : to is { } last && last < context.Today ? Warn($"Ended on {LicenceMetadata.Iso(last)}.")
            : Ok(to is { } end ? $"Until {LicenceMetadata.Iso(end)}." : "Without an end.");
    }
}
