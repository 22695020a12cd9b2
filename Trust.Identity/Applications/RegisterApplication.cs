using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Startup;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Applications;

/// <summary>A registered application with the secret that is shown this once; null where it has none.</summary>
internal sealed record RegisteredApplication(string ClientId, string? Secret);

/// <summary>Registers an application (接入应用登记) for the office of whoever registers it.</summary>
internal sealed class RegisterApplication(IdentityDbContext db, IOpenIddictApplicationManager applications, TrustEnvironment environment, TimeProvider time)
{
    private const int MostAddresses = 10;
    private const int LongestAddress = 500;
    private const int LongestKeySet = 16 * 1024;

    public async Task<Result<RegisteredApplication>> RegisterAsync(Actor actor, ApplicationForm form, CancellationToken cancellationToken)
    {
        var office = await db.Staff.AsNoTracking().SingleOrDefaultAsync(staff => staff.AccountId == actor.AccountId, cancellationToken);
        if (office is null || !ApplicationRules.MayRegister(actor, office.OrganisationCode, office.Region))
        {
            return ApplicationErrors.OutOfReach;
        }

        if (Fault(form) is { } fault)
        {
            return fault;
        }

        var secret = form.Kind == ApplicationKind.Public || form.JsonWebKeySet is not null ? null : ApplicationManager.NewSecret();
        var application = Describe(form, office);
        db.Audit(actor, "identity.application-registered", application.ClientId!, payload: new { form.Kind, form.Realm, form.Scopes, application.OwnerCode });
        if (secret is null)
        {
            await applications.CreateAsync(application, cancellationToken);
        }
        else
        {
            await applications.CreateAsync(application, secret, cancellationToken);
        }

        return new RegisteredApplication(application.ClientId!, secret);
    }

    private ApplicationRecord Describe(ApplicationForm form, Staff.StaffRecord office)
    {
        var people = form.Kind != ApplicationKind.Machine;
        var allowed = people ? ApplicationPermissions.Web(form.Realm, form.Kind == ApplicationKind.Public) : ApplicationPermissions.Machine;
        var scopes = form.Scopes.Select(scope => Permissions.Prefixes.Scope + scope).ToList();
        return new ApplicationRecord
        {
            Id = Guid.CreateVersion7(),
            ClientId = $"app-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}",
            ClientType = form.Kind == ApplicationKind.Public ? ClientTypes.Public : ClientTypes.Confidential,
            ApplicationType = ApplicationTypes.Web,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = form.Name.Trim(),
            RedirectUris = people ? JsonSerializer.Serialize(form.RedirectUris) : null,
            PostLogoutRedirectUris = people ? JsonSerializer.Serialize(form.PostLogoutRedirectUris) : null,
            Permissions = JsonSerializer.Serialize(allowed.Where(permission => !permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal) || scopes.Contains(permission))),
            Requirements = people ? JsonSerializer.Serialize<string[]>([Requirements.Features.ProofKeyForCodeExchange]) : null,
            JsonWebKeySet = form.JsonWebKeySet,
            Realm = form.Realm,
            OwnerName = office.OrganisationName,
            OwnerCode = office.OrganisationCode,
            Region = office.Region,
            MinimumLevel = form.MinimumLevel,
            OptionalScopes = string.Join(' ', form.OptionalScopes),
            Purpose = form.Purpose.Trim(),
            IdTokenAlgorithm = form.IdTokenAlgorithm,
            OutsideResource = form.OutsideResource,
            RegisteredAt = time.GetUtcMicroseconds(),
        };
    }

    private TrustError? Fault(ApplicationForm form)
    {
        var people = form.Kind != ApplicationKind.Machine;
        var known = people ? ApplicationPermissions.ScopesOf(form.Realm) : [OidcScopes.Api];
        return form switch
        {
            _ when form.Name.Trim().Length is < 2 or > 60 => ApplicationErrors.Name,
            _ when people && (form.RedirectUris.Count == 0 || !AreAddresses(form.RedirectUris) || !AreAddresses(form.PostLogoutRedirectUris)) => ApplicationErrors.Redirect,

            // The host is the sector of the subjects: with two, one person would be two strangers to one application.
            _ when people && form.RedirectUris.Select(address => new Uri(address).Host).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1 => ApplicationErrors.Redirect,
            _ when form.Scopes.Except(known).Any() || form.OptionalScopes.Except(form.Scopes).Any() => ApplicationErrors.Scope,
            _ when people && form.Purpose.Trim().Length is < 2 or > 200 => ApplicationErrors.Purpose,
            _ when form.IdTokenAlgorithm is not ("RS256" or "ES256") => ApplicationErrors.Algorithm,
            _ when form.MinimumLevel is < 0 or > 2 => ApplicationErrors.Level,
            _ when form.OutsideResource is { } outside && (form.Kind != ApplicationKind.Machine || !IsAddress(outside)) => ApplicationErrors.Redirect,
            _ when form.JsonWebKeySet is { } keys && (form.Kind == ApplicationKind.Public || !AreKeys(keys)) => ApplicationErrors.Keys,
            _ => null,
        };
    }

    private bool AreAddresses(IReadOnlyList<string> addresses) => addresses.Count <= MostAddresses && addresses.All(IsAddress);

    // Compared as text at every request, so it is refused here when two readers could understand it differently.
    private bool IsAddress(string text) =>
        text.Length <= LongestAddress && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && !text.Contains('*', StringComparison.Ordinal) && !text.Contains('#', StringComparison.Ordinal) && text.All(character => character is > ' ' and < '\u007f')
        && (uri.Scheme == Uri.UriSchemeHttps || (environment.IsDevelopment && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool AreKeys(string text)
    {
        if (text.Length > LongestKeySet)
        {
            return false;
        }

        try
        {
            var keys = JsonWebKeySet.Create(text).Keys;
            return keys.Count is >= 1 and <= 5 && keys.All(key => !key.HasPrivateKey && key.K is null
                && ((key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && key.Crv == JsonWebKeyECTypes.P256) || (key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeySize >= 2048)));
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException or FormatException)
        {
            return false;
        }
    }
}
