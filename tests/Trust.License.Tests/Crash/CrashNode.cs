using Trust.Testing;

namespace Trust.License.Tests.Crash;

/// <summary>Two processes of the whole program on one PostgreSQL and one data folder; each may be ended without warning and started again at its address.</summary>
internal sealed class CrashNode : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly Uri[] addresses = [Free(), Free()];
    private readonly GatewayProcess?[] processes = new GatewayProcess?[2];
    private readonly string database;

    private CrashNode(string database)
    {
        this.database = database;
        Clients = [ClientOf(0), ClientOf(1)];
    }

    public string Database => database;

    /// <summary>A client of each process, without a token.</summary>
    public IReadOnlyList<HttpClient> Clients { get; }

    /// <summary>Name under which the log of this node is signed.</summary>
    public string LogOrigin => $"{addresses[0].Authority}/log";

    public static async Task<CrashNode> StartAsync()
    {
        var node = new CrashNode(await PostgresServer.CreateDatabaseAsync());
        try
        {
            await node.StartAsync(0);
            await node.StartAsync(1);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one process and waits until it serves.</summary>
    public async Task StartAsync(int which)
    {
        string[] shared = Machine.Redis is { } redis ? [$"--Trust:Redis:Configuration={redis}"] : [];
        processes[which] = GatewayProcess.Start(
        [
            .. shared, $"--urls={addresses[which].OriginalString}", $"--Trust:DataDirectory={data.Path}", $"--Trust:PublicUrl={addresses[0].OriginalString}",
            "--Trust:Database:Provider=Postgres", $"--Trust:Database:ConnectionString={database}", "--Trust:License:IssuingSeconds=2", "--Trust:Seal:IntentSeconds=2",
            "--Trust:Rates:Page=1000000", "--Trust:Rates:Secret=1000000", "--Trust:Rates:Heavy=1000000", "--Trust:Rates:Api=1000000", "--Logging:LogLevel:Default=Warning",
        ]);
        await ReadyAsync(processes[which]!, new Uri(addresses[which], "/health/ready"));
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(int which)
    {
        if (processes[which] is { } process)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>Another client of a process. Both processes are the same node to callers, as behind a load balancer.</summary>
    public HttpClient ClientOf(int which)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = addresses[which], Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Host = addresses[0].Authority;
        return client;
    }

    /// <summary>Troubles that both have written since they were last started.</summary>
    public string Troubles() => string.Join('\n', processes.SelectMany(process => (process?.Output ?? "").Split('\n').SkipWhile(line => !line.StartsWith("fail:", StringComparison.Ordinal)).Take(60)));

    public async ValueTask DisposeAsync()
    {
        await KillAsync(0);
        await KillAsync(1);
        foreach (var client in Clients)
        {
            client.Dispose();
        }

        await PostgresServer.DropDatabaseAsync(database);
        data.Dispose();
    }

    // Beside a process that issues without pause on a busy machine, a start takes longer than the usual minute.
    private static async Task ReadyAsync(GatewayProcess process, Uri address)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await process.WaitForAsync(address);
                return;
            }
            catch (TimeoutException) when (tries < 5)
            {
                // Not yet.
            }
        }
    }

    private static Uri Free() => new($"http://localhost:{GatewayProcess.FreePort()}");
}
