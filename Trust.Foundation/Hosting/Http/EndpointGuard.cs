using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Hosting.Actors;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>Serves only endpoints of the request's zone, and development pages only in Development.</summary>
internal sealed class EndpointGuard(RequestDelegate next, RootOptions options, TrustEnvironment environment, ListenerKinds listeners)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();

        // Routing's own answers (405, 415) carry no rules of ours and no content.
        if (endpoint is not null and not RouteEndpoint)
        {
            return endpoint.RequestDelegate!(context);
        }

        // What no endpoint serves is not found, rather than refused by the fallback policy.
        if (endpoint is not null && IsServed(context, endpoint))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // An endpoint that names no zone is served nowhere. What the front passes on is served in the front's zone and in this process's.
    private bool IsServed(HttpContext context, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<DevelopmentOnlyAttribute>() is not null && !environment.IsDevelopment)
        {
            return false;
        }

        var origin = context.Features.Get<AcceptedCall>()?.Origin;
        return endpoint.Metadata.GetMetadata<InZoneAttribute>()?.Zone switch
        {
            null => false,
            Zone.Node => listeners.IsInternal(context),
            { } zone => options.Zone.Serves(zone) && (origin is null || origin.Zone.Serves(zone)),
        };
    }
}
