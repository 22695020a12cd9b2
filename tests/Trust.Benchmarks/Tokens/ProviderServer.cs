using System.Diagnostics;
using System.Text;
using Trust.Testing;

namespace Trust.Benchmarks.Tokens;

/// <summary>The baseline: npm oidc-provider, which keeps what it keeps in memory. It stores no row of a JWT, whatever the row of the report.</summary>
internal sealed class ProviderServer : TokenServer
{
    private static readonly string Script = Path.Combine(GatewayProcess.RepositoryRoot, "tests", "peers", "oidc", "provider.mjs");

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <param name="keyFile">Made by <see cref="WriteKeysAsync"/>.</param>
    internal ProviderServer(string keyFile)
    {
        var port = GatewayProcess.FreePort();
        Address = $"http://localhost:{port}";
        _process = Node("serve", $"{port}", keyFile);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal override string Address { get; }

    protected override int ProcessId => _process.Id;

    protected override bool HasEnded => _process.HasExited;

    protected override string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    internal override string ClientFor(TokenKind kind) => $"bench-{kind.Algorithm.ToLowerInvariant()}";

    /// <summary>Keys are made beforehand: ours has them in files too.</summary>
    internal static async Task WriteKeysAsync(string keyFile)
    {
        using var process = Node("keys");
        process.Start();
        var errors = process.StandardError.ReadToEndAsync();
        await File.WriteAllTextAsync(keyFile, await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{await errors}\nRun 'npm ci' in tests/peers first.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Node(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_ENV"] = "production";
        return new Process { StartInfo = start };
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
