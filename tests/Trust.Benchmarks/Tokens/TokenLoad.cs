using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Trust.Benchmarks.Tokens;

/// <summary>Asks one server for one kind of token over a fixed number of connections that stay open.</summary>
internal sealed class TokenLoad : IDisposable
{
    private static readonly byte[] Body = "grant_type=client_credentials&scope=api"u8.ToArray();
    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded");

    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly TokenKind _kind;
    private readonly int _connections;

    internal TokenLoad(TokenServer server, TokenKind kind, int connections)
    {
        _kind = kind;
        _connections = connections;
        _endpoint = new Uri($"{server.Address}/connect/token");
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(20) };
        var id = server.ClientFor(kind);
        _http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:bench-secret-{id}")));
        _http.DefaultRequestHeaders.Accept.Add(new("application/json"));
    }

    /// <summary>One token.</summary>
    /// <returns>The answer of the endpoint.</returns>
    internal async Task<byte[]> AskAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(Body) { Headers = { ContentType = Form } } };
        using var answer = await _http.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? content : throw new HttpRequestException($"{(int)answer.StatusCode} {Encoding.UTF8.GetString(content)}", null, answer.StatusCode);
    }

    /// <summary>Makes sure that both sides do the same work: an RFC 9068 token with the signature that the row names.</summary>
    internal async Task CheckAsync()
    {
        using var answer = JsonDocument.Parse(await AskAsync());
        var parts = answer.RootElement.GetProperty("access_token").GetString()!.Split('.');
        if (parts.Length != 3)
        {
            throw new InvalidOperationException($"{_kind.Name}: {_endpoint} gives out no JWT.");
        }

        using var header = JsonDocument.Parse(FromBase64Url(parts[0]));
        var (type, algorithm, length) = (header.RootElement.GetProperty("typ").GetString(), header.RootElement.GetProperty("alg").GetString(), FromBase64Url(parts[2]).Length);
        if (type != "at+jwt" || algorithm != _kind.Algorithm || length != _kind.SignatureLength)
        {
            throw new InvalidOperationException($"{_kind.Name}: {_endpoint} gives out {type} with {algorithm} and a signature of {length} bytes.");
        }
    }

    /// <summary>Asks until the time is over.</summary>
    /// <returns>Tokens a second in the second half, when compilers have done their work.</returns>
    internal async Task<double> WarmUpAsync(TimeSpan time)
    {
        var count = 256;
        var clock = Stopwatch.StartNew();
        TokenRound round;
        do
        {
            round = await RunAsync(count);
            count = Math.Max(256, (int)(round.PerSecond * 0.5));
        }
        while (clock.Elapsed < time);
        return round.PerSecond;
    }

    /// <summary>A round: a fixed number of tokens, as fast as the connections carry them.</summary>
    internal async Task<TokenRound> RunAsync(int count)
    {
        var left = count;
        var times = new double[count];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, _connections).Select(_ => Task.Run(async () =>
        {
            int mine;
            while ((mine = Interlocked.Decrement(ref left)) >= 0)
            {
                var begun = Stopwatch.GetTimestamp();
                await AskAsync();
                times[mine] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        })));
        var perSecond = count / clock.Elapsed.TotalSeconds;
        Array.Sort(times);
        return new(perSecond, times[(int)Math.Ceiling(count * 0.99) - 1]);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] FromBase64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}

/// <summary>Tokens a second and the time that 99 of 100 stayed below, in milliseconds.</summary>
internal readonly record struct TokenRound(double PerSecond, double P99);
