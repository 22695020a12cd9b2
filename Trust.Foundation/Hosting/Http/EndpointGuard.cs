using Microsoft.AspNetCore.Http;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>Serves only endpoints of this process's zone, and development pages only in Development.</summary>
internal sealed class EndpointGuard(RequestDelegate next, RootOptions options, TrustEnvironment environment, ListenerKinds listeners)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || IsServed(context, endpoint))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // An endpoint that names no zone is served nowhere.
    private bool IsServed(HttpContext context, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<DevelopmentOnlyAttribute>() is not null && !environment.IsDevelopment)
        {
            return false;
        }

        return endpoint.Metadata.GetMetadata<InZoneAttribute>()?.Zone switch
        {
            null => false,
            Zone.Node => listeners.IsInternal(context),
            { } zone => options.Zone.Serves(zone),
        };
    }
}
