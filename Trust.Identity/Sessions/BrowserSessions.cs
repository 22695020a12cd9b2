using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Data;

namespace Trust.Identity.Sessions;

/// <summary>Begins, strengthens and ends browser sessions. Rows are Identity's; the browser holds a random secret that changes with every added factor.</summary>
internal sealed class BrowserSessions(IdentityDbContext db, PublicOrigin origin, IdentityOptions options, TimeProvider time)
{
    private const int SecretBytes = 32;

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>Begins a session and saves everything that waits in the context. The session that this browser had before in the realm ends.</summary>
    public async Task<SessionRecord> StartAsync(HttpContext context, AccountRecord account, IReadOnlyList<string> methods, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var secret = NewSecret();
        var trace = BrowserTrace.Of(context);
        var session = new SessionRecord
        {
            Id = Guid.CreateVersion7(now),
            Sid = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            SecretHash = HashOf(secret),
            AccountId = account.Id,
            PersonId = account.PersonId,
            Realm = account.Realm,
            Factors = Factors.Format(methods.Select(method => new Factor(method, now))),
            AuthTime = now,
            Device = trace.Device,
            Place = trace.Place,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + options.Sessions.LifetimeOf(account.Realm),
        };
        db.Sessions.Add(session);
        db.Audit(ActorOf(session), "identity.session-started", session.Sid, payload: new { account.Realm, methods });
        await db.SaveChangesAsync(cancellationToken);
        await EndPreviousAsync(context, account.Realm, session.Sid, cancellationToken);
        SetCookie(context, account.Realm, secret);
        return session;
    }

    /// <summary>Adds a factor to a running session, gives the browser a new secret and saves.</summary>
    public async Task AddFactorAsync(HttpContext context, SessionRecord session, string method, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var secret = NewSecret();
        session.SecretHash = HashOf(secret);
        session.Factors = Factors.With(session.Factors, new Factor(method, now));
        session.AuthTime = now;
        session.LastSeenAt = now;
        db.Audit(ActorOf(session), "identity.session-stepped-up", session.Sid, payload: new { method });
        await db.SaveChangesAsync(cancellationToken);
        SetCookie(context, session.Realm, secret);
    }

    /// <summary>The session behind an actor, tracked; null when it has ended meanwhile.</summary>
    public Task<SessionRecord?> FindAsync(Actor actor, CancellationToken cancellationToken) => actor.SessionId is { } sid
        ? db.Sessions.SingleOrDefaultAsync(session => session.Sid == sid && session.EndedAt == null, cancellationToken)
        : Task.FromResult<SessionRecord?>(null);

    /// <summary>Ends a session with everything that was granted in it. Ending twice is ending once.</summary>
    public async Task EndAsync(Actor actor, string sid, string reason, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Sessions.SingleOrDefaultAsync(candidate => candidate.Sid == sid && candidate.EndedAt == null, cancellationToken) is not { } session)
        {
            return;
        }

        session.EndedAt = time.GetUtcMicroseconds();
        session.EndReason = reason;
        db.Audit(actor, "identity.session-ended", sid, payload: new { reason });
        await db.SaveChangesAsync(cancellationToken);
        await RevokeGrantsAsync(db.Authorizations.Where(authorization => authorization.Sid == sid), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Ends all sessions of an account, except one.</summary>
    public async Task EndAllAsync(Actor actor, Guid accountId, string? except, string reason, CancellationToken cancellationToken)
    {
        var sids = await db.Sessions.Where(session => session.AccountId == accountId && session.EndedAt == null && session.Sid != except)
            .Select(session => session.Sid).ToListAsync(cancellationToken);
        foreach (var sid in sids)
        {
            await EndAsync(actor, sid, reason, cancellationToken);
        }
    }

    /// <summary>Ends all sessions of a person in both realms with everything that was ever granted to their accounts; the caller saves and its transaction holds it.</summary>
    public async Task EndOfPersonAsync(Actor actor, Guid personId, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        foreach (var session in await db.Sessions.Where(session => session.PersonId == personId && session.EndedAt == null).ToListAsync(cancellationToken))
        {
            session.EndedAt = now;
            session.EndReason = reason;
            db.Audit(actor, "identity.session-ended", session.Sid, payload: new { reason });
        }

        var accounts = db.Accounts.Where(account => account.PersonId == personId).Select(account => (Guid?)account.Id);
        await RevokeGrantsAsync(db.Authorizations.Where(authorization => accounts.Contains(authorization.AccountId)), cancellationToken);
    }

    /// <summary>Revokes grants and their tokens; the caller's transaction holds it.</summary>
    public async Task RevokeGrantsAsync(IQueryable<Oidc.AuthorizationRecord> grants, CancellationToken cancellationToken)
    {
        const string Revoked = OpenIddictConstants.Statuses.Revoked;
        await db.Tokens.Where(token => grants.Any(grant => grant.Id == token.Authorization!.Id) && token.Status != Revoked)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.Status, Revoked), cancellationToken);
        await grants.Where(grant => grant.Status != Revoked).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Status, Revoked), cancellationToken);
    }

    public void ForgetCookie(HttpContext context, Realm realm) =>
        context.Response.Cookies.Delete(SessionCookie.NameOf(realm == Realm.Staff, origin.IsHttps), CookieOptions());

    private async Task EndPreviousAsync(HttpContext context, Realm realm, string sid, CancellationToken cancellationToken)
    {
        var actor = context.GetActor();
        var sameRealm = (actor.Capacity?.Kind == CapacityKind.Staff) == (realm == Realm.Staff);
        if (actor is { Kind: ActorKind.Person, SessionId: { } previous, ClientId: null } && sameRealm && previous != sid)
        {
            await EndAsync(actor, previous, "replaced", cancellationToken);
        }
    }

    private void SetCookie(HttpContext context, Realm realm, string secret) =>
        context.Response.Cookies.Append(SessionCookie.NameOf(realm == Realm.Staff, origin.IsHttps), secret, CookieOptions());

    private CookieOptions CookieOptions() => new() { HttpOnly = true, Secure = origin.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private static Actor ActorOf(SessionRecord session) => new()
    {
        Kind = ActorKind.Person,
        AccountId = session.AccountId,
        PersonId = session.PersonId,
        SessionId = session.Sid,
    };
}
