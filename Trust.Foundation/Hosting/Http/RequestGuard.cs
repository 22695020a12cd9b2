using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>
/// First look at every request: foreign Host, forwarded headers, our own internal headers from outside, cross-site posts,
/// and the headers that every answer carries.
/// </summary>
internal sealed class RequestGuard
{
    private static readonly string[] ForwardedHeaders = ["Forwarded", "X-Forwarded-", "X-Original-", "X-Rewrite-URL", "X-Real-IP", "Via"];

    private readonly RequestDelegate next;
    private readonly PublicOrigin origin;
    private readonly TrustEnvironment environment;
    private readonly ListenerKinds listeners;
    private readonly List<IPNetwork> trustedProxies;

    public RequestGuard(RequestDelegate next, PublicOrigin origin, RootOptions options, TrustEnvironment environment, ListenerKinds listeners)
    {
        this.next = next;
        this.origin = origin;
        this.environment = environment;
        this.listeners = listeners;
        trustedProxies = [.. options.TrustedProxies.Select(ReadNetwork)];
    }

    public Task InvokeAsync(HttpContext context)
    {
        SecurityHeaders.Add(context, origin);
        var request = context.Request;
        if (!listeners.IsInternal(context))
        {
            if (RefuseForwarded(context) is { } refusal)
            {
                return refusal;
            }

            RemoveInternalHeaders(request.Headers);
        }

        // On the internal listener the operations are called under the process's own address; pages come with the front's Host.
        var exempt = request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || (listeners.IsInternal(context) && request.Path.StartsWithSegments("/internal", StringComparison.Ordinal));
        if (!exempt && !string.Equals(request.Host.Value, origin.HostAndPort, StringComparison.OrdinalIgnoreCase))
        {
            return Problems.WriteAsync(context, HostErrors.ForeignHost);
        }

        // A proxy in front speaks https to people and http to us: cookies and addresses follow what people see.
        request.Scheme = origin.IsHttps ? "https" : "http";
        return IsCrossSiteChange(request) ? Problems.WriteAsync(context, HostErrors.CrossSite) : next(context);
    }

    // The proxy in front is trusted for the client's address only: host and scheme come from Trust:PublicUrl.
    private Task? RefuseForwarded(HttpContext context)
    {
        var headers = context.Request.Headers;
        var forwarded = headers.Keys.Where(IsForwarded).ToList();
        if (forwarded.Count == 0)
        {
            return null;
        }

        if (environment is { NamedDevelopment: true, RemoteDevelopmentAllowed: false })
        {
            return Problems.WriteAsync(context, HostErrors.ForwardedInDevelopment);
        }

        if (context.Connection.RemoteIpAddress is { } peer && IsTrusted(peer))
        {
            context.Connection.RemoteIpAddress = ClientOf(headers["X-Forwarded-For"]) ?? peer;
        }

        foreach (var name in forwarded)
        {
            headers.Remove(name);
        }

        return null;
    }

    private static bool IsForwarded(string name) => Array.Exists(ForwardedHeaders, known => known.EndsWith('-')
        ? name.StartsWith(known, StringComparison.OrdinalIgnoreCase)
        : name.Equals(known, StringComparison.OrdinalIgnoreCase));

    // From the right: the last address that is not one of our own proxies is the client as they saw it.
    private IPAddress? ClientOf(StringValues header)
    {
        var hops = header.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var index = hops.Length - 1; index >= 0; index--)
        {
            // Some proxies write the port too.
            if (!IPEndPoint.TryParse(hops[index], out var hop))
            {
                return null;
            }

            var address = hop.Address;

            if (!IsTrusted(address))
            {
                return address;
            }
        }

        return null;
    }

    private bool IsTrusted(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return trustedProxies.Any(network => network.Contains(plain));
    }

    private static void RemoveInternalHeaders(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(name => name.StartsWith("Trust-", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            headers.Remove(name);
        }
    }

    private static bool IsCrossSiteChange(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        && request.Headers["Sec-Fetch-Site"] == "cross-site"
        && !request.Path.StartsWithSegments("/connect", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/saml", StringComparison.Ordinal);

    private static IPNetwork ReadNetwork(string text) =>
        IPNetwork.TryParse(text, out var network) ? network : new IPNetwork(IPAddress.Parse(text), IPAddress.Parse(text).GetAddressBytes().Length * 8);
}
