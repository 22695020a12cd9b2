using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Identity.Consents;
using Trust.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>The claims that a person has consented to. Every release is recorded with application, scopes and consent.</summary>
internal static class UserInfo
{
    public static async Task<IResult> HandleAsync(HttpContext context, IdentityDbContext db, ReleasedClaims released, ConsentStore consents, TimeProvider time, CancellationToken cancellationToken)
    {
        if ((await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal is not { } token
            || !Guid.TryParse(token.GetAuthorizationId(), out var id) || !token.HasScope(Scopes.OpenId))
        {
            return Refuse();
        }

        var now = time.GetUtcNow();
        var found = await (
            from grant in db.Authorizations.AsNoTracking()
            join session in db.Sessions on grant.Sid equals session.Sid
            join account in db.Accounts on session.AccountId equals account.Id
            where grant.Id == id && grant.Status == Statuses.Valid && session.EndedAt == null && account.DisabledAt == null
                && (session.Realm == Accounts.Realm.Citizen || session.ExpiresAt > now)
            select new { Grant = grant, Session = session, Account = account, grant.Application!.ClientId }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return Refuse();
        }

        var scopes = token.GetScopes();
        var claims = await released.OfAsync(found.Account, scopes, cancellationToken);
        claims[Claims.Subject] = token.GetClaim(Claims.Subject)!;
        var consent = await consents.FindAsync(found.Account.Id, found.ClientId!, cancellationToken);
        var actor = new Actor { Kind = ActorKind.Person, AccountId = found.Account.Id, PersonId = found.Account.PersonId, SessionId = found.Session.Sid, ClientId = found.ClientId };
        db.Audit(actor, "identity.claims-released", found.Account.Id.ToString("N"), payload: new
        {
            found.ClientId,
            Claims = string.Join(' ', claims.Keys.Order(StringComparer.Ordinal)),
            Consent = consent?.Id,
        });
        await db.SaveChangesAsync(cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(claims);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ChallengeHttpResult Refuse() => TypedResults.Challenge(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The token opens nothing here.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
