using System.Globalization;
using System.Text.Json.Nodes;
using Trust.Testing;

namespace Trust.Benchmarks.Tokens;

/// <summary>
/// Client-credentials tokens over HTTP beside npm oidc-provider, each server in a process of its own on this machine. Rounds alternate between
/// the two; reported are medians, of tokens a second, of each round's p99 and of the ratio of neighbouring rounds.
/// </summary>
/// <param name="noise">The baseline on both sides: what differs then is chance.</param>
internal sealed class TokenBenchmark(bool noise = false) : Benchmark
{
    private const string BaselineName = "oidc-provider";
    private const int Starts = 5;
    private const int Rounds = 21;
    private const int Connections = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private TokenServer? _subject;
    private TokenServer? _baseline;

    internal override async Task<JsonObject> RunAsync(TextWriter people)
    {
        await ProviderServer.WriteKeysAsync(_folder.At("keys.json"));
        var report = new JsonObject { ["start"] = await StartAsync(people) };
        var (idle, idleBaseline) = (_subject!.Memory, _baseline!.Memory);
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"tokens",-16}{"per s",10}{"p99 ms",10}{BaselineName,16}{"p99 ms",10}{"ratio",8}"));
        foreach (var kind in TokenKind.All)
        {
            report[kind.Name] = await MeasureAsync(kind, people);
        }

        report["memory"] = Memory(idle, idleBaseline, people);
        return report;
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private TokenServer Subject() => noise ? Baseline() : new GatewayServer(_folder.At("data"));

    private TokenServer Baseline() => new ProviderServer(_folder.At("keys.json"));

    // The first start of ours makes the database; the others find it, as every later start does.
    private async Task<JsonObject> StartAsync(TextWriter people)
    {
        var first = await TokenServer.StartAsync(Subject);
        await first.Server.DisposeAsync();
        var (subject, baseline) = (new double[Starts], new double[Starts]);
        for (var i = 0; i < Starts; i++)
        {
            await StopAsync();
            (_subject, subject[i]) = await TokenServer.StartAsync(Subject);
            (_baseline, baseline[i]) = await TokenServer.StartAsync(Baseline);
        }

        var (ours, theirs) = (Median(subject), Median(baseline));
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start to first token: {ours:F0} ms ({first.Milliseconds:F0} ms with an empty database), {BaselineName} {theirs:F0} ms"));
        return new() { ["ms"] = Math.Round(ours), ["empty_database_ms"] = Math.Round(first.Milliseconds), [$"{BaselineName}_ms"] = Math.Round(theirs), [BaselineName] = Math.Round(theirs / ours, 3) };
    }

    private async Task<JsonObject> MeasureAsync(TokenKind kind, TextWriter people)
    {
        using var subject = new TokenLoad(_subject!, kind, Connections);
        using var baseline = new TokenLoad(_baseline!, kind, Connections);
        await subject.CheckAsync();
        await baseline.CheckAsync();
        var subjectCount = (int)(await subject.WarmUpAsync(WarmUp) * Round.TotalSeconds);
        var baselineCount = (int)(await baseline.WarmUpAsync(WarmUp) * Round.TotalSeconds);
        var (ours, theirs) = (new TokenRound[Rounds], new TokenRound[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0)
            {
                ours[round] = await subject.RunAsync(subjectCount);
                theirs[round] = await baseline.RunAsync(baselineCount);
            }
            else
            {
                theirs[round] = await baseline.RunAsync(baselineCount);
                ours[round] = await subject.RunAsync(subjectCount);
            }
        }

        var (our, their) = (Middle(ours), Middle(theirs));
        // Neighbours have met the same machine: the ratio is taken of them, not of the medians.
        var ratio = Median([.. ours.Zip(theirs, (subjectRound, baselineRound) => subjectRound.PerSecond / baselineRound.PerSecond)]);
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Name,-16}{our.PerSecond,10:F0}{our.P99,10:F1}{their.PerSecond,16:F0}{their.P99,10:F1}{ratio,8:F2}"));
        return new()
        {
            ["tokens_per_s"] = Math.Round(our.PerSecond, 1),
            ["p99_ms"] = Math.Round(our.P99, 2),
            [$"{BaselineName}_tokens_per_s"] = Math.Round(their.PerSecond, 1),
            [$"{BaselineName}_p99_ms"] = Math.Round(their.P99, 2),
            [BaselineName] = Math.Round(ratio, 3),
        };
    }

    private JsonObject Memory(double idle, double idleBaseline, TextWriter people)
    {
        var (ours, theirs) = (_subject!.Memory, _baseline!.Memory);
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory after start and after the load: {idle:F0} and {ours:F0} MiB, {BaselineName} {idleBaseline:F0} and {theirs:F0} MiB"));
        return new()
        {
            ["mib"] = Math.Round(ours, 1),
            ["start_mib"] = Math.Round(idle, 1),
            [$"{BaselineName}_mib"] = Math.Round(theirs, 1),
            [$"{BaselineName}_start_mib"] = Math.Round(idleBaseline, 1),
            [BaselineName] = Math.Round(theirs / ours, 3),
        };
    }

    private static TokenRound Middle(TokenRound[] rounds) => new(Median([.. rounds.Select(round => round.PerSecond)]), Median([.. rounds.Select(round => round.P99)]));

    private async Task StopAsync()
    {
        foreach (var server in new[] { _subject, _baseline })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        (_subject, _baseline) = (null, null);
    }
}
