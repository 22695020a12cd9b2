using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Audit;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Staff;

/// <summary>
/// Adds and removes passkeys of a staff account. The first one needs a sign-in of the last minutes, every further one a passkey of the account: a stolen session alone adds
/// none.
/// </summary>
internal sealed class PasskeyEnrolment(IdentityDbContext db, Passkeys passkeys, PasskeyStore store, ConfirmAct acts, BrowserSessions sessions, StaffOptions options, TimeProvider time)
{
    public const string RemoveAct = "identity.passkey-remove";
    private const int Most = 10;

    public Task<List<PasskeyRecord>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Passkeys.AsNoTracking().Where(passkey => passkey.AccountId == actor.AccountId).OrderBy(passkey => passkey.CreatedAt).ToListAsync(cancellationToken);

    public async Task<bool> MayEnrolAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Capacity?.Kind != CapacityKind.Staff || await sessions.FindAsync(actor, cancellationToken) is not { Realm: Realm.Staff } session)
        {
            return false;
        }

        var count = await db.Passkeys.CountAsync(passkey => passkey.AccountId == session.AccountId, cancellationToken);
        var proved = count == 0 ? session.AuthTime : Factors.Parse(session.Factors).Where(factor => factor.IsPasskey).Select(factor => factor.Time).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        return count < Most && time.GetUtcNow() - proved < TimeSpan.FromMinutes(options.EnrolMinutes);
    }

    public async Task<bool> AddAsync(HttpContext context, Actor actor, string name, string? answer, CancellationToken cancellationToken)
    {
        if (!await MayEnrolAsync(actor, cancellationToken))
        {
            return false;
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == actor.AccountId, cancellationToken);
        if (!await passkeys.EnrolAsync(context, account, name, answer, actor.SessionId!, cancellationToken))
        {
            return false;
        }

        db.Audit(actor, "identity.passkey-added", account.Id.ToString("N"));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<Result<bool>> RemoveAsync(Actor actor, string credential, string? assertion, CancellationToken cancellationToken)
    {
        var mine = await ListAsync(actor, cancellationToken);
        if (mine.FirstOrDefault(passkey => Passkeys.DigestOf(passkey.CredentialId) == credential) is not { } removed)
        {
            return IdentityErrors.ActRefused;
        }

        if (await acts.ConfirmAsync(actor, new ActCall(RemoveAct, credential, ActKind.Confirm, assertion), cancellationToken) is { Succeeded: false, Error: { } refusal })
        {
            return refusal;
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == actor.AccountId, cancellationToken);
        await store.RemovePasskeyAsync(account, removed.CredentialId, cancellationToken);
        db.Audit(actor, "identity.passkey-removed", account.Id.ToString("N"), payload: new { credential });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
