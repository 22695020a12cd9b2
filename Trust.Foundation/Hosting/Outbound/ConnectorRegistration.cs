using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Outbound;

/// <summary>How a module registers a connector.</summary>
public static class ConnectorRegistration
{
    /// <summary>
    /// Reads the options and registers the connector with its HTTP client, named <c>{module}.{name}</c>: the whole call within the timeout, answers up to
    /// 64 KiB, no redirects, cookies, proxy or log.
    /// </summary>
    /// <typeparam name="TConnector">Connector; its constructor takes an <see cref="HttpClient"/>.</typeparam>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="name">Name of the service.</param>
    /// <param name="sandboxPath">Where the sandbox of a development installation speaks for it.</param>
    public static void AddConnector<TConnector, TOptions>(this ModuleBuilder module, string name, string sandboxPath)
        where TConnector : class
        where TOptions : ConnectorOptions, ITrustOptions, new()
    {
        ArgumentNullException.ThrowIfNull(module);
        var options = module.AddOptions<TOptions>();
        module.Services.AddHttpClient<TConnector>($"{module.Name}.{name}", (services, client) =>
            {
                var url = options.Url ?? services.GetRequiredService<PublicOrigin>().At(sandboxPath);
                client.BaseAddress = new Uri($"{url.AbsoluteUri.TrimEnd('/')}/");
                client.Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
                client.MaxResponseContentBufferSize = ConnectorClient.MaximumBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(Transport)
            .RemoveAllLoggers();
    }

    private static SocketsHttpHandler Transport()
    {
        var handler = new SocketsHttpHandler
        {
            // Outsiders learn neither our trace ids nor what travels beside them.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            UseProxy = false,
        };

        // Neither issuers nor revocation lists are fetched from addresses that the service's certificate names.
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        return handler;
    }
}
