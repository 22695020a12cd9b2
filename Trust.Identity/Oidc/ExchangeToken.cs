using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>The token endpoint; the library has checked client, code, verifier and refresh token before.</summary>
internal static class ExchangeToken
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, IdentityDbContext db, TokenPrincipals principals, IOpenIddictApplicationManager applications, TimeProvider time, CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerRequest() is not { ClientId: { } client } request)
        {
            return TypedResults.NotFound();
        }

        var application = (ApplicationRecord)(await applications.FindByClientIdAsync(client, cancellationToken))!;
        if (request.IsClientCredentialsGrantType())
        {
            return SignIn(principals.Client(application, [.. request.GetScopes()]));
        }

        var presented = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        return await LivingGrantAsync(db, presented, application, time.GetUtcNow(), cancellationToken) is { } grant
            ? await IssueAsync(db, principals, presented, grant, application, cancellationToken)
            : Authorize.Refuse(Errors.InvalidGrant, "The session or the grant has ended.");
    }

    private static async Task<IResult> IssueAsync(
        IdentityDbContext db, TokenPrincipals principals, ClaimsPrincipal presented, AuthorizationRecord grant, ApplicationRecord application, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.AsNoTracking().SingleAsync(row => row.Sid == grant.Sid, cancellationToken);
        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == session.PersonId, cancellationToken);
        var actor = new Actor { Kind = ActorKind.Person, AccountId = session.AccountId, PersonId = session.PersonId, SessionId = session.Sid, ClientId = application.ClientId };
        db.Audit(actor, "identity.tokens-issued", session.Sid, payload: new { application.ClientId, Scopes = string.Join(' ', presented.GetScopes()) });
        await db.SaveChangesAsync(cancellationToken);

        return SignIn(principals.Renew(presented, application, session, person));
    }

    // A code or refresh token outlives neither its session's deliberate end, nor its account, nor what the person consented to.
    private static async Task<AuthorizationRecord?> LivingGrantAsync(
        IdentityDbContext db, ClaimsPrincipal presented, ApplicationRecord application, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(presented.GetAuthorizationId(), out var id))
        {
            return null;
        }

        // Staff work in a session: past its end nothing of theirs goes on.
        var needsConsent = application.Realm == Realm.Citizen;
        return await (
            from grant in db.Authorizations.AsNoTracking()
            join session in db.Sessions on grant.Sid equals session.Sid
            join account in db.Accounts on session.AccountId equals account.Id
            where grant.Id == id && grant.Status == Statuses.Valid && session.EndedAt == null && account.DisabledAt == null && (session.Realm == Realm.Citizen || session.ExpiresAt > now)
                && (!needsConsent || db.Consents.Any(consent => consent.AccountId == account.Id && consent.ClientId == application.ClientId && consent.WithdrawnAt == null && consent.ExpiresAt > now))
            select grant).SingleOrDefaultAsync(cancellationToken);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.SignInHttpResult SignIn(ClaimsPrincipal principal) => TypedResults.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
