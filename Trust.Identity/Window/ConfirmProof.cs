using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Registration;
using Trust.Identity.Sessions;

namespace Trust.Identity.Window;

/// <summary>
/// The second clerk confirms: the number goes to the person who showed the document, with level 2, and whoever merely claimed it loses number, level, sessions and grants, in one
/// commit. The caller has had the act confirmed.
/// </summary>
internal sealed class ConfirmProof(
    IdentityDbContext db, DecideProof decide, FindHolder parties, WindowRegistry registry, BrowserSessions sessions, SmsQueue queue, SmsTexts texts, FieldCipher cipher,
    IdentityOptions options, TimeProvider time)
{
    private const int Tries = 4;
    private static readonly TimeSpan NoticeLife = TimeSpan.FromHours(24);

    /// <summary>Confirms a proof.</summary>
    /// <returns>The person that has the number now, or one of <see cref="WindowErrors"/>.</returns>
    public async Task<Result<Guid>> ConfirmAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        if (await decide.ReadAsync(actor, id, cancellationToken) is not { } proof)
        {
            return WindowErrors.NotFound;
        }

        if (await decide.RefusalAsync(actor, proof, cancellationToken) is { } refusal)
        {
            return await RefuseAsync(actor, proof, refusal, cancellationToken);
        }

        if (await registry.AskAsync(proof, decide.NumberOf(proof), cancellationToken) is { } fault)
        {
            return await RefuseAsync(actor, proof, fault, cancellationToken);
        }

        // Somebody else's registration or the answer to it may come between: then everything is read again.
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await TryAsync(actor, proof, cancellationToken) is { } done)
            {
                queue.Wake();
                return done.Succeeded ? done : await RefuseAsync(actor, proof, done.Error, cancellationToken);
            }
        }

        return WindowErrors.ChangedMeanwhile;
    }

    private async Task<Result<Guid>> RefuseAsync(Actor actor, WindowProofRecord proof, TrustError refusal, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        db.Audit(actor, "identity.window-confirmed", proof.Id.ToString("N"), refusal.Code, new { recorder = proof.RecorderPersonId, confirmer = actor.PersonId });
        await db.SaveChangesAsync(cancellationToken);
        return refusal;
    }

    private async Task<Result<Guid>?> TryAsync(Actor actor, WindowProofRecord proof, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveAsync(actor, proof, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        catch (DbUpdateException failure) when (UniqueIndex.Refused(failure, "Persons", nameof(PersonRecord.IdNumberHash)))
        {
            return null;
        }
    }

    private async Task<Result<Guid>> SaveAsync(Actor actor, WindowProofRecord proof, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var number = decide.NumberOf(proof);
        var found = await parties.FindAsync(number, proof.IdNumberHash, proof.MobileHash, cancellationToken);
        var now = time.GetUtcMicroseconds();
        var holderId = found.Holder?.Id ?? Guid.CreateVersion7(now);
        if (!await decide.TakeAsync(actor, proof, WindowProofState.Confirmed, null, holderId, cancellationToken))
        {
            return WindowErrors.Decided;
        }

        if (found.IsNobody)
        {
            return WindowErrors.NoAccount;
        }

        if (found.Claimant is { } claimant)
        {
            if (claimant.Level >= PersonRecord.ProvedLevel)
            {
                return WindowErrors.ProvedElsewhere;
            }

            await TakeNumberAsync(actor, proof, claimant, cancellationToken);
        }

        var holder = found.Holder ?? db.Persons.Add(NewHolder(holderId, proof, now)).Entity;
        var before = holder.LevelAt(now);
        Raise(holder, proof, number, now);
        queue.Add(decide.MobileOf(proof), found.Account is null ? texts.RegisterAfterWindow() : texts.ProvedAtWindow(), NoticeLife);
        db.Audit(actor, "identity.window-confirmed", proof.Id.ToString("N"), payload: new
        {
            person = holder.Id,
            account = found.Account?.Id,
            takenFrom = found.Claimant?.Id,
            recorder = proof.RecorderPersonId,
            confirmer = actor.PersonId,
            proof.Document,
            proof.RegistryEvidenceId,
        });
        db.Audit(actor, "identity.level-raised", holder.Id.ToString("N"), payload: new { before, after = holder.Level, source = "window", proof = proof.Id });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return holder.Id;
    }

    // The index allows one holder, so the claimant lets go first. Nothing of the person stays in a row that is not theirs: the name too was typed from somebody's card.
    private async Task TakeNumberAsync(Actor actor, WindowProofRecord proof, PersonRecord claimant, CancellationToken cancellationToken)
    {
        var before = claimant.Level;
        claimant.Name = PersonRecord.NoName;
        claimant.IdNumber = null;
        claimant.IdNumberHash = null;
        claimant.Ethnicity = null;
        claimant.Level = 0;
        claimant.LevelExpiresAt = null;
        claimant.Registry = RegistryState.Refused;
        claimant.RegistryFaults = RegistryFaults.ProvedElsewhere;
        claimant.RegistryNextAt = null;
        claimant.RegistryAttempts = 0;
        db.Audit(actor, "identity.number-withdrawn", claimant.Id.ToString("N"), payload: new { before, after = 0, proof = proof.Id });
        await EndRepresentationsAsync(actor, claimant.Id, cancellationToken);
        await sessions.EndOfPersonAsync(actor, claimant.Id, "number-withdrawn", cancellationToken);
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == claimant.Id && row.Realm == Realm.Citizen, cancellationToken) is { Mobile: { } mobile } account)
        {
            queue.Add(MobileNumber.Parse(cipher.Decrypt(AccountRecord.MobileColumn, account.Id, mobile)), texts.NumberProvedElsewhere(), NoticeLife);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    // They rested on the number: whoever proves another one later must not find a stranger's company.
    private async Task EndRepresentationsAsync(Actor actor, Guid personId, CancellationToken cancellationToken)
    {
        foreach (var row in await db.Representations.Where(row => row.PersonId == personId && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            row.EndedAt = time.GetUtcMicroseconds();
            db.Audit(actor, "identity.representation-ended", row.Id.ToString("N"), payload: new { row.OrganisationId, row.PersonId });
        }
    }

    private static PersonRecord NewHolder(Guid id, WindowProofRecord proof, DateTimeOffset now) =>
        new() { Id = id, Name = proof.Name, Level = 0, IsDemo = false, CreatedAt = now };

    private void Raise(PersonRecord holder, WindowProofRecord proof, CitizenIdNumber number, DateTimeOffset now)
    {
        holder.Name = proof.Name;
        holder.Ethnicity = proof.Ethnicity;
        holder.IdNumber = cipher.Encrypt(PersonRecord.IdNumberColumn, holder.Id, number.Reveal());
        holder.IdNumberHash = proof.IdNumberHash;
        holder.Level = PersonRecord.ProvedLevel;
        holder.LevelExpiresAt = now.AddYears(options.LevelYears);
        holder.Registry = RegistryState.Confirmed;
        holder.RegistryFaults = null;
        holder.RegistryNextAt = null;
        holder.RegistryAttempts = 0;
        db.Verifications.Add(EvidenceOf(holder, 1, "population-registry", proof.RegistryEvidenceId, proof.RegistryEvidenceDigest, now));
        db.Verifications.Add(EvidenceOf(holder, PersonRecord.ProvedLevel, "window", proof.Id.ToString("N"), null, now));
    }

    private static VerificationRecord EvidenceOf(PersonRecord holder, int level, string source, string? evidence, string? digest, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PersonId = holder.Id,
        Level = level,
        Source = source,
        EvidenceId = evidence,
        EvidenceDigest = digest,
        Time = now,
        ExpiresAt = holder.LevelExpiresAt,
    };
}
