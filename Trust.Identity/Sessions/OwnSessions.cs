using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Data;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Sessions;

/// <summary>A session as its owner sees it.</summary>
/// <param name="Sid">Its name.</param>
/// <param name="Device">Browser and system.</param>
/// <param name="Place">Network, its last part cut off.</param>
/// <param name="Methods">How it was authenticated (RFC 8176).</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last used in a browser.</param>
/// <param name="IsThis">Whether the question comes from it.</param>
/// <param name="IsOpen">Whether the browser is still signed in; if not, an application still holds a grant of it.</param>
internal sealed record OwnSession(
    string Sid, string Device, string Place, IReadOnlyList<string> Methods, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis, bool IsOpen);

/// <summary>Sessions of whoever asks: nobody sees or ends those of somebody else.</summary>
internal sealed class OwnSessions(IdentityDbContext db, BrowserSessions sessions, IdentityOptions options, TimeProvider time)
{
    private const int Most = 100;

    /// <summary>
    /// Sessions that still open something, this one first. One that its browser has let lapse stays in the list while an application can renew its tokens: its owner has to
    /// be able to end that too.
    /// </summary>
    public async Task<IReadOnlyList<OwnSession>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var seen = now - options.Sessions.IdleOf(Realm.Citizen);
        var utc = now.UtcDateTime;
        var rows = await Own(actor).AsNoTracking()
            .Select(session => new
            {
                Session = session,
                IsOpen = session.ExpiresAt > now && session.LastSeenAt > seen,
                IsHeld = db.Tokens.Any(token => token.Type == TokenTypeIdentifiers.RefreshToken && token.Status == Statuses.Valid && token.ExpirationDate > utc
                    && token.Authorization!.Sid == session.Sid && token.Authorization.Status == Statuses.Valid),
            })
            .Where(row => row.IsOpen || row.IsHeld || row.Session.Sid == actor.SessionId)
            .OrderByDescending(row => row.Session.LastSeenAt).Take(Most).ToListAsync(cancellationToken);
        return [.. rows.Select(row => Describe(row.Session, actor.SessionId, row.IsOpen)).OrderByDescending(session => session.IsThis)];
    }

    /// <summary>Ends one with everything that was granted in it.</summary>
    /// <returns>Whether there was one to end.</returns>
    public async Task<bool> EndAsync(Actor actor, string? sid, CancellationToken cancellationToken)
    {
        if (sid is not { Length: 32 } || !await Own(actor).AnyAsync(session => session.Sid == sid, cancellationToken))
        {
            return false;
        }

        await sessions.EndAsync(actor, sid, sid == actor.SessionId ? "logout" : "elsewhere", cancellationToken);
        return true;
    }

    /// <summary>Ends all but the one that asks, lapsed ones included.</summary>
    public Task EndOthersAsync(Actor actor, CancellationToken cancellationToken) =>
        sessions.EndAllAsync(actor, actor.AccountId!.Value, actor.SessionId, "elsewhere", cancellationToken);

    private IQueryable<SessionRecord> Own(Actor actor) =>
        db.Sessions.Where(session => session.AccountId == actor.AccountId && session.Realm == Realm.Citizen && session.EndedAt == null);

    private static OwnSession Describe(SessionRecord session, string? present, bool isOpen) => new(
        session.Sid, session.Device, session.Place, [.. Factors.Parse(session.Factors).Select(factor => factor.Method)], session.CreatedAt, session.LastSeenAt,
        session.Sid == present, isOpen || session.Sid == present);
}
