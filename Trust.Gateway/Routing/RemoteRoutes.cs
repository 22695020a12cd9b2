using Trust.Hosting.Actors;
using Trust.Hosting.Composition;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;
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
    private static readonly string[] PageCookies = ["trust-view", "trust-form", "trust-request", "trust-device", "trust-registration", "trust-passkey"];

    // What the front looks at itself, and other processes never see.
    private static readonly string[] Held = ["Cookie", "Authorization", "DPoP", ActorToken.HeaderName];

    public static void AddRemoteRoutes(this WebApplicationBuilder builder, TrustComposition composition)
    {
        var remote = composition.Modules.Remote.ToList();
        var routes = remote.SelectMany(candidate => candidate.Module.PublicPaths.Select((path, index) => new RouteConfig
        {
            RouteId = $"{candidate.Module.Name}-{index}",
            ClusterId = candidate.Module.Name,
            AuthorizationPolicy = "anonymous",
            Match = new RouteMatch { Path = path },
            MaxRequestBodySize = candidate.Module.LargestBody(path, builder.Configuration),
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
            // Zone and rate class are the endpoint's own: its process compares them with the origin that the token carries.
            app.MapReverseProxy().InZone(Zone.Both).InRateClass(RateClass.Unlimited);
        }
    }

    private static void AddTransforms(TransformBuilderContext context)
    {
        var module = context.Route.ClusterId!;
        context.UseDefaultForwarders = false;
        context.AddOriginalHost();
        context.AddRequestTransform(transform => SignAsync(transform, module));
    }

    // The other process sees neither session nor bearer token, only who the front says it is.
    private static async ValueTask SignAsync(RequestTransformContext transform, string module)
    {
        var context = transform.HttpContext;
        var services = context.RequestServices;
        var path = transform.Path + transform.Query.QueryString.ToUriComponent();
        if (await DigestAsync(context) is not { } digest)
        {
            return;
        }

        var binding = new CallBinding(module, context.Request.Method, path, digest);
        var origin = new CallOrigin(services.GetRequiredService<RootOptions>().Zone, RateSource.Of(context));
        var headers = transform.ProxyRequest.Headers;
        foreach (var name in Held.Where(name => name != "Authorization" || !IsForClients(context.Request.Path)))
        {
            headers.Remove(name);
        }

        if (CookiesForPages(context.Request) is { Length: > 0 } cookies)
        {
            headers.Add("Cookie", cookies);
        }

        headers.Add(ActorToken.HeaderName, services.GetRequiredService<CallSigner>().Sign(context.GetActor(), binding, origin));
    }

    // Null for a body that is too large or breaks off: the answer is set, and then nothing is passed on.
    private static async Task<string?> DigestAsync(HttpContext context)
    {
        try
        {
            return await CallBinding.DigestAsync(context.Request);
        }
        catch (BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode;
            return null;
        }
    }

    // At the OAuth endpoints the header is an application's own secret or token, which only Identity can check.
    private static bool IsForClients(PathString path) => path.StartsWithSegments("/connect", StringComparison.Ordinal);

    // What a page needs beside the person: how it is looked at, and the twin of the form's antiforgery value.
    private static string CookiesForPages(HttpRequest request) => string.Join("; ", request.Cookies
        .Where(cookie => Array.Exists(PageCookies, name => cookie.Key.Replace("__Host-", "", StringComparison.Ordinal).StartsWith(name, StringComparison.Ordinal)))
        .Select(cookie => $"{cookie.Key}={Uri.EscapeDataString(cookie.Value)}"));

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
