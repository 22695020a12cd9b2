using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>Identity in an operating-system process of its own, killed and started again while the portal serves.</summary>
public sealed class TwoProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int frontPort = GatewayProcess.FreePort();
    private readonly int identityPort = GatewayProcess.FreePort();

    [Fact]
    [Requirement("ARC-25")]
    public async Task Portal_degrades_politely_while_Identity_is_away_and_recovers()
    {
        await using var first = await StartIdentityAsync();
        await using var front = await StartFrontAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{frontPort}") };
        await AssertGreetsAsync(client);

        await first.KillAsync();
        var away = await HomeAsync(client);
        Assert.DoesNotContain("林清和，您好", away, StringComparison.Ordinal);
        Assert.Contains("统一身份暂时没有回应", away, StringComparison.Ordinal);

        await using var second = await StartIdentityAsync();
        await AssertGreetsAsync(client);
        Assert.False(front.HasExited);
    }

    [Fact]
    public async Task Page_that_another_process_does_not_have_is_a_page_for_people_with_one_policy()
    {
        await using var identity = await StartIdentityAsync();
        await using var front = await StartFrontAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{frontPort}") };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/nowhere");
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", "trust-view=en.0.light; session=secret");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("<html lang=\"en\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_of_its_own_serves_no_page_and_no_operation_without_an_actor_token()
    {
        await using var identity = await StartIdentityAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{identityPort}") };
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var call = await client.PostAsync(new Uri("/internal/identity/v1/resolve-person", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
        Assert.Contains("request.call-refused", await call.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var page = await client.GetAsync(new Uri("/account/anything", UriKind.Relative));
        Assert.NotEqual(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Identity_of_its_own_is_reached_by_mutual_tls()
    {
        await using var identity = await StartIdentityAsync("https");
        await using var front = await StartFrontAsync("https");
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{frontPort}") };
        await AssertGreetsAsync(client);

        // A stranger without a certificate of the node CA does not get as far as a request.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var stranger = new HttpClient(handler);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri($"https://localhost:{identityPort}/health/live")));
    }

    [Fact]
    [Requirement("SEC-02")]
    public async Task Address_in_the_certificate_of_a_stranger_is_never_fetched()
    {
        await using var identity = await StartIdentityAsync("https");
        var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var certificate = CertificateNaming(new Uri($"http://127.0.0.1:{((IPEndPoint)trap.LocalEndpoint).Port}/ca.cer"));
        using var connection = new TcpClient("localhost", identityPort);
        await using var tls = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, (_, server, _, _) => server is not null);
        Assert.Equal(0, await AskAsync(tls, certificate));
        await Task.Delay(500);
        Assert.False(trap.Pending());
        trap.Stop();
    }

    public void Dispose() => folder.Dispose();

    // Bytes of an answer; a refused handshake shows as an error or as the end of the stream.
    private static async Task<int> AskAsync(SslStream tls, X509Certificate2 certificate)
    {
        try
        {
            // Offline: the client of the test must not fetch the address either.
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            });
            await tls.WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            return await tls.ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // Issued by nobody that is at hand: a careless server would fetch the issuer from the address inside.
    private static X509Certificate2 CertificateNaming(Uri issuerAddress)
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [issuerAddress.ToString()]));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(
            new X500DistinguishedName("CN=nobody"), X509SignatureGenerator.CreateForECDsa(issuerKey), now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private async Task<GatewayProcess> StartIdentityAsync(string scheme = "http")
    {
        var identity = GatewayProcess.Start(
        [
            "--Trust:Modules:Only=identity", "--Trust:Node:Process=identity", $"--Trust:Internal:Urls={scheme}://localhost:{identityPort}",
            $"--Trust:PublicUrl=http://localhost:{frontPort}", $"--Trust:DataDirectory={folder.Path}",
        ]);
        await WaitAsync(identity, scheme, identityPort);
        return identity;
    }

    private async Task<GatewayProcess> StartFrontAsync(string scheme = "http")
    {
        var front = GatewayProcess.Start(
        [
            $"--urls=http://localhost:{frontPort}", $"--Trust:Modules:Identity:Url={scheme}://localhost:{identityPort}",
            $"--Trust:DataDirectory={folder.Path}", "--Trust:Portal:PreviewPerson=林清和",
        ]);
        await front.WaitForAsync(new Uri($"http://localhost:{frontPort}/health/ready"));
        return front;
    }

    // With mutual TLS a probe without a certificate sees no answer: the listening line is the sign.
    private static async Task WaitAsync(GatewayProcess process, string scheme, int port)
    {
        if (scheme == "http")
        {
            await process.WaitForAsync(new Uri($"http://localhost:{port}/health/ready"));
            return;
        }

        await process.WaitForAsync("Trust is ready");
    }

    // The page waits two seconds for Identity, which the first call of two cold processes may take on a busy machine.
    private static async Task AssertGreetsAsync(HttpClient client)
    {
        var page = await HomeAsync(client);
        for (var tries = 0; tries < 200 && !page.Contains("林清和，您好", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(250);
            page = await HomeAsync(client);
        }

        Assert.Contains("林清和，您好", page, StringComparison.Ordinal);
    }

    private static async Task<string> HomeAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept", "text/html");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
