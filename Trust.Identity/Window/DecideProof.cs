using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Data;

namespace Trust.Identity.Window;

/// <summary>What every decision about a proof has in common: who may decide, and that exactly one decision counts.</summary>
internal sealed class DecideProof(IdentityDbContext db, FieldCipher cipher, TimeProvider time)
{
    /// <summary>The proof, untracked, within the actor's reach.</summary>
    public Task<WindowProofRecord?> ReadAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        WindowRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>Whether it can still be decided.</summary>
    public bool IsOpen(WindowProofRecord proof) => proof.State == WindowProofState.Waiting && proof.ExpiresAt > time.GetUtcNow();

    /// <summary>Why the actor may not confirm or refuse it; null when they may.</summary>
    public async Task<TrustError?> RefusalAsync(Actor actor, WindowProofRecord proof, CancellationToken cancellationToken) => actor switch
    {
        _ when !IsOpen(proof) => WindowErrors.Decided,
        _ when actor.PersonId is null || actor.PersonId == proof.RecorderPersonId => WindowErrors.SamePerson,
        _ when await db.Persons.AnyAsync(row => row.Id == actor.PersonId && row.IdNumberHash == proof.IdNumberHash, cancellationToken) => WindowErrors.OwnNumber,
        _ => null,
    };

    public CitizenIdNumber NumberOf(WindowProofRecord proof) => CitizenIdNumber.Parse(cipher.Decrypt(WindowProofRecord.IdNumberColumn, proof.Id, proof.IdNumber));

    public MobileNumber MobileOf(WindowProofRecord proof) => MobileNumber.Parse(cipher.Decrypt(WindowProofRecord.MobileColumn, proof.Id, proof.Mobile));

    /// <summary>Refuses a proof, or takes one's own back.</summary>
    public async Task<Result<bool>> EndAsync(Actor actor, Guid id, string? reason, bool withdraw, CancellationToken cancellationToken)
    {
        if (await ReadAsync(actor, id, cancellationToken) is not { } proof)
        {
            return WindowErrors.NotFound;
        }

        var refusal = withdraw
            ? actor.PersonId != proof.RecorderPersonId || !IsOpen(proof) ? WindowErrors.Decided : null
            : await RefusalAsync(actor, proof, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var text = reason?.Trim();
        if (!withdraw && text is not { Length: >= 2 and <= WindowRules.LongestReason })
        {
            return WindowErrors.Reason;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var state = withdraw ? WindowProofState.Withdrawn : WindowProofState.Refused;
        if (!await TakeAsync(actor, proof, state, withdraw ? null : text, proof.PersonId, cancellationToken))
        {
            return WindowErrors.Decided;
        }

        db.Audit(actor, withdraw ? "identity.window-withdrawn" : "identity.window-refused", proof.Id.ToString("N"), payload: new { recorder = proof.RecorderPersonId, decider = actor.PersonId, person = proof.PersonId });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Takes the decision, if nobody has: of any number at the same moment one does. Numbers have served then. The caller's transaction holds it.</summary>
    public async Task<bool> TakeAsync(Actor actor, WindowProofRecord proof, WindowProofState state, string? reason, Guid? personId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var name = await db.Persons.Where(row => row.Id == actor.PersonId).Select(row => row.Name).SingleAsync(cancellationToken);
        return await db.WindowProofs.Where(row => row.Id == proof.Id && row.State == WindowProofState.Waiting && row.ExpiresAt > now).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Version, row => row.Version + 1)
                .SetProperty(row => row.DeciderAccountId, actor.AccountId).SetProperty(row => row.DeciderPersonId, actor.PersonId).SetProperty(row => row.DeciderName, name)
                .SetProperty(row => row.DecidedAt, now).SetProperty(row => row.Reason, reason).SetProperty(row => row.PersonId, personId)
                .SetProperty(row => row.Registry, proof.Registry).SetProperty(row => row.RegistryEvidenceId, proof.RegistryEvidenceId)
                .SetProperty(row => row.RegistryEvidenceDigest, proof.RegistryEvidenceDigest)
                .SetProperty(row => row.IdNumber, (byte[]?)null).SetProperty(row => row.Mobile, (byte[]?)null),
            cancellationToken) == 1;
    }
}
