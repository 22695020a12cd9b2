using Trust.Documents.Verification;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>
/// Whether a licence counts today: a state out of which no way leads back counts however old the source is, anything else only while it is fresh; then the dates of the file.
/// Never in force where the file is not shown to be genuine.
/// </summary>
internal static class ForceOf
{
    /// <summary>Answers force, state, source and age for a file whose identifier and dates are its own.</summary>
    public static LicenceReport Judge(LicenceContext context, Indication indication) => Judge(
        context.Seal, indication, context.Knowledge.State, context.Licence.Day(LicenceMetadata.ValidFrom), context.Licence.Day(LicenceMetadata.ValidTo), context.Today);

    /// <summary>Answers force, state, source and age; everything else of the report is the caller's.</summary>
    public static LicenceReport Judge(VerificationReport seal, Indication indication, KnownState? state, DateOnly? from, DateOnly? to, DateOnly today)
    {
        var answer = new LicenceReport { Report = seal };

        // The identifier of a forged file is anybody's.
        if (indication == Indication.TotalFailed)
        {
            return answer;
        }

        var known = answer with { StateSource = state?.Source, StateAgeSeconds = state is null ? null : Math.Max(0, (long)state.Age.TotalSeconds) };
        if (state is not null && StateNames.IsFinal(state.State))
        {
            return known with { Force = Force.NotInForce, State = state.State };
        }

        if (StateNames.OnDay(StateNames.Valid, from, to, today) is var dated && dated != StateNames.Valid)
        {
            return (state is null ? known with { StateSource = StateSources.Dates, StateAgeSeconds = 0 } : known) with { Force = Force.NotInForce, State = dated };
        }

        return state is not { IsFresh: true } || state.State == StateNames.Unknown ? known
            : state.State != StateNames.Valid ? known with { Force = Force.NotInForce, State = state.State }
            : known with { Force = indication == Indication.TotalPassed ? Force.InForce : Force.Unknown, State = state.State };
    }
}
