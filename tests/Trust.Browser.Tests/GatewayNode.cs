using Trust.Testing;

namespace Trust.Browser.Tests;

/// <summary>The real program as its own process, on a free port of this machine, with an empty data directory.</summary>
public sealed class GatewayNode : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly GatewayProcess process;

    private GatewayNode(int port, IReadOnlyList<string> more)
    {
        // localhost, not 127.0.0.1: passkeys need a name.
        Address = $"http://localhost:{port}";
        process = GatewayProcess.Start(
            [
                "--urls", Address, "--Trust:Rates:Page=100000", "--Trust:Rates:Secret=100000", "--Trust:Rates:Api=100000", $"--Trust:DataDirectory={data.Path}",
                .. more,
            ],
            program: Program());
    }

    public string Address { get; }

    public string DataFolder => data.Path;

    /// <summary>What the program has written so far.</summary>
    public string Output => process.Output;

    public static string Root => GatewayProcess.RepositoryRoot;

    public static async Task<GatewayNode> StartAsync(params string[] more)
    {
        var node = new GatewayNode(GatewayProcess.FreePort(), more);
        try
        {
            await node.process.WaitForAsync(new Uri($"{node.Address}/health/ready"));
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
        await process.DisposeAsync();
        data.Dispose();
    }

    // .../tests/Trust.Browser.Tests/bin/<configuration>/<framework>/: the program's own output holds the list of its files.
    internal static string Program()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, "Trust.Gateway", "bin", framework.Parent!.Name, framework.Name, "Trust.Gateway.dll");
    }
}
