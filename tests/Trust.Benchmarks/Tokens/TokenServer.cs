using System.Diagnostics;
using System.Net;

namespace Trust.Benchmarks.Tokens;

/// <summary>A running token endpoint in a process of its own.</summary>
internal abstract class TokenServer : IAsyncDisposable
{
    /// <summary>Origin, without a slash.</summary>
    internal abstract string Address { get; }

    /// <summary>The client that gets such tokens here.</summary>
    internal abstract string ClientFor(TokenKind kind);

    protected abstract int ProcessId { get; }

    /// <summary>Resident memory in MiB.</summary>
    internal double Memory
    {
        get
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.WorkingSet64 / 1048576.0;
        }
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Starts a process and takes the time until it has given out a token.</summary>
    internal static async Task<(T Server, double Milliseconds)> StartAsync<T>(Func<T> start)
        where T : TokenServer
    {
        var clock = Stopwatch.StartNew();
        var server = start();
        using var load = new TokenLoad(server, TokenKind.Es256, connections: 1);
        while (true)
        {
            try
            {
                await load.AskAsync();
                return (server, clock.Elapsed.TotalMilliseconds);
            }
            catch (HttpRequestException fault) when (fault.StatusCode is null or >= HttpStatusCode.InternalServerError && clock.Elapsed < TimeSpan.FromSeconds(60) && !server.HasEnded)
            {
                // Not listening yet, or listening and not ready.
                await Task.Delay(5);
            }
            catch (Exception fault)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"{server.GetType().Name} gives out no token: {fault.Message}\n{server.Output}", fault);
            }
        }
    }

    protected abstract bool HasEnded { get; }

    protected abstract string Output { get; }
}

/// <summary>What kind of token a row of the report is about.</summary>
/// <param name="Name">Row.</param>
/// <param name="Algorithm">Signature of the access token.</param>
/// <param name="Stored">Whether ours keeps a row of it, so that it can be revoked.</param>
/// <param name="SignatureLength">Bytes of the signature: P-256, and RSA with 3072 bits.</param>
internal sealed record TokenKind(string Name, string Algorithm, bool Stored, int SignatureLength)
{
    internal static readonly TokenKind Es256 = new("es256-no-row", "ES256", Stored: false, 64);

    internal static readonly IReadOnlyList<TokenKind> All =
    [
        Es256,
        new("es256-row", "ES256", Stored: true, 64),
        new("rs256-no-row", "RS256", Stored: false, 384),
        new("rs256-row", "RS256", Stored: true, 384),
    ];
}
