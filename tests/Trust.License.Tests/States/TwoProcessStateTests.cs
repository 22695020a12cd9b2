using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.License.Tests.Issuing;
using Trust.Testing;

namespace Trust.License.Tests.States;

/// <summary>Two processes of one node on one database: what is revoked in one the other says too, and nothing personal is written anywhere on the way.</summary>
public sealed class TwoProcessStateTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Personal = ["91990101MA0QHCP131", "JY19901020048217", "青禾食品"];

    private readonly TemporaryFolder data = new();
    private readonly List<(string Address, GatewayProcess Process)> nodes = [];
    private string database = "";

    public async Task InitializeAsync()
    {
        if (Machine.Postgres is null)
        {
            return;
        }

        database = await PostgresServer.CreateDatabaseAsync();
        var site = $"http://localhost:{GatewayProcess.FreePort()}";
        foreach (var address in new[] { site, $"http://localhost:{GatewayProcess.FreePort()}" })
        {
            // Everything that the program can write, it writes.
            var process = GatewayProcess.Start(
            [
                "--urls", address, $"--Trust:PublicUrl={site}", $"--Trust:DataDirectory={data.Path}", "--Trust:Database:Provider=Postgres", $"--Trust:Database:ConnectionString={database}",
                "--Trust:License:DemoLicences=false", "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Trust=Trace",
            ]);
            nodes.Add((address, process));
            await process.WaitForAsync(new Uri($"{address}/health/ready"));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var (_, process) in nodes)
        {
            await process.DisposeAsync();
        }

        if (database.Length > 0)
        {
            await PostgresServer.DropDatabaseAsync(database);
        }
    }

    public void Dispose() => data.Dispose();

    [PostgresFact]
    [Requirement("LIC-04")]
    public async Task Licence_revoked_in_one_process_is_revoked_in_the_other_within_five_seconds_and_nothing_personal_is_written()
    {
        using var first = new HttpClient { BaseAddress = new Uri(nodes[0].Address) };
        using var second = new HttpClient { BaseAddress = new Uri(nodes[1].Address) };

        // Links are made for the one public address; the other process is asked under that name.
        second.DefaultRequestHeaders.Host = new Uri(nodes[0].Address).Authority;
        await SampleLicence.SignInAsync(first);
        var issued = await first.IssueAsync();
        Assert.True(issued.Address is not null, $"{issued.Code} {issued.Detail}");
        var file = await first.FileAsync(issued.LicenceId);
        var page = new Uri(issued.Address!).PathAndQuery;
        Assert.Contains("现在有效", await second.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal("inForce", await ForceAsync(second, file));

        Assert.Equal(System.Net.HttpStatusCode.OK, (await first.ChangeAsync(issued.LicenceId, StateCalls.Form("revoked"))).Status);
        var since = Stopwatch.StartNew();
        while (!(await second.GetStringAsync(page)).Contains("吊销", StringComparison.Ordinal) || await ForceAsync(second, file) != "notInForce")
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(5), "Five seconds after the licence was revoked another process still says that it counts.");
            await Task.Delay(100);
        }

        foreach (var (_, process) in nodes)
        {
            Assert.Contains("/api/license", process.Output + nodes[0].Process.Output, StringComparison.Ordinal);
            Assert.All(Personal, value => Assert.DoesNotContain(value, process.Output, StringComparison.Ordinal));
            Assert.DoesNotContain(page[3..], process.Output.Replace(page, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    private static async Task<string?> ForceAsync(HttpClient client, byte[] file)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "licence.ofd" } };
        using var answer = await client.PostAsync(new Uri("/api/license/v1/verifications", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("force").GetString();
    }
}
