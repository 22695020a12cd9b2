using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.License;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.License.Checking;
using Trust.License.Data;
using Trust.License.Holding;
using Trust.License.Issuing;
using Trust.License.Log;
using Trust.License.Types;

namespace Trust.License.States;

/// <summary>
/// Changes the state of a licence: recorded with its ground and two times, logged, and told by everybody from that commit on. Where the type asks for a second person, the
/// first call only proposes.
/// </summary>
internal sealed class ChangeState(LicenseDbContext db, LicenceTypeCatalogue types, AppendToLog append, PublishedStates states, IIdentity identity, TimeProvider time)
{
    /// <summary>Who decides; asked before any transaction.</summary>
    public async Task<Result<Decider>> DeciderAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor is { Kind: ActorKind.Client, ClientId: { } client })
        {
            return new Decider(client, null);
        }

        var person = await identity.ResolvePersonAsync(actor, cancellationToken);
        return !person.Succeeded ? person.Error : person.Value is { } known ? new Decider(known.DisplayName, known.PersonId) : IdentityErrors.PersonUnknown;
    }

    /// <summary>Changes, or proposes a change. Within the caller's transaction, where there is one.</summary>
    public Task<Result<StateAnswer>> AskAsync(Actor actor, Decider decider, Guid licenceId, StateForm asked, CancellationToken cancellationToken) =>
        InTransactionAsync(async () =>
        {
            var (licence, refusal) = await ReachAsync(actor, licenceId, cancellationToken);
            if (licence is null)
            {
                return refusal!;
            }

            var now = time.GetUtcMicroseconds();
            var check = asked.Check(now, ProvinceDay.Start(await IssuedOnAsync(licenceId, cancellationToken)));
            if (!check.Succeeded)
            {
                return check.Error;
            }

            var to = LicenceStates.Read(check.Value.To)!.Value;
            if (!LicenceStates.After(licence.State).Contains(to))
            {
                return LicenseErrors.StateForbids;
            }

            return types.Find(licence.TypeCode)!.SecondPersonFor.Contains(check.Value.To)
                ? await ProposeAsync(actor, decider, licence, to, check.Value, now, cancellationToken)
                : await ApplyAsync(actor, licence, Change(licence, to, check.Value, decider, now), cancellationToken);
        }, cancellationToken);

    /// <summary>The second person confirms or refuses; who proposed may take it back.</summary>
    public Task<Result<StateAnswer>> DecideAsync(Actor actor, Decider decider, Guid proposalId, bool agrees, CancellationToken cancellationToken) =>
        InTransactionAsync(async () =>
        {
            var proposal = await db.StateProposals.SingleOrDefaultAsync(row => row.Id == proposalId, cancellationToken);
            var (licence, refusal) = proposal is null ? (null, LicenseErrors.NotFound) : await ReachAsync(actor, proposal.LicenceId, cancellationToken);
            if (licence is null)
            {
                return refusal!;
            }

            if (proposal!.State != ProposalState.Pending || licence.State != proposal.From)
            {
                return LicenseErrors.StateForbids;
            }

            // People are compared, not accounts; an application is nobody's second person.
            if (agrees && (decider.PersonId is null || decider.PersonId == proposal.PersonId))
            {
                return LicenseErrors.SamePerson;
            }

            var now = time.GetUtcMicroseconds();
            proposal.State = agrees ? ProposalState.Confirmed : ProposalState.Refused;
            (proposal.EndedAt, proposal.EndedByName) = (now, decider.Name);
            if (agrees)
            {
                return await ApplyAsync(actor, licence, Change(licence, proposal, decider, now), cancellationToken);
            }

            db.Audit(actor, "license.state-refused", licence.Id.ToString("N"), payload: new { To = LicenceStates.Name(proposal.To), Proposal = proposal.Id });
            await db.SaveChangesAsync(cancellationToken);
            return new StateAnswer(proposal.Id, LicenceStates.Name(licence.State), false);
        }, cancellationToken);

    /// <summary>Has the list of states written anew, after the commit of a change that was made within the caller's transaction.</summary>
    public Task PublishAsync(CancellationToken cancellationToken) => states.RefreshAsync(cancellationToken);

    private async Task<(LicenceRecord? Licence, TrustError? Refusal)> ReachAsync(Actor actor, Guid licenceId, CancellationToken cancellationToken)
    {
        var licence = await db.Licences.AsNoTracking().SingleOrDefaultAsync(row => row.Id == licenceId && row.CurrentVersion > 0, cancellationToken);
        return licence is not null && await IssuingRules.ActsForAsync(db, actor, licence.IssuerCode, licence.Region, cancellationToken) ? (licence, null) : (null, LicenseErrors.NotFound);
    }

    private async Task<Result<StateAnswer>> ProposeAsync(
        Actor actor, Decider decider, LicenceRecord licence, LicenceState to, StateForm form, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var proposal = new StateProposalRecord
        {
            Id = Guid.CreateVersion7(now),
            LicenceId = licence.Id,
            From = licence.State,
            To = to,
            EffectiveAt = form.EffectiveAt!.Value,
            RecordedAt = now,
            AuthorityCode = licence.IssuerCode,
            AuthorityName = licence.IssuerName,
            Basis = form.Basis,
            Reason = form.Reason,
            Document = form.Document,
            PersonName = decider.Name,
            PersonId = decider.PersonId,
            State = ProposalState.Pending,
        };
        if (!await db.InsertIfAbsentAsync(proposal, cancellationToken))
        {
            return LicenseErrors.ProposalPending;
        }

        db.Audit(actor, "license.state-proposed", licence.Id.ToString("N"), payload: new { To = form.To, form.Document, Proposal = proposal.Id });
        await db.SaveChangesAsync(cancellationToken);
        return new StateAnswer(proposal.Id, LicenceStates.Name(licence.State), true);
    }

    private async Task<Result<StateAnswer>> ApplyAsync(Actor actor, LicenceRecord licence, Func<long, StateChangeRecord> change, CancellationToken cancellationToken)
    {
        var draft = change(0);
        var moved = await db.Licences.Where(row => row.Id == licence.Id && row.Version == licence.Version)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, draft.To).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        if (moved == 0)
        {
            return LicenseErrors.ChangedMeanwhile;
        }

        // Rows first, the head of the log last: the order in which issuing takes its locks too.
        var identifier = await db.Versions.AsNoTracking().Where(row => row.LicenceId == licence.Id && row.Number == licence.CurrentVersion).Select(row => row.Identifier).SingleAsync(cancellationToken);
        var entry = new LogEntry(draft.Id, LogEntry.StateChanged,
        [
            new("licence", LogEntry.NameOf(identifier)), new("state", LicenceStates.Name(draft.To)),
            new("effective", draft.EffectiveAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)),
        ]);
        var index = (await append.AppendAsync([entry], cancellationToken))[0].Index;
        db.StateChanges.Add(change(index));
        db.HolderNotices.Add(TellHolders.Of(licence.Id, NoticeOf(draft.To), draft.RecordedAt));
        db.Audit(actor, "license.state-changed", licence.Id.ToString("N"), payload: new { From = LicenceStates.Name(draft.From), To = LicenceStates.Name(draft.To), draft.EffectiveAt, draft.Document });
        await db.SaveChangesAsync(cancellationToken);
        return new StateAnswer(draft.Id, LicenceStates.Name(draft.To), false);
    }

    private static Func<long, StateChangeRecord> Change(LicenceRecord licence, LicenceState to, StateForm form, Decider decider, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return index => new StateChangeRecord
        {
            Id = id,
            LicenceId = licence.Id,
            From = licence.State,
            To = to,
            EffectiveAt = form.EffectiveAt!.Value,
            RecordedAt = now,
            AuthorityCode = licence.IssuerCode,
            AuthorityName = licence.IssuerName,
            Basis = form.Basis,
            Reason = form.Reason,
            Document = form.Document,
            PersonName = decider.Name,
            PersonId = decider.PersonId,
            LogIndex = index,
        };
    }

    private static Func<long, StateChangeRecord> Change(LicenceRecord licence, StateProposalRecord proposal, Decider second, DateTimeOffset now) => index => new StateChangeRecord
    {
        Id = proposal.Id,
        LicenceId = licence.Id,
        From = licence.State,
        To = proposal.To,
        EffectiveAt = proposal.EffectiveAt,
        RecordedAt = now,
        AuthorityCode = proposal.AuthorityCode,
        AuthorityName = proposal.AuthorityName,
        Basis = proposal.Basis,
        Reason = proposal.Reason,
        Document = proposal.Document,
        PersonName = proposal.PersonName,
        PersonId = proposal.PersonId,
        ConfirmedByName = second.Name,
        ConfirmedById = second.PersonId,
        LogIndex = index,
    };

    private static string NoticeOf(LicenceState to) => to switch
    {
        LicenceState.Valid => HolderNotices.Resumed,
        LicenceState.Suspended => HolderNotices.Suspended,
        _ => HolderNotices.Ended,
    };

    private Task<DateOnly> IssuedOnAsync(Guid licenceId, CancellationToken cancellationToken) =>
        db.Versions.Where(row => row.LicenceId == licenceId && row.Step == IssuingStep.Done).MinAsync(row => row.IssuedOn, cancellationToken);

    // A refusal keeps nothing of the transaction; within the caller's, the caller sees to that.
    private async Task<Result<StateAnswer>> InTransactionAsync(Func<Task<Result<StateAnswer>>> act, CancellationToken cancellationToken)
    {
        try
        {
            if (db.Database.CurrentTransaction is not null)
            {
                return await act();
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var answer = await act();
            if (answer.Succeeded)
            {
                await transaction.CommitAsync(cancellationToken);
                await PublishAsync(cancellationToken);
            }

            db.ChangeTracker.Clear();
            return answer;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return LicenseErrors.ChangedMeanwhile;
        }
    }
}
