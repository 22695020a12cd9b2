using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trust.Testing;

namespace Trust.Benchmarks.Seals;

/// <summary>The whole program with SQLite in Development, and the demo machine that seals with the demo seal.</summary>
internal sealed class SealServer : IAsyncDisposable
{
    private readonly TemporaryFolder? _own;
    private readonly GatewayProcess _process;
    private readonly HttpClient _http;
    private string _seal = "";
    private string _grant = "";

    private SealServer(TemporaryFolder? data)
    {
        _own = data is null ? new TemporaryFolder() : null;
        Address = new Uri($"http://localhost:{GatewayProcess.FreePort()}");
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        _process = GatewayProcess.Start(
            [
                "--urls", Address.OriginalString, $"--Trust:DataDirectory={(data ?? _own!).Path}", "--Logging:LogLevel:Default=Warning",
                "--Trust:Rates:Page=1000000", "--Trust:Rates:Secret=1000000", "--Trust:Rates:Heavy=1000000", "--Trust:Rates:Api=1000000",
            ],
            program: Path.Combine(GatewayProcess.RepositoryRoot, "Trust.Gateway", "bin", framework.Parent!.Name, framework.Name, "Trust.Gateway.dll"));
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
    }

    internal Uri Address { get; }

    /// <summary>Most resident memory so far, MiB.</summary>
    internal double PeakMebibytes
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <param name="data">The folder of its data, kept; one of its own where none is given.</param>
    internal static async Task<SealServer> StartAsync(TemporaryFolder? data = null)
    {
        var server = new SealServer(data);
        try
        {
            await server._process.WaitForAsync(new Uri(server.Address, "/health/ready"));
            await server.SignInAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    internal async Task<byte[]> SealAsync(byte[] document)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(document), "file", "document.ofd" }, { new StringContent(_grant), "grantId" }, { new StringContent("基准测试"), "purpose" }, { new StringContent("1,140,230"), "place" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/seal/v1/seals/{_seal}/signatures") { Content = form };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return await SendAsync(request);
    }

    internal async Task VerifyAsync(byte[] document)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(document), "file", "document.ofd" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/seal/v1/verifications") { Content = form };
        using var report = JsonDocument.Parse(await SendAsync(request));
        if (report.RootElement.GetProperty("indication").GetString() != "TOTAL_PASSED")
        {
            throw new InvalidOperationException(report.RootElement.ToString());
        }
    }

    internal async Task StampAsync(byte[] query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/pki/tsa") { Content = new ByteArrayContent(query) { Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") } } };
        if ((await SendAsync(request)).Length < 200)
        {
            throw new InvalidOperationException("No time stamp was given.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _own?.Dispose();
    }

    /// <summary>A fresh token; one lives five minutes.</summary>
    internal async Task SignInAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new StringContent("grant_type=client_credentials&scope=api", Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-machine:demo-machine-secret")));
        using var token = JsonDocument.Parse(await SendAsync(request));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        using var seals = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/api/seal/v1/seals", UriKind.Relative)));
        var first = seals.RootElement.GetProperty("items")[0];
        _seal = first.GetProperty("sealId").GetString()!;
        _grant = first.GetProperty("grantId").GetString()!;
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? content
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{request.RequestUri}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(content)}"));
    }
}
