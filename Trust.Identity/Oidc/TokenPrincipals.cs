using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>What tokens say about a session. Personal data are not in them: userinfo gives what the consent covers.</summary>
internal sealed class TokenPrincipals(IdentityDbContext db, IOpenIddictAuthorizationManager authorizations, OidcKeys keys, ApiAudience audience, IdentityOptions options, TimeProvider time)
{
    public const string SubjectType = "subject_type";
    public const string VerificationLevel = "ial";
    public const string SessionId = "sid";

    private static readonly string[] InIdentityToken =
        [Claims.Subject, Claims.AuthenticationContextReference, Claims.AuthenticationMethodReference, Claims.AuthenticationTime, SessionId, SubjectType, VerificationLevel];

    private static readonly string[] InAccessToken = [Claims.Subject, Claims.AuthenticationContextReference, Claims.AuthenticationTime, SessionId];

    /// <summary>A new grant in a session, with the principal of its tokens. The grant is saved.</summary>
    public async Task<ClaimsPrincipal> GrantAsync(ApplicationRecord application, string sector, SessionRecord session, PersonRecord person, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var grant = new AuthorizationRecord
        {
            Id = Guid.CreateVersion7(),
            Application = await db.Applications.FindAsync([application.Id], cancellationToken),
            CreationDate = time.GetUtcNow().UtcDateTime,
            Status = Statuses.Valid,
            Type = AuthorizationTypes.AdHoc,
        };
        db.Authorizations.Add(grant);
        return await GiveAsync(grant, application, sector, session, person, scopes, cancellationToken);
    }

    /// <summary>The same for a grant that was nobody's until now: that of a device which asked before anybody was there.</summary>
    /// <returns>Null when there is no such grant any more: of two persons at once one gets it.</returns>
    public async Task<ClaimsPrincipal?> GrantAsync(
        Guid grantId, ApplicationRecord application, string sector, SessionRecord session, PersonRecord person, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var taken = await db.Authorizations.Where(grant => grant.Id == grantId && grant.AccountId == null && grant.Status == Statuses.Valid).ExecuteUpdateAsync(
            set => set.SetProperty(grant => grant.AccountId, session.AccountId).SetProperty(grant => grant.Sid, session.Sid), cancellationToken);
        return taken == 1
            ? await GiveAsync((await db.Authorizations.FindAsync([grantId], cancellationToken))!, application, sector, session, person, scopes, cancellationToken)
            : null;
    }

    /// <summary>The same grant again for a refresh, with what is true of the session now.</summary>
    public ClaimsPrincipal Renew(ClaimsPrincipal old, ApplicationRecord application, SessionRecord session, PersonRecord person)
    {
        // The subject stays what the grant says.
        var principal = Describe(old.GetClaim(Claims.Subject)!, session, person);
        principal.SetScopes(old.GetScopes());
        principal.SetResources(ResourcesOf(application, [.. old.GetScopes()]));
        principal.SetAuthorizationId(old.GetAuthorizationId());
        return Finish(principal, application);
    }

    /// <summary>An application that calls for itself.</summary>
    public ClaimsPrincipal Client(ApplicationRecord application, IReadOnlyList<string> scopes)
    {
        var identity = new ClaimsIdentity("client", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, application.ClientId).SetClaim(SubjectType, "client");
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes);
        principal.SetResources(ResourcesOf(application, scopes));
        return Finish(principal, application);
    }

    /// <summary>An outside resource server's tokens open nothing here, and ours nothing there.</summary>
    private IEnumerable<string> ResourcesOf(ApplicationRecord application, IReadOnlyList<string> scopes)
    {
        if (application.OutsideResource is { } outside)
        {
            return [outside];
        }

        return scopes.Any(scope => scope is OidcScopes.Account or OidcScopes.Applications or OidcScopes.Api) ? [audience.Value] : [application.ClientId!];
    }

    private async Task<ClaimsPrincipal> GiveAsync(
        AuthorizationRecord grant, ApplicationRecord application, string sector, SessionRecord session, PersonRecord person, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var principal = Describe(PairwiseSubject.Of(sector, session.AccountId, keys.SubjectSalt), session, person);
        principal.SetScopes(scopes);
        principal.SetResources(ResourcesOf(application, scopes));
        grant.AccountId = session.AccountId;
        grant.Sid = session.Sid;
        grant.Subject = principal.GetClaim(Claims.Subject);
        grant.Scopes = System.Text.Json.JsonSerializer.Serialize(scopes);
        await db.SaveChangesAsync(cancellationToken);
        principal.SetAuthorizationId(await authorizations.GetIdAsync(grant, cancellationToken));
        return Finish(principal, application);
    }

    private ClaimsPrincipal Describe(string subject, SessionRecord session, PersonRecord person)
    {
        var factors = Factors.Parse(session.Factors);
        var now = time.GetUtcNow();
        var kind = session.Realm == Realm.Staff ? CapacityKind.Staff : CapacityKind.Natural;
        var identity = new ClaimsIdentity("session", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject)
            .SetClaim(Claims.AuthenticationContextReference, SessionLevel.AcrOf(kind, SessionLevel.Of(session, person, now)))
            .SetClaim(Claims.AuthenticationTime, session.AuthTime.ToUnixTimeSeconds())
            .SetClaim(SessionId, session.Sid)
            .SetClaim(SubjectType, kind == CapacityKind.Staff ? "staff" : "natural")
            .SetClaim(VerificationLevel, person.LevelAt(now))
            .SetClaims(Claims.AuthenticationMethodReference, [.. Factors.AmrOf(factors)]);
        return new ClaimsPrincipal(identity);
    }

    private ClaimsPrincipal Finish(ClaimsPrincipal principal, ApplicationRecord application)
    {
        if (application.OutsideResource is not null)
        {
            principal.SetAccessTokenLifetime(TimeSpan.FromMinutes(options.Tokens.OutsideMinutes));
        }

        principal.SetDestinations(claim => DestinationsOf(claim.Type));
        return principal;
    }

    public static IEnumerable<string> DestinationsOf(string type) =>
    [
        .. InAccessToken.Contains(type) ? [Destinations.AccessToken] : Array.Empty<string>(),
        .. InIdentityToken.Contains(type) ? [Destinations.IdentityToken] : Array.Empty<string>(),
    ];
}
