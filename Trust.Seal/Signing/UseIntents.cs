using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Signing;

/// <summary>What became of the wish to begin.</summary>
internal enum BeginResult
{
    /// <summary>The intent is committed.</summary>
    Begun,

    /// <summary>Another call with this key was faster.</summary>
    Known,

    /// <summary>The grant has no use left.</summary>
    UsedUp,
}

/// <summary>A signature in the making.</summary>
/// <param name="Value">SES_Signature or SignedData with its time stamp, DER.</param>
/// <param name="Digest">SM3 over the signature's own value, 32 bytes.</param>
/// <param name="StampedAt">Time of the time stamp.</param>
internal sealed record SignedValue(byte[] Value, byte[] Digest, DateTimeOffset StampedAt);

/// <summary>Intents and outcomes of uses, each one commit with its audit row.</summary>
internal sealed class UseIntents(SealDbContext db, TimeProvider time)
{
    /// <summary>Commits the intent and takes one use of the grant.</summary>
    public async Task<BeginResult> BeginAsync(Actor actor, SealUseRecord use, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.InsertIfAbsentAsync(use, cancellationToken))
        {
            return BeginResult.Known;
        }

        var taken = await db.Grants.Where(grant => grant.Id == use.GrantId && grant.RevokedAt == null && grant.Uses < grant.MostUses).ExecuteUpdateAsync(
            set => set.SetProperty(grant => grant.Uses, grant => grant.Uses + 1).SetProperty(grant => grant.Version, grant => grant.Version + 1), cancellationToken);
        if (taken == 0)
        {
            return BeginResult.UsedUp;
        }

        db.Audit(actor, "seal.use-intended", use.Id.ToString("N"), payload: new { use.SealId, use.GrantId, use.Purpose, Document = Convert.ToHexStringLower(use.DocumentDigest) });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return BeginResult.Begun;
    }

    /// <summary>Commits the outcome, if the use was not voided, the seal is still active and the grant still holds.</summary>
    /// <returns>Null, or why the signature counts for nothing; it must not leave then.</returns>
    public async Task<TrustError?> CommitAsync(
        Actor actor, SealUseRecord use, SealRecord seal, byte[] signedDigest, SignedValue signed, byte[] outputDigest, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcMicroseconds();

        // The rows of seal and grant are touched, so that a report of loss or a revocation and this outcome have an order on both databases.
        var active = await db.Seals.Where(row => row.Id == seal.Id && row.State == SealState.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SealState.Active), cancellationToken);
        var granted = active == 1 && await db.Grants.Where(grant => grant.Id == use.GrantId && grant.RevokedAt == null && grant.ValidTo >= now)
            .ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Uses, grant => grant.Uses), cancellationToken) == 1;
        if (!granted)
        {
            await transaction.RollbackAsync(cancellationToken);
            await VoidAsync(actor, use.Id, cancellationToken);
            var state = await db.Seals.AsNoTracking().Where(row => row.Id == seal.Id).Select(row => row.State).SingleAsync(cancellationToken);
            return state == SealState.Lost ? SealErrors.Lost : state == SealState.Active ? SealErrors.GrantEnded : SealErrors.Destroyed;
        }

        var stampedAt = Microseconds.Cut(signed.StampedAt);
        var done = await db.Uses.Where(row => row.Id == use.Id && row.State == SealUseState.Intended).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, SealUseState.Sealed).SetProperty(row => row.EndedAt, now).SetProperty(row => row.SignedDigest, signedDigest)
                .SetProperty(row => row.SignatureValue, signed.Value).SetProperty(row => row.SignatureDigest, signed.Digest).SetProperty(row => row.StampedAt, stampedAt)
                .SetProperty(row => row.OutputDigest, outputDigest),
            cancellationToken);
        if (done == 0)
        {
            // Too slow: it was voided meanwhile.
            return SealErrors.UseVoided;
        }

        db.Audit(actor, "seal.used", use.Id.ToString("N"), payload: new { use.SealId, use.GrantId, Signature = Convert.ToHexStringLower(signed.Digest), Output = Convert.ToHexStringLower(outputDigest) });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Ends a use without an outcome.</summary>
    /// <returns>Whether it was still open.</returns>
    public async Task<bool> VoidAsync(Actor actor, Guid useId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcMicroseconds();
        var voided = await db.Uses.Where(row => row.Id == useId && row.State == SealUseState.Intended)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SealUseState.Voided).SetProperty(row => row.EndedAt, now), cancellationToken) == 1;
        if (voided)
        {
            db.Audit(actor, "seal.use-voided", useId.ToString("N"), payload: new { Remark = "A signature may have been computed; no caller got it." });
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return voided;
    }
}
