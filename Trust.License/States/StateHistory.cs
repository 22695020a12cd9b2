using Microsoft.EntityFrameworkCore;
using Trust.License.Data;

namespace Trust.License.States;

/// <summary>What a licence's state was on a day, as far as it was known on another.</summary>
/// <param name="State">As <see cref="LicenceStates.Name"/> writes it, or expired, not-yet-valid.</param>
/// <param name="Code">National code of the state.</param>
/// <param name="Version">Version that counted.</param>
/// <param name="Identifier">Its identifier.</param>
/// <param name="Change">The change that the state comes from; null where there was none.</param>
internal sealed record StateOnDay(string State, string Code, int Version, string Identifier, StateChangeRecord? Change);

/// <summary>Answers in two times: when something counted, and when it was known.</summary>
internal sealed class StateHistory(LicenseDbContext db)
{
    internal sealed record KnownVersion(int Number, string Identifier, DateOnly IssuedOn, DateOnly ValidFrom, DateOnly? ValidTo, DateTimeOffset SealedAt);

    /// <summary>The state on a day, as known at the end of another.</summary>
    /// <returns>Null where no such licence was known, or it had not been issued.</returns>
    public async Task<StateOnDay?> ReadAsync(Guid licenceId, DateOnly on, DateOnly known, CancellationToken cancellationToken)
    {
        var versions = await db.Versions.AsNoTracking().Where(row => row.LicenceId == licenceId && row.Step == IssuingStep.Done && row.SealedAt != null)
            .Select(row => new KnownVersion(row.Number, row.Identifier, row.IssuedOn, row.ValidFrom, row.ValidTo, row.SealedAt!.Value)).ToListAsync(cancellationToken);
        var changes = await db.StateChanges.AsNoTracking().Where(row => row.LicenceId == licenceId).ToListAsync(cancellationToken);
        return Of(versions, changes, on, known);
    }

    /// <summary>
    /// Of what was recorded by the end of <paramref name="known"/> and counted by the end of <paramref name="on"/>: a final state counts from its effective time on, also
    /// where something else was recorded for a later time before it was known; else the latest effective change decides.
    /// </summary>
    internal static StateOnDay? Of(IReadOnlyList<KnownVersion> versions, IReadOnlyList<StateChangeRecord> changes, DateOnly on, DateOnly known)
    {
        var (onEnd, knownEnd) = (ProvinceDay.End(on), ProvinceDay.End(known));
        if (versions.Where(row => row.SealedAt <= knownEnd && row.IssuedOn <= on).MaxBy(row => row.Number) is not { } version)
        {
            return null;
        }

        var counting = changes.Where(row => row.RecordedAt <= knownEnd && row.EffectiveAt <= onEnd).OrderBy(row => row.EffectiveAt).ThenBy(row => row.RecordedAt).ToList();
        var change = counting.Find(row => LicenceStates.IsFinal(row.To)) ?? counting.LastOrDefault();
        var state = LicenceStates.OnDay(change?.To ?? LicenceState.Valid, version.Number, version.Number, version.ValidFrom, version.ValidTo, on);
        return new StateOnDay(state, LicenceStates.NationalCode(state), version.Number, version.Identifier, change);
    }
}
