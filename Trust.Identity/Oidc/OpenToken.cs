using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>
/// Who stands behind an access token for our own APIs: signature, issuer, time, audience, its entry and that of its grant, the session it came from, and the account
/// as it is now. A token without an entry opens nothing here.
/// </summary>
internal sealed class OpenToken(
    OpenIddictValidationService validation, IOpenIddictAuthorizationManager authorizations, IdentityDbContext db, PersonStatements statements,
    ApiAudience audience, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/open-token", HandleAsync).Operation("identity.open-token", changes: false, ActorKind.Process);

    public async Task<Result<Actor?>> OpenAsync(OpenTokenCall call, CancellationToken cancellationToken)
    {
        if (await ReadAsync(call.Token, cancellationToken) is not { } token || !token.HasAudience(audience.Value) || token.GetTokenId() is null || token.GetClaim(Claims.ClientId) is not { } client)
        {
            return default(Actor);
        }

        if (!await db.Applications.AnyAsync(application => application.ClientId == client && application.DisabledAt == null, cancellationToken))
        {
            return default(Actor);
        }

        var scopes = token.GetScopes().ToArray();
        return token.GetAuthorizationId() is { } grant
            ? await PersonAsync(grant, client, scopes, token.GetClaim(Claims.AuthenticationContextReference), cancellationToken)
            : statements.SignClient(new Actor { Kind = ActorKind.Client, ClientId = client, Scopes = scopes });
    }

    private async Task<ClaimsPrincipal?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return await validation.ValidateAccessTokenAsync(text, cancellationToken);
        }
        catch (OpenIddictExceptions.ProtocolException)
        {
            return null;
        }
    }

    private async Task<Actor?> PersonAsync(string grantId, string client, string[] scopes, string? acr, CancellationToken cancellationToken)
    {
        if (await authorizations.FindByIdAsync(grantId, cancellationToken) is not AuthorizationRecord { AccountId: { } accountId, Sid: { } sid } grant
            || !await authorizations.HasStatusAsync(grant, Statuses.Valid, cancellationToken))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var found = await (
            from session in db.Sessions.AsNoTracking()
            join account in db.Accounts on session.AccountId equals account.Id
            join person in db.Persons on session.PersonId equals person.Id
            where session.Sid == sid && session.AccountId == accountId && session.EndedAt == null && account.DisabledAt == null
                && (session.Realm == Realm.Citizen || session.ExpiresAt > now)
            select new { Session = session, Person = person }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        // A token keeps the level it was given; a later loss counts at once, a later gain needs a new token.
        var staff = found.Session.Realm == Realm.Staff;
        var stated = acr is null ? 0 : SessionLevel.LevelOf(acr, staff ? CapacityKind.Staff : CapacityKind.Natural) ?? 0;
        var actor = new Actor
        {
            Kind = ActorKind.Person,
            AccountId = accountId,
            PersonId = found.Person.Id,
            Capacity = staff ? new Capacity(CapacityKind.Staff, await OfficeAsync(accountId, cancellationToken)) : new Capacity(CapacityKind.Natural, null),
            Roles = staff ? await RolesAsync(accountId, cancellationToken) : [],
            Level = Math.Min(stated, SessionLevel.Of(found.Session, found.Person, now)),
            SessionId = sid,
            ClientId = client,
            Scopes = scopes,
        };
        return statements.Sign(actor);
    }

    private Task<string> OfficeAsync(Guid accountId, CancellationToken cancellationToken) =>
        db.Staff.Where(staff => staff.AccountId == accountId).Select(staff => staff.OrganisationCode).SingleAsync(cancellationToken);

    private Task<ScopedRole[]> RolesAsync(Guid accountId, CancellationToken cancellationToken) =>
        db.RoleGrants.Where(grant => grant.AccountId == accountId && grant.RevokedAt == null)
            .Select(grant => new ScopedRole(grant.Role, grant.Region, grant.OrganisationCode)).ToArrayAsync(cancellationToken);

    private static async Task<IResult> HandleAsync(OpenTokenCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.OpenTokenAsync(actor, call, cancellationToken)).ToOperation();
}

/// <summary>Audience of tokens for our own APIs.</summary>
/// <param name="Value">Issuer and <c>/api</c>.</param>
internal sealed record ApiAudience(string Value);
