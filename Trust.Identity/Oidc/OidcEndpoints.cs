using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Hosting.Http;

namespace Trust.Identity.Oidc;

/// <summary>Addresses of the OpenID provider. All are open to anonymous callers: client, code and token are their authorisation.</summary>
internal static class OidcEndpoints
{
    // The library answers these before routing's endpoint runs; the endpoint gives them zone and rate class, and answers what the library leaves.
    private static readonly string[] Answered = ["/connect/par", "/connect/introspect", "/connect/revoke", "/connect/device"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in Answered)
        {
            Open(endpoints.MapPost(path, () => TypedResults.NotFound()), RateClass.Api);
        }

        Open(endpoints.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize.HandleAsync), RateClass.Page);
        Open(endpoints.MapPost("/connect/token", ExchangeToken.HandleAsync), RateClass.Api);
        Open(endpoints.MapMethods("/connect/userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfo.HandleAsync), RateClass.Api);
        Open(endpoints.MapMethods("/connect/logout", [HttpMethods.Get, HttpMethods.Post], EndSession.HandleAsync), RateClass.Page);
        Open(endpoints.MapGet("/account/authorize/{id}", Authorize.ContinueAsync), RateClass.Page);
        Open(endpoints.MapGet("/account/staff/authorize/{id}", Authorize.ContinueAsync), RateClass.Page);
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" })
        {
            Open(endpoints.MapGet(path, (HttpContext context, PreparedMetadata prepared) => prepared.Discovery.AnswerAsync(context)), RateClass.Unlimited);
        }

        Open(endpoints.MapGet(PreparedMetadata.KeySetPath, (HttpContext context, PreparedMetadata prepared) => prepared.KeySet.AnswerAsync(context)), RateClass.Unlimited);
    }

    private static void Open(IEndpointConventionBuilder endpoint, RateClass rateClass) => endpoint.AllowAnonymous().InZone(Zone.Both).InRateClass(rateClass);
}
