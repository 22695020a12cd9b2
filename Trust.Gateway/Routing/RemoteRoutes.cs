using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Trust.Hosting.Actors;
using Trust.Hosting.Composition;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Trust.Gateway.Routing;

/// <summary>
/// Routes the public paths of modules in other processes. The front takes cookies and bearer tokens off and hands on an
/// actor token bound to this one request.
/// </summary>
internal static class RemoteRoutes
{
    public static void AddRemoteRoutes(this WebApplicationBuilder builder, TrustComposition composition)
    {
        var remote = composition.Modules.Remote.Where(candidate => !composition.Modules.IsLocal(candidate.Module.Name)).ToList();
        var routes = remote.SelectMany(candidate => candidate.Module.PublicPaths.Select((path, index) => new RouteConfig
        {
            RouteId = $"{candidate.Module.Name}-{index}",
            ClusterId = candidate.Module.Name,
            AuthorizationPolicy = "anonymous",
            Match = new RouteMatch { Path = path },
        })).ToList();
        var clusters = remote.Select(candidate => new ClusterConfig
        {
            ClusterId = candidate.Module.Name,
            Destinations = new Dictionary<string, DestinationConfig> { ["process"] = new() { Address = candidate.Address.ToString() } },
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) },
        }).ToList();
        builder.Services.AddSingleton<IForwarderHttpClientFactory, NodeForwarderClients>();
        builder.Services.AddReverseProxy().LoadFromMemory(routes, clusters).AddTransforms(AddTransforms);
    }

    public static void MapRemoteRoutes(this WebApplication app, TrustComposition composition)
    {
        if (composition.Modules.Remote.Any())
        {
            app.MapReverseProxy().InZone(Zone.Both).InRateClass(RateClass.Page);
        }
    }

    private static void AddTransforms(TransformBuilderContext context)
    {
        var module = context.Route.ClusterId!;
        context.UseDefaultForwarders = false;
        context.AddOriginalHost();
        context.AddRequestTransform(transform => SignAsync(transform, module));
    }

    // The other process sees neither cookie nor bearer token, only who the front says it is.
    private static async ValueTask SignAsync(RequestTransformContext transform, string module)
    {
        var context = transform.HttpContext;
        var digest = await DigestAsync(context.Request, context.RequestAborted);
        var path = transform.Path + transform.Query.QueryString.ToUriComponent();
        transform.ProxyRequest.Headers.Remove("Cookie");
        transform.ProxyRequest.Headers.Remove("Authorization");
        transform.ProxyRequest.Headers.Remove("DPoP");
        transform.ProxyRequest.Headers.Remove(ActorToken.HeaderName);
        var signer = context.RequestServices.GetRequiredService<CallSigner>();
        transform.ProxyRequest.Headers.Add(
            ActorToken.HeaderName, signer.Sign(context.GetActor(), new CallBinding(module, context.Request.Method, path, digest)));
    }

    private static async Task<string> DigestAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return CallBinding.Digest([]);
        }

        request.EnableBuffering();
        var digest = await SHA256.HashDataAsync(request.Body, cancellationToken);
        request.Body.Position = 0;
        return System.Buffers.Text.Base64Url.EncodeToString(digest);
    }

    /// <summary>Connects to the processes of the node as the contract clients do: mutual TLS with the node CA.</summary>
    private sealed class NodeForwarderClients(IServiceProvider services, TrustComposition composition) : ForwarderHttpClientFactory
    {
        protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
        {
            base.ConfigureHandler(context, handler);
            var address = composition.Modules.Remote.First(remote => remote.Module.Name == context.ClusterId).Address;
            ModuleHttpClients.UseNodeTls(services, address, handler);
        }
    }
}
