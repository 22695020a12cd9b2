using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Trust.Samples.Web;

/// <summary>Sends somebody to the platform, who may be asked for a level: <c>/sign-in?acr=urn:gov-trust:acr:natural:l2</c>.</summary>
internal static class BeginSignIn
{
    /// <summary>Item of the session: the level that was asked for.</summary>
    internal const string AskedLevel = "asked-acr";

    /// <summary>Levels of a natural person, lowest first.</summary>
    internal static readonly IReadOnlyList<string> Levels = ["urn:gov-trust:acr:natural:l1", "urn:gov-trust:acr:natural:l2", "urn:gov-trust:acr:natural:l3"];

    internal static ChallengeHttpResult Handle(string? acr)
    {
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        if (acr is not null && Levels.Contains(acr))
        {
            properties.Items[AskedLevel] = acr;
        }

        return TypedResults.Challenge(properties, [OpenIdConnectDefaults.AuthenticationScheme]);
    }
}
