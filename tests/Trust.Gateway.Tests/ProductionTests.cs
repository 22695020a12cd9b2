using System.Net;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>A real installation: own keys, a database migrated by the command, behind a proxy.</summary>
public sealed class ProductionTests(ProductionNode node) : IClassFixture<ProductionNode>
{
    [Theory]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("Forwarded", "for=203.0.113.9;host=evil.example;proto=http")]
    [InlineData("X-Forwarded-Proto", "http")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("X-Original-URL", "/about")]
    public async Task Forwarded_header_of_an_untrusted_peer_changes_no_byte(string name, string value)
    {
        foreach (var path in new[] { "/", "/about/recognise", "/nowhere" })
        {
            var plain = await node.ReadAsync(path);
            var forged = await node.ReadAsync(path, request => request.Headers.TryAddWithoutValidation(name, value));
            Assert.Equal(plain, forged);
            Assert.DoesNotContain("evil.example", forged.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Links_are_built_from_the_public_address()
    {
        var page = await node.ReadAsync("/about/recognise");
        Assert.Contains("https://trust.example", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/design")]
    [InlineData("/design/portal")]
    [InlineData("/sandbox")]
    [InlineData("/sandbox/sms/outbox")]
    [InlineData("/sandbox/faults")]
    [InlineData("/sandbox/registry/v1/checks")]
    [InlineData("/sandbox/sms/v1/messages")]
    public async Task Development_pages_do_not_exist(string path) => Assert.Equal(HttpStatusCode.NotFound, (await node.ReadAsync(path)).Status);

    [Fact]
    public async Task Nobody_is_a_demo_person()
    {
        Assert.DoesNotContain("林清和", (await node.ReadAsync("/")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Demo people", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_finds_no_fault_and_audit_verifies()
    {
        var (check, said) = await node.CommandAsync("check");
        Assert.True(check == 0, said);
        var (verify, found) = await node.CommandAsync("audit", "verify");
        Assert.True(verify == 0, found);
        Assert.Contains("identity:", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_never_made_over_others()
    {
        var (code, said) = await node.CommandAsync("keys", "generate");
        Assert.Equal(1, code);
        Assert.Contains("nothing was changed", said, StringComparison.Ordinal);
    }
}

/// <summary>Made with the commands that an operator uses.</summary>
public sealed class ProductionNode : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = GatewayProcess.FreePort();
    private GatewayProcess process = null!;

    public string Output => process.Output;

    private string[] Settings =>
    [
        $"--urls=http://127.0.0.1:{port}", "--Trust:PublicUrl=https://trust.example", $"--Trust:DataDirectory={folder.At("data")}",
        $"--Trust:Keys:Directory={folder.At("keys")}", "--Trust:Keys:MasterKey=0f6b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b",
        .. GatewayProcess.OutsideServices,
    ];

    public async Task InitializeAsync()
    {
        foreach (var command in new[] { new[] { "keys", "generate" }, ["migrate"] })
        {
            var (code, output) = await CommandAsync(command);
            Assert.True(code == 0, output);
        }

        process = GatewayProcess.Start(Settings, "Production");
        await process.WaitForAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
    }

    public Task<(int ExitCode, string Output)> CommandAsync(params string[] command) => GatewayProcess.RunAsync([.. command, .. Settings], "Production");

    public async Task<(HttpStatusCode Status, string Body)> ReadAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "trust.example";
        change?.Invoke(request);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, TraceIds.Remove(await answer.Content.ReadAsStringAsync()));
    }

    public Task DisposeAsync() => process.DisposeAsync().AsTask();

    public void Dispose() => folder.Dispose();
}

/// <summary>The one part of an answer that differs from request to request.</summary>
internal static partial class TraceIds
{
    public static string Remove(string body) => TraceId().Replace(body, "trace");

    [System.Text.RegularExpressions.GeneratedRegex("[0-9a-f]{32}")]
    private static partial System.Text.RegularExpressions.Regex TraceId();
}
