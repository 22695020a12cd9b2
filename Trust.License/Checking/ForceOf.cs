using Trust.Documents.Verification;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>
/// Whether a licence counts today: a state out of which no way leads back counts however old the source is, anything else only while it is fresh; then the dates of the file.
/// Never in force where the file is not shown to be genuine.
/// </summary>
internal static class ForceOf
{
    /// <summary>Answers force, state, source and age; everything else of the report is the caller's.</summary>
    public static LicenceReport Judge(LicenceContext context, Indication indication)
    {
        var (licence, state) = (context.Licence, context.Knowledge.State);
        var answer = new LicenceReport { Report = context.Seal };

        // The identifier of a forged file is anybody's.
        if (indication == Indication.TotalFailed)
        {
            return answer;
        }

        var known = answer with { StateSource = state?.Source, StateAgeSeconds = state is null ? null : Math.Max(0, (long)state.Age.TotalSeconds) };
        if (state is not null && LicenceStates.IsFinal(state.State))
        {
            return known with { Force = Force.NotInForce, State = state.State };
        }

        if (DateState(licence, context.Today) is { } dated)
        {
            return (state is null ? known with { StateSource = StateSources.Dates, StateAgeSeconds = 0 } : known) with { Force = Force.NotInForce, State = dated };
        }

        return state is not { IsFresh: true } || state.State == LicenceStates.Unknown ? known
            : state.State != LicenceStates.Valid ? known with { Force = Force.NotInForce, State = state.State }
            : known with { Force = indication == Indication.TotalPassed ? Force.InForce : Force.Unknown, State = state.State };
    }

    private static string? DateState(ReadLicence licence, DateOnly today) =>
        licence.Day(LicenceMetadata.ValidTo) is { } end && end < today ? LicenceStates.Expired
        : licence.Day(LicenceMetadata.ValidFrom) is { } from && from > today ? LicenceStates.NotYetValid
        : null;
}
