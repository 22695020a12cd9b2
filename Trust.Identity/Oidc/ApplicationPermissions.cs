using Trust.Identity.Accounts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>What kinds of application may ask the provider for.</summary>
internal static class ApplicationPermissions
{
    /// <summary>An application that calls for itself.</summary>
    public static IReadOnlyList<string> Machine { get; } =
    [
        Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials,
        Permissions.Prefixes.Scope + OidcScopes.Api,
    ];

    /// <summary>An application through which people sign in.</summary>
    public static IReadOnlyList<string> Web(Realm realm, bool isPublic) =>
    [
        Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.PushedAuthorization, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
        .. isPublic ? Array.Empty<string>() : [Permissions.Endpoints.Introspection],
        .. realm == Realm.Staff ? Array.Empty<string>() : [Permissions.Endpoints.DeviceAuthorization, Permissions.GrantTypes.DeviceCode],
        Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
        .. ScopesOf(realm).Select(scope => Permissions.Prefixes.Scope + scope),
    ];

    /// <summary>Scopes that applications of a realm may ask for; <c>openid</c> and <c>offline_access</c> need no permission.</summary>
    public static IReadOnlyList<string> ScopesOf(Realm realm) => realm == Realm.Citizen
        ? [Scopes.Profile, Scopes.Phone, OidcScopes.IdDocument, OidcScopes.Account]
        : [Scopes.Profile, OidcScopes.Staff, OidcScopes.Applications];
}
