using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Modules;

/// <summary>HTTP clients of modules in other processes, by name <c>internal:{module}</c>.</summary>
public static class ModuleHttpClients
{
    /// <summary>Name of the client in the factory.</summary>
    /// <param name="module">Module called.</param>
    public static string NameOf(string module) => $"internal:{module}";

    /// <summary>Registers the HTTP client of a contract for a module that runs elsewhere.</summary>
    /// <typeparam name="TContract">Interface of the contract.</typeparam>
    /// <typeparam name="TClient">Its HTTP client, made from an <see cref="HttpClient"/>.</typeparam>
    /// <param name="module">The module.</param>
    public static void AddContractClient<TContract, TClient>(this ModuleBuilder module)
        where TContract : class
        where TClient : class, TContract
    {
        ArgumentNullException.ThrowIfNull(module);
        var name = NameOf(module.Name);
        module.Services.AddTransient<TContract>(services =>
            ActivatorUtilities.CreateInstance<TClient>(services, services.GetRequiredService<IHttpClientFactory>().CreateClient(name)));
    }

    internal static void AddModuleHttpClient(this IServiceCollection services, string module, Uri address, TimeSpan patience) =>
        services.AddHttpClient(NameOf(module), client =>
            {
                client.BaseAddress = address;
                client.Timeout = patience;
            })
            .ConfigurePrimaryHttpMessageHandler(provider => Transport(provider, address))
            .AddHttpMessageHandler(provider => new CallSigningHandler(module, provider.GetRequiredService<CallSigner>()));

    internal static SocketsHttpHandler Transport(IServiceProvider services, Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        };
        UseNodeTls(services, address, handler);
        return handler;
    }

    /// <summary>Makes a connection to another process prove who this one is, and accept only processes of the node.</summary>
    /// <param name="services">Services of the process.</param>
    /// <param name="address">Address of the other process; loopback http needs nothing.</param>
    /// <param name="handler">Handler of the connection.</param>
    public static void UseNodeTls(IServiceProvider services, Uri address, SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(handler);
        if (address.Scheme != "https")
        {
            return;
        }

        var node = NodeTls.Read(services.GetRequiredService<KeyFolder>(), services.GetRequiredService<InternalOptions>(), services.GetRequiredService<NodeOptions>());
        handler.SslOptions.ClientCertificates = [node.Certificate];
        handler.SslOptions.CertificateChainPolicy = node.Policy();
        handler.SslOptions.RemoteCertificateValidationCallback = node.IsOfNode;
    }
}
