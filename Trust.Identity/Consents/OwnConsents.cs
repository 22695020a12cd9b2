using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Identity.Data;
using Trust.Identity.Oidc;

namespace Trust.Identity.Consents;

/// <summary>Whether a consent still counts.</summary>
internal enum ConsentState
{
    Active,
    Expired,
    Withdrawn,
}

/// <summary>A consent as its owner sees it.</summary>
/// <param name="ClientId">Application.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Owner">Who runs it.</param>
/// <param name="Icon">Icon of the design system.</param>
/// <param name="Purpose">What the data are used for.</param>
/// <param name="Scopes">What it may know.</param>
/// <param name="GivenAt">When.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="WithdrawnAt">When it was taken back.</param>
/// <param name="State">Whether it counts.</param>
internal sealed record OwnConsent(
    string ClientId, string Name, string Owner, string Icon, string Purpose, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? WithdrawnAt, ConsentState State);

/// <summary>Consents of whoever asks.</summary>
internal sealed class OwnConsents(IdentityDbContext db, TimeProvider time)
{
    // One row an application: more are no person's.
    private const int Most = 500;

    /// <summary>Those that count first, the newest first.</summary>
    public async Task<IReadOnlyList<OwnConsent>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await (
            from consent in db.Consents.AsNoTracking()
            join application in db.Applications on consent.ClientId equals application.ClientId
            where consent.AccountId == actor.AccountId
            orderby consent.GivenAt descending
            select new { Consent = consent, application.DisplayName, application.OwnerName, application.Icon, application.Purpose }).Take(Most).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new OwnConsent(
                row.Consent.ClientId, row.DisplayName ?? row.Consent.ClientId, row.OwnerName, row.Icon, row.Purpose,
                [.. row.Consent.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).OrderBy(OidcScopes.All.ToList().IndexOf)], row.Consent.GivenAt, row.Consent.ExpiresAt, row.Consent.WithdrawnAt, StateOf(row.Consent, now)))
            .OrderBy(consent => consent.State != ConsentState.Active),
        ];
    }

    private static ConsentState StateOf(ConsentRecord consent, DateTimeOffset now) =>
        consent.WithdrawnAt is not null ? ConsentState.Withdrawn : consent.ExpiresAt <= now ? ConsentState.Expired : ConsentState.Active;
}
