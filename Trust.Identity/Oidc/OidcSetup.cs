using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>The OpenID provider: which flows, lifetimes and keys. What it does at each step stands in the handlers.</summary>
internal static class OidcSetup
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan RequestLifetime = TimeSpan.FromMinutes(5);

    // A lost answer may be asked for again; after that the old token means that somebody else has it.
    private static readonly TimeSpan RefreshLeeway = TimeSpan.FromSeconds(5);

    public static void AddOidc(this ModuleBuilder module)
    {
        var services = module.Services;
        services.AddSingleton<OidcKeys>().AddSingleton(provider => new ApiAudience($"{provider.GetRequiredService<PublicOrigin>()}/api"));
        services.AddSingleton<PreparedMetadata>();
        services.AddScoped<Consents.ConsentStore>().AddScoped<PendingRequests>().AddScoped<OpenToken>().AddScoped<AuthorizeFlow>().AddScoped<TokenPrincipals>().AddScoped<ReleasedClaims>();
        services.AddScoped<DeviceRequests>();
        services.AddSingleton<LogoutQuestions>();
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDbContext>()
                    .ReplaceDefaultEntities<ApplicationRecord, AuthorizationRecord, ScopeRecord, TokenRecord, Guid>();
                core.ReplaceApplicationManager<ApplicationRecord, ApplicationManager>();
            })
            .AddServer(AddServer)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.EnableAuthorizationEntryValidation();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<PublicOrigin, OidcKeys, IdentityOptions>(Configure);
        services.AddOptions<OpenIddictServerAspNetCoreOptions>().Configure<PublicOrigin>((options, origin) => options.DisableTransportSecurityRequirement = !origin.IsHttps);
    }

    private static void AddServer(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetPushedAuthorizationEndpointUris("connect/par")
            .SetUserInfoEndpointUris("connect/userinfo").SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke")
            .SetDeviceAuthorizationEndpointUris("connect/device").SetEndUserVerificationEndpointUris("account/device").SetEndSessionEndpointUris("connect/logout");

        // Served from prepared bytes instead.
        server.SetConfigurationEndpointUris(Array.Empty<Uri>()).SetJsonWebKeySetEndpointUris(Array.Empty<Uri>());
        server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().AllowDeviceAuthorizationFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes([.. OidcScopes.All]);
        server.DisableAccessTokenEncryption();
        server.SetAuthorizationCodeLifetime(CodeLifetime).SetRefreshTokenReuseLeeway(RefreshLeeway)
            .SetDeviceCodeLifetime(TimeSpan.FromMinutes(10)).SetUserCodeLifetime(TimeSpan.FromMinutes(10)).SetIdentityTokenLifetime(TimeSpan.FromMinutes(10));
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableUserInfoEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough().EnableEndUserVerificationEndpointPassthrough().EnableErrorPassthrough();
        OidcHandlers.Add(server);
    }

    private static void Configure(OpenIddictServerOptions options, PublicOrigin origin, OidcKeys keys, IdentityOptions settings)
    {
        options.Issuer = new Uri(origin.ToString());
        options.AccessTokenLifetime = TimeSpan.FromMinutes(settings.Tokens.AccessMinutes);
        options.RefreshTokenLifetime = TimeSpan.FromDays(settings.Tokens.RefreshDays);

        // Counted from the sign-in: rotation renews the token, never the grant.
        options.DisableSlidingRefreshTokenExpiration = true;
        options.RequestTokenLifetime = RequestLifetime;
        options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);

        // Answers travel in the query; a form that posts itself would need a script in the page.
        options.ResponseModes.Clear();
        options.ResponseModes.Add(ResponseModes.Query);
        options.EncryptionCredentials.Add(new(keys.Encryption, "A256KW", "A256CBC-HS512"));
        options.SigningCredentials.Add(keys.Signing("ES256"));
        options.SigningCredentials.Add(keys.Signing("RS256"));
        foreach (var key in keys.Published.Where(key => options.SigningCredentials.All(known => known.Key.KeyId != key.KeyId)))
        {
            options.TokenValidationParameters.IssuerSigningKeys = [.. options.TokenValidationParameters.IssuerSigningKeys ?? [], key];
        }
    }
}

/// <summary>Scopes of the provider. What each releases: <see cref="ReleasedClaims"/>.</summary>
internal static class OidcScopes
{
    public const string IdDocument = "id_document";
    public const string Staff = "staff";
    public const string Account = "account";
    public const string Applications = "applications";
    public const string Api = "api";

    public static IReadOnlyList<string> All { get; } =
        [Scopes.OpenId, Scopes.Profile, Scopes.Phone, Scopes.OfflineAccess, IdDocument, Staff, Account, Applications, Api];
}
