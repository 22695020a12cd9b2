using System.Globalization;
using Trust.Documents.Verification;
using Trust.License.States;

namespace Trust.License.Checking.Checks;

/// <summary>State as register or list have it. It says what counts today and never whether the file is genuine.</summary>
internal sealed class StateCheck() : LicenceCheck("STA-STATE", "status model: GB/T 36903-2018, type documents; age of the source")
{
    public override CheckResult? Run(LicenceContext context)
    {
        if (context.Knowledge.State is not { } state)
        {
            return NotChecked("Nothing is known of states here.");
        }

        var source = string.Create(CultureInfo.InvariantCulture, $"{state.State}; {state.Source}, {(long)state.Age.TotalSeconds} s old");
        return !state.IsFresh && !StateNames.IsFinal(state.State) ? NotChecked($"{source}: too old to say what counts today.")
            : state.State is StateNames.Valid or StateNames.Superseded ? Ok(source)
            : state.State == StateNames.Unknown ? NotChecked($"The register knows no such licence ({source}).")
            : Warn(source);
    }
}
