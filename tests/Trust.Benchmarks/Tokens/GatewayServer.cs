using Trust.Testing;

namespace Trust.Benchmarks.Tokens;

/// <summary>Ours: the whole program with SQLite, in Development, where the clients of this benchmark exist.</summary>
internal sealed class GatewayServer : TokenServer
{
    private readonly GatewayProcess _process;

    internal GatewayServer(string dataFolder)
    {
        Address = $"http://localhost:{GatewayProcess.FreePort()}";
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        _process = GatewayProcess.Start(
            [
                "--urls", Address, $"--Trust:DataDirectory={dataFolder}", "--Trust:Identity:BenchmarkClients=true", "--Logging:LogLevel:Default=Warning",
                "--Trust:Rates:Page=1000000", "--Trust:Rates:Secret=1000000", "--Trust:Rates:Heavy=1000000", "--Trust:Rates:Api=1000000",
            ],
            program: Path.Combine(GatewayProcess.RepositoryRoot, "Trust.Gateway", "bin", framework.Parent!.Name, framework.Name, "Trust.Gateway.dll"));
    }

    internal override string Address { get; }

    protected override int ProcessId => _process.Id;

    protected override bool HasEnded => _process.HasExited;

    protected override string Output => _process.Output;

    internal override string ClientFor(TokenKind kind) => $"bench-{kind.Algorithm.ToLowerInvariant()}{(kind.Stored ? "-row" : "")}";

    public override ValueTask DisposeAsync() => _process.DisposeAsync();
}
