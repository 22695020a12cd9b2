using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Consents;

/// <summary>What a request may have without asking again.</summary>
/// <param name="MustAsk">The person has to be asked.</param>
/// <param name="Granted">Scopes that the tokens get.</param>
internal sealed record ConsentDecision(bool MustAsk, IReadOnlyList<string> Granted);

/// <summary>Consents of persons to applications.</summary>
internal sealed class ConsentStore(IdentityDbContext db, IdentityOptions options, BrowserSessions sessions, TimeProvider time)
{
    // These release nothing about a person beyond that they signed in.
    private static readonly string[] Plain = [Scopes.OpenId, Scopes.OfflineAccess];

    /// <summary>Those scopes that need the person's word; staff applications work under the office's authority, not under consent.</summary>
    public static IReadOnlyList<string> Asked(IEnumerable<string> scopes) => [.. scopes.Except(Plain)];

    public static bool IsOptional(ApplicationRecord application, string scope) => application.OptionalScopes.Split(' ').Contains(scope);

    public async Task<ConsentDecision> DecideAsync(Guid accountId, PendingRequest request, CancellationToken cancellationToken)
    {
        var all = request.Parameters.GetScopes().ToList();
        if (request.Record.Realm == Realm.Staff)
        {
            return new ConsentDecision(false, all);
        }

        var given = await FindAsync(accountId, request.Application.ClientId!, cancellationToken);
        var alive = given is { WithdrawnAt: null } && given.ExpiresAt > time.GetUtcNow();
        var fresh = !request.Parameters.HasPromptValue(PromptValues.Consent) || given?.GivenAt >= request.Record.CreatedAt;
        if (!alive || !fresh)
        {
            return new ConsentDecision(true, []);
        }

        var scopes = given!.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var declined = given.Declined.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ConsentDecision(
            Asked(all).Any(scope => !scopes.Contains(scope) && !(IsOptional(request.Application, scope) && declined.Contains(scope))),
            [.. all.Where(scope => Plain.Contains(scope) || scopes.Contains(scope))]);
    }

    /// <summary>Keeps a consent. What was given before and is not asked now stays given; what is asked now and left out is taken back.</summary>
    public async Task GiveAsync(
        Actor actor, Guid accountId, ApplicationRecord application, IReadOnlyList<string> asked, IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var consent = await FindAsync(accountId, application.ClientId!, cancellationToken);
        var before = consent?.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var keeps = consent is { WithdrawnAt: null } && consent.ExpiresAt > now;
        var scopes = (keeps ? consent!.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(asked) : []).Union(given).Order(StringComparer.Ordinal).ToList();
        var declined = string.Join(' ', asked.Except(scopes));
        if (consent is null)
        {
            consent = new ConsentRecord
            {
                Id = Guid.CreateVersion7(now),
                AccountId = accountId,
                ClientId = application.ClientId!,
                Scopes = "",
                Declined = "",
                GivenAt = now,
                ExpiresAt = now,
            };
            db.Consents.Add(consent);
        }

        consent.Scopes = string.Join(' ', scopes);
        consent.Declined = declined;
        consent.GivenAt = now;
        consent.ExpiresAt = now.AddDays(options.ConsentDays);
        consent.WithdrawnAt = null;
        db.Audit(actor, "identity.consent-given", consent.Id.ToString("N"), payload: new { consent.ClientId, consent.Scopes, consent.Declined });
        await db.SaveChangesAsync(cancellationToken);
        if (before.Except(scopes).Any())
        {
            // What was granted under the wider consent ends with it.
            await sessions.RevokeGrantsAsync(db.Authorizations.Where(grant => grant.AccountId == accountId && grant.Application!.Id == application.Id), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Withdraws a consent and ends everything that was granted under it.</summary>
    /// <returns>Whether there was one to withdraw.</returns>
    public async Task<bool> WithdrawAsync(Actor actor, Guid accountId, string clientId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(accountId, clientId, cancellationToken) is not { WithdrawnAt: null } consent)
        {
            return false;
        }

        consent.WithdrawnAt = time.GetUtcMicroseconds();
        db.Audit(actor, "identity.consent-withdrawn", consent.Id.ToString("N"), payload: new { clientId });
        await db.SaveChangesAsync(cancellationToken);
        await sessions.RevokeGrantsAsync(db.Authorizations.Where(grant => grant.AccountId == accountId && grant.Application!.ClientId == clientId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The one row of an account and application, tracked.</summary>
    public Task<ConsentRecord?> FindAsync(Guid accountId, string clientId, CancellationToken cancellationToken) =>
        db.Consents.SingleOrDefaultAsync(consent => consent.AccountId == accountId && consent.ClientId == clientId, cancellationToken);
}
