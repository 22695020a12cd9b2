using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Composition;

/// <summary>Listens for people on the configured addresses and for other processes on <c>Trust:Internal:Urls</c>.</summary>
internal static class Listeners
{
    // Endpoints that take more say so themselves.
    private const long RequestLimit = 1024 * 1024;

    public static void UseTrustListeners(this IWebHostBuilder web, TrustEnvironment environment)
    {
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimit;
            if (environment.InternalUrls.Count == 0)
            {
                return;
            }

            // An address given in code replaces those of the setting urls, so they are repeated here; Kestrel:Endpoints adds its own.
            foreach (var url in environment.PublicUrls.Except(environment.EndpointUrls))
            {
                Listen(kestrel, url, listen => UsePublicHttps(listen, url));
            }

            foreach (var url in environment.InternalUrls)
            {
                Listen(kestrel, url, listen => UseNodeTls(listen, url));
            }
        });
        if (environment.InternalUrls.Count == 0 && environment.PublicUrls is [var first] && first == new Uri(TrustEnvironment.DefaultUrl))
        {
            web.UseUrls(TrustEnvironment.DefaultUrl);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, Action<ListenOptions> configure)
    {
        if (url.Host == "localhost")
        {
            kestrel.ListenLocalhost(url.Port, configure);
        }
        else if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, url.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, configure);
        }
    }

    private static void UsePublicHttps(ListenOptions listen, Uri url)
    {
        if (url.Scheme == "https")
        {
            listen.UseHttps();
        }
    }

    // Both sides prove that they belong to the node; which process it is, the actor token says.
    private static void UseNodeTls(ListenOptions listen, Uri url)
    {
        if (url.Scheme != "https")
        {
            return;
        }

        var services = listen.ApplicationServices;
        var node = NodeTls.Read(services.GetRequiredService<KeyFolder>(), services.GetRequiredService<InternalOptions>(), services.GetRequiredService<NodeOptions>());
        listen.UseHttps(https =>
        {
            https.ServerCertificate = node.Certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => node.IsOfNode(certificate);
            https.OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = node.Policy();
        });
    }
}
