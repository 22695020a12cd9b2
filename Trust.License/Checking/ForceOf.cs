using Trust.Documents.Verification;
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
        if (state is not null && LicenceStates.IsFinal(state.State))
        {
            return known with { Force = Force.NotInForce, State = state.State };
        }

        if (LicenceDates.State(LicenceStates.Valid, from, to, today) is var dated && dated != LicenceStates.Valid)
        {
            return (state is null ? known with { StateSource = StateSources.Dates, StateAgeSeconds = 0 } : known) with { Force = Force.NotInForce, State = dated };
        }

        return state is not { IsFresh: true } || state.State == LicenceStates.Unknown ? known
            : state.State != LicenceStates.Valid ? known with { Force = Force.NotInForce, State = state.State }
            : known with { Force = indication == Indication.TotalPassed ? Force.InForce : Force.Unknown, State = state.State };
    }
}

/// <summary>What the dates of a licence say.</summary>
internal static class LicenceDates
{
    /// <summary>The state that counts on a day: a final one before all else, then the dates, then the recorded one.</summary>
    public static string State(string recorded, DateOnly? from, DateOnly? to, DateOnly today) =>
        LicenceStates.IsFinal(recorded) ? recorded
        : to < today ? LicenceStates.Expired
        : from > today ? LicenceStates.NotYetValid
        : recorded;
}
