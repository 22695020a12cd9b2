using System.Security.Claims;
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
        var principal = Describe(PairwiseSubject.Of(sector, session.AccountId, keys.SubjectSalt), session, person);
        principal.SetScopes(scopes);
        principal.SetResources(ResourcesOf(application, scopes));
        var grant = new AuthorizationRecord
        {
            Id = Guid.CreateVersion7(),
            Application = await db.Applications.FindAsync([application.Id], cancellationToken),
            AccountId = session.AccountId,
            Sid = session.Sid,
            CreationDate = time.GetUtcNow().UtcDateTime,
            Status = Statuses.Valid,
            Subject = principal.GetClaim(Claims.Subject),
            Type = AuthorizationTypes.AdHoc,
            Scopes = System.Text.Json.JsonSerializer.Serialize(scopes),
        };
        db.Authorizations.Add(grant);
        await db.SaveChangesAsync(cancellationToken);
        principal.SetAuthorizationId(await authorizations.GetIdAsync(grant, cancellationToken));
        return Finish(principal, application);
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
