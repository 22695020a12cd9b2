using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Trust.Samples.Web;

/// <summary>All that a department's application says to sign people in at the platform: authorization code with PKCE.</summary>
internal static class OpenIdConnect
{
    private static readonly string[] Scopes = ["openid", "profile", "phone", "id_document"];

    // Of use to the protocol alone.
    private static readonly string[] Protocol = ["iss", "aud", "azp", "exp", "iat", "nbf", "jti", "nonce", "at_hash"];

    // What the userinfo endpoint gives for those scopes.
    private static readonly string[] UserInfo =
    [
        "name", "preferred_username", "birthdate", "gender", "phone_number", "phone_number_verified", "id_type", "id_number_masked",
        "org_name", "uscc", "org_type", "legal_representative",
    ];

    internal static void Configure(OpenIdConnectOptions options, IConfiguration configuration)
    {
        options.Authority = configuration["Authority"];
        options.ClientId = configuration["ClientId"];
        options.ClientSecret = configuration["ClientSecret"];
        options.RequireHttpsMetadata = !new Uri(options.Authority!).IsLoopback;
        options.BackchannelHttpHandler = new BasicClientAuthentication { InnerHandler = new SocketsHttpHandler() };

        // The answer comes back as a plain link: nothing is posted across sites, so cookies may stay SameSite=Lax and plain http works on localhost.
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CallbackPath = "/callback";
        options.SignedOutCallbackPath = "/";
        KeepLax(options.CorrelationCookie, "sample-web-sign-in.");
        KeepLax(options.NonceCookie, "sample-web-nonce.");

        options.Scope.Clear();
        foreach (var scope in Scopes)
        {
            options.Scope.Add(scope);
        }

        // Claims keep the names that the platform gives them; acr and the like are wanted too.
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.Clear();
        options.ClaimActions.DeleteClaims(Protocol);
        foreach (var claim in UserInfo)
        {
            options.ClaimActions.MapUniqueJsonKey(claim, claim);
        }

        // The ID token goes back as id_token_hint at logout.
        options.SaveTokens = true;
        options.Events.OnRedirectToIdentityProvider = AskForLevel;
        options.Events.OnSignedOutCallbackRedirect = LetHomePageThrough;
        options.Events.OnRemoteFailure = ShowFailure;
    }

    private static void KeepLax(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static Task AskForLevel(RedirectContext context)
    {
        if (context.Properties.Items.TryGetValue(BeginSignIn.AskedLevel, out var level))
        {
            context.ProtocolMessage.AcrValues = level;
        }

        return Task.CompletedTask;
    }

    // The registered address after logout is the home page. Only what comes with our state is an answer of the platform.
    private static Task LetHomePageThrough(RemoteSignOutContext context)
    {
        if (context.Properties is null)
        {
            context.SkipHandler();
        }

        return Task.CompletedTask;
    }

    private static Task ShowFailure(RemoteFailureContext context)
    {
        var error = context.Request.Query["error"].ToString();
        context.Response.Redirect("/error" + QueryString.Create("reason", error.Length > 0 ? error : "invalid_response"));
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
