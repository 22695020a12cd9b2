using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.License.Data;
using Trust.License.Holding;

namespace Trust.Benchmarks.Licences;

/// <summary>
/// What a register of 100,000 licences answers as fast as one of 1,000: the list in a holder's wallet, and the page behind a QR code, each look recorded; the plans of their
/// statements; and how many licences are issued and files are checked a second, with what bounds them.
/// </summary>
internal sealed partial class LicenceBenchmark : Benchmark
{
    private const string Variable = "TRUST_TEST_POSTGRES";
    private const string HolderCode = "91990101MA0QHCP131";
    private const int Small = 1_000;
    private const int Large = 100_000;
    private const int HeldByOne = 5;
    private const int Measured = 1_000;
    private const int Rounds = 5;
    private const int InRound = 400;

    // Enough for the compiler's last tier: a first measurement of code that still becomes faster would flatter the second.
    private const int WarmUps = 2_500;
    private const int Issuers = 8;
    private const int Checkers = 4;
    private const double Goal = 1.5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(20);

    private static readonly string? Server = Environment.GetEnvironmentVariable(Variable);

    private LicenceServer? _server;
    private string? _fault;

    internal override string? Lacks => string.IsNullOrWhiteSpace(Server) ? $"Needs PostgreSQL: {Variable} is not set (a connection string of a user who may make databases)." : null;

    internal override string? Fault => _fault;

    internal override async Task<JsonObject> RunAsync(TextWriter people)
    {
        var server = _server = await LicenceServer.StartAsync(Server!);
        await server.SignInAsync();
        var template = await server.IssueAsync();
        for (var number = 1; number < HeldByOne; number++)
        {
            await server.IssueAsync();
        }

        var rows = new LicenceRows(server, template.LicenceId);
        await rows.AddAsync(Small - HeldByOne, Small - HeldByOne);
        var small = await MeasureAsync(server, rows);
        rows.References.Clear();
        await rows.AddAsync(Large - Small, Measured);
        var large = await MeasureAsync(server, rows);
        var report = new JsonObject { ["fsync"] = await server.AskAsync("SHOW fsync") };
        WriteGrowth(people, report, small, large);
        await ExplainAsync(people, report, server, rows);
        await WriteRatesAsync(people, report, server, template.LicenceId);
        if (_fault is not null)
        {
            people.WriteLine(_fault);
        }

        return report;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static async Task<Dictionary<string, (double P50, double P99)>> MeasureAsync(LicenceServer server, LicenceRows rows)
    {
        var hash = await HolderHashAsync(server);
        return new()
        {
            ["wallet"] = await TimesAsync(_ => ListAsync(server, hash)),
            ["look"] = await TimesAsync(number => server.LookAsync(rows.References[number % rows.References.Count])),
        };
    }

    private static async Task<string> HolderHashAsync(LicenceServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LicenseDbContext>().Licences.GroupBy(row => row.HolderHash).Where(held => held.Count() == HeldByOne).Select(held => held.Key).SingleAsync();
    }

    private static async Task ListAsync(LicenceServer server, string hash)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var held = await scope.ServiceProvider.GetRequiredService<HeldLicences>().ListAsync([new Holder(HolderCode, hash, true)], default);
        if (held.Count != HeldByOne)
        {
            throw new InvalidOperationException($"{held.Count} licences are listed.");
        }
    }

    // Milliseconds, one caller after another: the middle of the rounds, which a disturbance of the machine in one of them does not move.
    private static async Task<(double P50, double P99)> TimesAsync(Func<int, Task> act)
    {
        var (middles, ends) = (new double[Rounds], new double[Rounds]);
        for (var number = 0; number < WarmUps; number++)
        {
            await act(number);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var times = new double[InRound];
            for (var number = 0; number < InRound; number++)
            {
                var begun = Stopwatch.GetTimestamp();
                await act(round * InRound + number);
                times[number] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }

            Array.Sort(times);
            (middles[round], ends[round]) = (times[InRound / 2], times[InRound * 99 / 100]);
        }

        return (Median(middles), Median(ends));
    }

    private static void WriteGrowth(TextWriter people, JsonObject report, Dictionary<string, (double P50, double P99)> small, Dictionary<string, (double P50, double P99)> large)
    {
        people.WriteLine($"{"ms, p50 and p99",-20}{Small,14}{Large,18}{"p99 ratio",12}   goal: at most {Goal.ToString(CultureInfo.InvariantCulture)}");
        foreach (var (name, few) in small)
        {
            var (many, ratio) = (large[name], large[name].P99 / few.P99);
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{few.P50,7:F2}{few.P99,7:F2}{many.P50,11:F2}{many.P99,7:F2}{ratio,12:F2}   {(ratio <= Goal ? "reached" : "MISSED")}"));
            report[name] = new JsonObject
            {
                ["p50_ms_1000"] = Math.Round(few.P50, 3),
                ["p99_ms_1000"] = Math.Round(few.P99, 3),
                ["p50_ms_100000"] = Math.Round(many.P50, 3),
                ["p99_ms_100000"] = Math.Round(many.P99, 3),
                ["p99_ratio"] = Math.Round(ratio, 3),
                ["goal"] = Goal,
            };
        }
    }

    private async Task ExplainAsync(TextWriter people, JsonObject report, LicenceServer server, LicenceRows rows)
    {
        var hash = await HolderHashAsync(server);
        var plans = new JsonObject();
        foreach (var (name, act) in new (string, Func<Task>)[]
        {
            ("wallet", () => ListAsync(server, hash)), ("look", () => server.LookAsync(rows.References[0])), ("look-unknown", () => server.LookAsync(new string('0', 32), isKnown: false)),
        })
        {
            var explained = (await server.Statements.ExplainAsync(server.Database, act)).Where(plan => Watched().IsMatch(plan.Sql)).ToList();
            foreach (var (_, plan) in explained)
            {
                people.WriteLine($"{name}:\n{plan}\n");
                _fault = Sequential().IsMatch(plan) ? $"{name}: a table is read from end to end." : _fault;
            }

            plans[name] = new JsonArray([.. explained.Select(plan => JsonValue.Create(plan.Plan))]);
        }

        report["plans"] = plans;
    }

    private static async Task WriteRatesAsync(TextWriter people, JsonObject report, LicenceServer server, Guid licence)
    {
        await server.SignInAsync();
        var file = await server.FileAsync(licence);
        people.WriteLine($"{"by HTTP in process",-20}{"a second",10}{"sealing",10}{"database",10}{"cores",8}   fsync {report["fsync"]}");
        foreach (var (name, callers, act) in new (string, int, Func<Task>)[] { ("issue", Issuers, () => server.IssueAsync()), ("verify", Checkers, () => server.VerifyAsync(file)) })
        {
            await LicenceRate.OfAsync(server, callers, act, WarmUp);
            var rate = await LicenceRate.OfAsync(server, callers, act, Sample);
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{rate.ASecond,10:F1}{rate.Sealing,10:P0}{rate.Database,10:P0}{rate.Cores,8:F2}   {rate.Bound}"));
            report[name] = rate.ToJson();
        }
    }

    [GeneratedRegex("Seq Scan on \"?(LicenceVersions|Licences|OneTimeCodes|LicenceUses)\\b")]
    private static partial Regex Sequential();

    [GeneratedRegex("\"(LicenceVersions|Licences|OneTimeCodes|LicenceUses)\"")]
    private static partial Regex Watched();
}
