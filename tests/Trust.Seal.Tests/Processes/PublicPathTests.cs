using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Trust.Testing;

namespace Trust.Seal.Tests.Processes;

/// <summary>What people and programs reach from outside: the same with Seal in the one process and in a process of its own.</summary>
[Requirement("ARC-29")]
public abstract class PublicPathTests(RunningNode running)
{
    private const string MarketSeal = "9901000012386";
    private static readonly TimeSpan Everywhere = TimeSpan.FromSeconds(5);

    private readonly SealNode node = running.Node;

    [Theory]
    [InlineData(20_000)]
    [InlineData(1_500_000)]
    [InlineData(6_000_000)]
    public async Task Document_of_any_allowed_size_is_sealed_and_checked_through_the_front(int bytes)
    {
        using var machine = await node.MachineAsync();
        var usable = await machine.UsableAsync();
        var answer = await machine.SealAsync(usable, LargeDocument.Of(bytes));
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Status} {answer.Code}");
        using var anybody = node.Client();
        var report = await anybody.VerifyAsync(answer.Content);
        Assert.Equal("TOTAL_PASSED", report.GetProperty("indication").GetString());
        answer.Content[answer.Content.Length / 2] ^= 1;
        Assert.Equal("TOTAL_FAILED", (await anybody.VerifyAsync(answer.Content)).GetProperty("indication").GetString());
    }

    [Fact]
    public async Task File_beyond_the_limit_is_refused_with_its_code()
    {
        using var machine = await node.MachineAsync();
        var usable = await machine.UsableAsync();
        var answer = await machine.SealAsync(usable, new byte[65 * 1024 * 1024]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "seal.too-large"), (answer.Status, answer.Code));

        // Elsewhere the usual limit of 1 MiB stands.
        using var content = new ByteArrayContent(new byte[2 * 1024 * 1024]);
        using var other = await machine.PostAsync(new Uri("/pki/ocsp", UriKind.Relative), content);
        Assert.Contains(other.StatusCode, new[] { HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType });
    }

    [Fact]
    public async Task Pages_of_the_check_and_of_the_console_serve_as_everywhere()
    {
        using var machine = await node.MachineAsync();
        var document = await machine.SealedAsync(LargeDocument.Of(2_000_000));
        using var anybody = node.Client();
        anybody.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var desk = await node.SignInAsync(SealApp.Maker);
        await desk.GetAsync("/verify/seal");
        var checkedFile = await desk.UploadAsync("/verify/seal", "notice.ofd", document);
        Assert.StartsWith("/verify/seal/", checkedFile.Location, StringComparison.Ordinal);
        Assert.Contains("云川省政务服务管理局", (await desk.GetAsync(checkedFile.Location!)).Text, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await desk.DownloadAsync($"{checkedFile.Location}/page/1.png"))[..4]);
        Assert.Contains(SealApp.ProvinceSeal, (await desk.GetAsync("/admin/seal")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await new Desk(anybody).GetAsync("/admin/seal")).Status);
        Assert.NotEmpty(await anybody.GetByteArrayAsync(new Uri("/pki/issuing.crl", UriKind.Relative)));
    }

    [Fact]
    [Requirement("SEA-08")]
    public async Task Lost_seal_is_refused_within_five_seconds_and_what_it_signed_before_still_verifies()
    {
        using var machine = await node.MachineAsync();
        var usable = await machine.UsableAsync(MarketSeal);
        var before = await machine.SealAsync(usable, SampleDocument.Notice());
        Assert.Equal(HttpStatusCode.OK, before.Status);
        using var anybody = node.Client();
        Assert.Equal("TOTAL_PASSED", (await anybody.VerifyAsync(before.Content)).GetProperty("indication").GetString());

        // A next whole second: the list counts in seconds, and the second of the report counts as after it.
        await Task.Delay(1100);
        var desk = await node.SignInAsync(SealApp.Reviewer);
        var page = $"/admin/seal/{usable.SealId:N}";
        await desk.GetAsync(page);
        var reported = await desk.PostAsync(page, ("act", "ReportLoss"), ("Note", "密钥设备丢失"));
        Assert.Equal(page, reported.Location);
        var clock = Stopwatch.StartNew();
        var refused = await machine.SealAsync(usable, SampleDocument.Notice());
        Assert.Equal((HttpStatusCode.Conflict, "seal.lost"), (refused.Status, refused.Code));
        var seals = await JsonAsync(machine, "/api/seal/v1/seals");
        Assert.DoesNotContain(seals.GetProperty("items").EnumerateArray(), item => item.GetProperty("sealId").GetGuid() == usable.SealId);
        JsonElement report;
        do
        {
            report = await anybody.VerifyAsync(before.Content);
        }
        while (!StateDetail(report).Contains("lost", StringComparison.OrdinalIgnoreCase) && clock.Elapsed < Everywhere);
        Assert.Contains("lost", StateDetail(report), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("TOTAL_PASSED", report.GetProperty("indication").GetString());
        Assert.True(clock.Elapsed < Everywhere, $"{clock.Elapsed}");
    }

    private static string StateDetail(JsonElement report) =>
        report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == "SEAL-STATE").GetProperty("detail").GetString() ?? "";

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        return json.RootElement.Clone();
    }
}

/// <summary>Processes that the tests of a class share.</summary>
public abstract class RunningNode : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder data = new();

    public SealNode Node { get; private set; } = null!;

    protected abstract Task<SealNode> StartAsync(string dataFolder);

    public async Task InitializeAsync() => Node = await StartAsync(data.Path);

    public Task DisposeAsync() => Node.DisposeAsync().AsTask();

    public void Dispose()
    {
        data.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class OneProcess : RunningNode
{
    protected override Task<SealNode> StartAsync(string dataFolder) => SealNode.StartAsync(dataFolder);
}

public sealed class TwoProcesses : RunningNode
{
    protected override Task<SealNode> StartAsync(string dataFolder) => SealNode.StartTwoAsync(dataFolder, GatewayProcess.FreePort());
}

public sealed class OneProcessPublicPathTests(OneProcess node) : PublicPathTests(node), IClassFixture<OneProcess>;

public sealed class TwoProcessPublicPathTests(TwoProcesses node) : PublicPathTests(node), IClassFixture<TwoProcesses>;
