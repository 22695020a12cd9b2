using Trust.Documents.Verification;
using Trust.License.States;

namespace Trust.License.Checking.Checks;

/// <summary>版本号: whether a newer version took its place.</summary>
internal sealed class VersionCheck() : LicenceCheck("STA-VERSION", "GB/T 36904-2018; status model")
{
    public override CheckResult? Run(LicenceContext context) => context.Licence.Identifier is not { } identifier ? null
        : context.Knowledge.State is not { } state || state.State == StateNames.Unknown ? NotChecked("Nothing is known of its versions here.")
        : state.State == StateNames.Superseded ? Warn($"Version {identifier.Version}, replaced by version {state.CurrentVersion}.")
        : state.CurrentVersion is { } current && state.IsFresh ? Ok($"Version {current} is the one that counts.")
        : state.IsFresh ? Ok($"Version {identifier.Version} is not listed as replaced.")
        : NotChecked("The list is too old to say which version counts.");
}
