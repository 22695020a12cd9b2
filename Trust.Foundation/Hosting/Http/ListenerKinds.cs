using Microsoft.AspNetCore.Http;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>Tells the listener for other processes of the node from those for people and clients, by local port.</summary>
/// <param name="environment">Listening addresses.</param>
internal sealed class ListenerKinds(TrustEnvironment environment)
{
    private readonly HashSet<int> internalPorts = [.. environment.InternalUrls.Select(url => url.Port)];

    public bool IsInternal(HttpContext context) => internalPorts.Contains(context.Connection.LocalPort);
}
