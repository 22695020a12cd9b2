using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Identity.Data;

namespace Trust.Identity.SignIn;

/// <summary>A try to sign in, as the account's owner sees it.</summary>
/// <param name="Time">When.</param>
/// <param name="Method">How (RFC 8176).</param>
/// <param name="Result">One of <see cref="SignInResults"/>.</param>
/// <param name="ClientId">Application that asked for it.</param>
/// <param name="Application">Its name.</param>
/// <param name="Device">Browser and system.</param>
/// <param name="Place">Network, its last part cut off.</param>
internal sealed record OwnSignIn(DateTimeOffset Time, string Method, string Result, string? ClientId, string? Application, string Device, string Place);

/// <summary>A page of tries, newest first.</summary>
/// <param name="Items">The tries.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
internal sealed record OwnSignInPage(IReadOnlyList<OwnSignIn> Items, DateTimeOffset? Next);

/// <summary>Tries to sign in to the account of whoever asks, failed ones included.</summary>
internal sealed class OwnSignIns(IdentityDbContext db)
{
    public const int Most = 100;

    /// <param name="actor">Whose.</param>
    /// <param name="before">Only older ones; null from the newest on.</param>
    /// <param name="limit">At most so many, 1 to <see cref="Most"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<OwnSignInPage> ListAsync(Actor actor, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var rows = db.SignIns.AsNoTracking().Where(row => row.AccountId == actor.AccountId);
        if (before is { } time)
        {
            rows = rows.Where(row => row.Time < time);
        }

        var found = await (
            from row in rows
            join application in db.Applications on row.ClientId equals application.ClientId into applications
            from application in applications.DefaultIfEmpty()
            orderby row.Time descending
            select new OwnSignIn(row.Time, row.Factor, row.Result, row.ClientId, application!.DisplayName, row.Device, row.Place)).Take(limit + 1).ToListAsync(cancellationToken);
        return found.Count > limit ? new OwnSignInPage(found[..limit], found[limit - 1].Time) : new OwnSignInPage(found, null);
    }

    /// <summary>How many tries failed since.</summary>
    public Task<int> CountFailedAsync(Actor actor, DateTimeOffset since, CancellationToken cancellationToken) =>
        db.SignIns.CountAsync(row => row.AccountId == actor.AccountId && row.Time > since && row.Result != SignInResults.Ok, cancellationToken);
}
