using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Outbound;

/// <summary>Rules for calls to addresses that a partner configured.</summary>
public sealed class OutboundOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Outbound";

    /// <summary>Host names that may resolve to private addresses, for partners inside the government network.</summary>
    public string[] AllowedPrivateHosts { get; set; } = [];

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var host in AllowedPrivateHosts.Where(host => Uri.CheckHostName(host) is UriHostNameType.Unknown))
        {
            report.Add("Trust:Outbound:AllowedPrivateHosts", $"'{host}' is not a host name.");
        }
    }
}

/// <summary>A call that the rules refuse.</summary>
/// <param name="code">Stable code, <c>outbound.reason</c>.</param>
/// <param name="message">What was refused.</param>
public sealed class OutboundRefusedException(string code, string message) : Exception(message)
{
    /// <summary>Stable code: <c>outbound.not-https</c>, <c>outbound.private-address</c>, <c>outbound.redirect</c>, <c>outbound.too-large</c>.</summary>
    public string Code => code;
}

/// <summary>
/// The one client for addresses that a partner configures (metadata, JWKS, logout, callbacks): https, public addresses only,
/// the resolved address pinned for the connection, no redirects, 5 seconds, 1 MiB.
/// </summary>
public sealed class PartnerHttp : IDisposable
{
    /// <summary>Largest answer: 1 MiB.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>Time for a whole call: 5 seconds.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient client;
    private readonly HashSet<string> allowedPrivateHosts;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;

    /// <summary>Makes the client.</summary>
    /// <param name="options">Rules.</param>
    /// <param name="trust">Additional certificate check, or null for the machine's own.</param>
    public PartnerHttp(OutboundOptions options, System.Net.Security.RemoteCertificateValidationCallback? trust = null)
        : this(options, trust, Dns.GetHostAddressesAsync)
    {
    }

    internal PartnerHttp(
        OutboundOptions options, System.Net.Security.RemoteCertificateValidationCallback? trust, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.resolve = resolve;
        allowedPrivateHosts = options.AllowedPrivateHosts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            UseCookies = false,
            UseProxy = false,
        };
        // Neither issuers nor revocation lists are fetched from addresses that the partner's certificate names.
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        handler.SslOptions.RemoteCertificateValidationCallback = trust;
        client = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaximumBytes };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Trust", "1"));
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="request">Request with an absolute https address.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OutboundRefusedException">The rules refuse the address or the answer.</exception>
    /// <exception cref="HttpRequestException">The partner is not answering.</exception>
    /// <exception cref="TaskCanceledException">The call took longer than 5 seconds.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true, Scheme: "https", UserInfo: "" })
        {
            throw new OutboundRefusedException("outbound.not-https", "Only https addresses without a user are called.");
        }

        try
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if ((int)response.StatusCode is >= 300 and < 400)
            {
                response.Dispose();
                throw new OutboundRefusedException("outbound.redirect", "The partner answered with a redirect.");
            }

            return response;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new OutboundRefusedException("outbound.too-large", "The answer is larger than 1 MiB.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is OutboundRefusedException refusal)
        {
            throw refusal;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // Resolved once and connected by address: a second look-up cannot answer differently (DNS rebinding).
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        var allowed = allowedPrivateHosts.Contains(host) ? addresses : [.. addresses.Where(PublicAddress.Is)];
        if (allowed.Length == 0 || allowed.Length != addresses.Length)
        {
            throw new OutboundRefusedException("outbound.private-address", "The address is not a public one.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
