using Trust.Testing;

namespace Trust.Browser.Tests.License;

/// <summary>The shape of a real deployment: licences and seals in a process of their own behind the front, one PostgreSQL, one Redis.</summary>
internal sealed class TwoProcessNode : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly List<GatewayProcess> processes = [];
    private string database = "";

    public string Address { get; private set; } = "";

    public string DataFolder => data.Path;

    public static async Task<TwoProcessNode> StartAsync()
    {
        var node = new TwoProcessNode { database = await PostgresServer.CreateDatabaseAsync(), Address = $"http://localhost:{GatewayProcess.FreePort()}" };
        try
        {
            await node.StartProcessesAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        await PostgresServer.DropDatabaseAsync(database);
        data.Dispose();
    }

    private async Task StartProcessesAsync()
    {
        var (inner, licences) = (GatewayProcess.FreePort(), GatewayProcess.FreePort());
        string[] shared =
        [
            $"--Trust:DataDirectory={data.Path}", $"--Trust:PublicUrl={Address}", "--Trust:Database:Provider=Postgres", $"--Trust:Database:ConnectionString={database}",
            $"--Trust:Redis:Configuration={Machine.Redis}", "--Trust:Rates:Page=100000", "--Trust:Rates:Secret=100000", "--Trust:Rates:Api=100000", "--Trust:Rates:Heavy=100000",
        ];
        processes.Add(GatewayProcess.Start(
        [
            .. shared, $"--urls={Address}", $"--Trust:Internal:Urls=http://localhost:{inner}", $"--Trust:Modules:Seal:Url=http://localhost:{licences}", $"--Trust:Modules:License:Url=http://localhost:{licences}",
            "--Trust:Internal:Peers:license:Operations:0=identity.*", "--Trust:Internal:Peers:license:Modules:0=seal", "--Trust:Internal:Peers:license:Modules:1=license",
        ], program: GatewayNode.Program()));
        await processes[0].WaitForAsync(new Uri($"{Address}/health/live"));
        processes.Add(GatewayProcess.Start(
        [
            .. shared, "--Trust:Modules:Only=license,seal", "--Trust:Node:Process=license", $"--Trust:Internal:Urls=http://localhost:{licences}", $"--Trust:Modules:Identity:Url=http://localhost:{inner}",
        ], program: GatewayNode.Program()));
        await processes[1].WaitForAsync(new Uri($"http://localhost:{licences}/health/ready"));
        await processes[0].WaitForAsync(new Uri($"{Address}/health/ready"));
    }
}
