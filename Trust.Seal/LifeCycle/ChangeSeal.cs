using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.Data;
using Trust.Seal.Pki;

namespace Trust.Seal.LifeCycle;

/// <summary>Moves a seal one step on (SEA-01). The caller has had the act confirmed.</summary>
internal sealed class ChangeSeal(SealDbContext db, ActingPerson persons, SealWork work, PublishedTrust trust, TimeProvider time)
{
    public const int LongestNote = 300;

    /// <summary>Whether the actor may do the act to the seal now, as far as the state, the roles and four eyes say.</summary>
    public static TrustError? Refusal(SealRecord seal, Actor actor, SealStep step) => step switch
    {
        _ when !SealRules.Reaches(actor, step.Roles, seal.OwnerCode, seal.Region) => SealErrors.OutOfReach,
        _ when !SealLifeCycle.Allows(seal.State, step.Act) => SealErrors.StateForbids,
        _ when step.ByAnother && actor.PersonId == seal.ApplicantPersonId => SealErrors.SamePerson,
        _ => null,
    };

    /// <summary>Does an act.</summary>
    /// <param name="actor">A person of staff.</param>
    /// <param name="sealId">The seal.</param>
    /// <param name="act">The act; not an application.</param>
    /// <param name="note">Reason or remark; a refusal, a loss and a destruction need one, a hand-over names the keeper (保管人).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The seal, or a refusal.</returns>
    public async Task<Result<SealRecord>> ChangeAsync(Actor actor, Guid sealId, SealAct act, string? note, CancellationToken cancellationToken)
    {
        if (await SealRules.Visible(db, actor).SingleOrDefaultAsync(row => row.Id == sealId, cancellationToken) is not { } seal)
        {
            return SealErrors.NotFound;
        }

        var step = SealLifeCycle.Of(act);
        if (Refusal(seal, actor, step) is { } refusal)
        {
            return refusal;
        }

        var text = note?.Trim() is { Length: > 0 } given ? given : null;
        if (text?.Length > LongestNote || (NeedsNote(act) && text is not { Length: >= 2 }))
        {
            return SealErrors.FormInvalid with { Detail = "The reason (or the keeper's name) has 2 to 300 characters." };
        }

        var person = await persons.ReadAsync(actor, cancellationToken);
        if (!person.Succeeded)
        {
            return person.Error;
        }

        var now = time.GetUtcMicroseconds();
        var from = seal.State;
        seal.State = step.To;
        if (await work.DoAsync(actor, seal, act, text, now, cancellationToken) is { } fault)
        {
            return fault;
        }

        db.Events.Add(SealEvents.Of(seal.Id, step, from, person.Value, text, now));
        db.Audit(actor, step.Name, seal.Id.ToString("N"), payload: new { seal.Number, From = from.ToString(), To = step.To.ToString() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SealErrors.ChangedMeanwhile;
        }

        if (act is SealAct.Make or SealAct.ReportLoss or SealAct.Destroy)
        {
            // The list is made from committed rows, and anew every minute: nothing is lost when this process ends here.
            await trust.RefreshAsync(cancellationToken);
        }

        return seal;
    }

    /// <summary>Whether an act has to say why, or to whom.</summary>
    public static bool NeedsNote(SealAct act) => act is SealAct.Refuse or SealAct.ReportLoss or SealAct.Destroy or SealAct.HandOver;
}
