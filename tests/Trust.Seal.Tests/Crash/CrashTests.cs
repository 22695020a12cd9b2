using System.Globalization;
using Trust.Seal.Tests.Processes;
using Trust.Testing;
using Xunit.Abstractions;

namespace Trust.Seal.Tests.Crash;

/// <summary>
/// The real process dies by SIGKILL while it seals, at every step and at random. Afterwards the set of signatures that callers received is the set of committed outcomes, and
/// no intent stays open.
/// </summary>
[Requirement("SEA-09")]
public abstract class CrashTests(ITestOutputHelper report) : IAsyncLifetime, IDisposable
{
    private const string KillsVariable = "TRUST_CRASH_KILLS";
    private const string SeedVariable = "TRUST_CRASH_SEED";
    private const int UsualKills = 4;
    private const int Workers = 4;

    private readonly TemporaryFolder data = new();
    private string? database;
    private SealNode? node;

    /// <summary>Steps, each before or after something durable.</summary>
    private static readonly string[] Points = ["before-intent", "after-intent", "after-sign", "before-outcome", "after-outcome", "after-hand-out"];

    protected abstract bool OnPostgres { get; }

    private UseTable Uses => new(database, data.Path);

    public async Task InitializeAsync() => database = OnPostgres && Machine.Postgres is not null ? await PostgresServer.CreateDatabaseAsync() : null;

    public async Task DisposeAsync()
    {
        await StopAsync();
        if (database is not null)
        {
            await PostgresServer.DropDatabaseAsync(database);
        }
    }

    public void Dispose()
    {
        data.Dispose();
        GC.SuppressFinalize(this);
    }

    [DatabaseFact]
    public async Task Kill_at_every_step_of_sealing_neither_loses_nor_leaks_a_signature()
    {
        using var workers = new SealingWorkers(() => node);
        var armed = data.At("armed");
        node = await StartAsync(Points[0], armed);
        foreach (var (point, next) in Points.Zip(Points[1..].Append(null)))
        {
            // The point counts to two, so that one act stands finished beside the broken one; the process after it settles what is open before its own point counts.
            await File.WriteAllTextAsync(armed, "");
            var work = Task.WhenAll(workers.SealOnceAsync(), workers.SealOnceAsync(), workers.SealOnceAsync());
            await node.Seal.WaitForExitAsync();
            File.Delete(armed);
            report.WriteLine($"{point}: open {await Uses.CountAsync("Intended")}, sealed {await Uses.CountAsync("Sealed")}, voided {await Uses.CountAsync("Voided")}");
            await StopAsync();
            node = await StartAsync(next, armed);
            await work;
            await AssertSettledAsync(workers);
        }

        Assert.Equal(Points.Length * 3, workers.Answers.Count);
        Assert.InRange(await Uses.CountAsync("Voided"), 3, Points.Length * 3 - Points.Length);
    }

    [DatabaseFact]
    public async Task Kill_at_random_moments_while_four_callers_seal_neither_loses_nor_leaks_a_signature()
    {
        var kills = Setting(KillsVariable, UsualKills);
        var seed = Setting(SeedVariable, Random.Shared.Next());
        report.WriteLine($"{kills} kills, {SeedVariable}={seed}");
        Console.WriteLine($"{GetType().Name}: {kills} kills, {SeedVariable}={seed}");
        var random = new Random(seed);
        using var workers = new SealingWorkers(() => node);
        using var stop = new CancellationTokenSource();
        node = await StartAsync();
        var work = workers.RunAsync(Workers, stop.Token);
        var open = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            // A cold process spends its first second on tokens: the moment is drawn from when sealing has begun.
            await workers.BegunAsync(node);
            await Task.WhenAny(work, Task.Delay(random.Next(2000)));
            Assert.False(work.IsFaulted, work.Exception?.ToString());
            await node.Seal.KillAsync();
            open += await Uses.CountAsync("Intended");
            await StopAsync();
            node = await StartAsync();
        }

        await workers.BegunAsync(node);
        await stop.CancelAsync();
        await work;
        await AssertSettledAsync(workers);
        var summary = $"{workers.Answers.Count} acts, {workers.Sealed} sealed, {await Uses.CountAsync("Voided")} voided, {open} intents found open at a kill, {workers.Repeated} repetitions";
        report.WriteLine(summary);
        Console.WriteLine($"{GetType().Name}: {summary}");
        Assert.True(workers.Sealed >= Workers, summary);
    }

    private async Task StopAsync()
    {
        if (node is { } stopping)
        {
            node = null;
            await stopping.DisposeAsync();
        }
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;

    // Received and committed are the same set, by key, by signature and by the bytes of the document.
    private async Task AssertSettledAsync(SealingWorkers workers)
    {
        for (var tries = 0; tries < 200 && await Uses.CountAsync("Intended") > 0; tries++)
        {
            await Task.Delay(100);
        }

        var rows = await Uses.RowsAsync();
        Assert.DoesNotContain(rows, row => row.State == "Intended");
        Assert.Equal(
            [.. rows.Where(row => row.State == "Sealed").Select(row => $"{row.Key} {row.Outcome}").Order(StringComparer.Ordinal)],
            workers.Answers.Where(answer => answer.Value != "seal.use-voided").Select(answer => $"{answer.Key} {answer.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [.. rows.Where(row => row.State == "Voided").Select(row => row.Key).Order(StringComparer.Ordinal)],
            workers.Answers.Where(answer => answer.Value == "seal.use-voided").Select(answer => answer.Key).Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row.State == "Voided"), row => Assert.Null(row.Outcome));
    }

    // Dies when it has passed the point twice since the file is there.
    private Task<SealNode> StartAsync(string? point = null, string armed = "")
    {
        var environment = point is null
            ? []
            : new Dictionary<string, string> { [StartupHook.Variable] = $"{point}:2:{armed}", ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location };

        string[] settings = database is null ? [] : ["--Trust:Database:Provider=Postgres", $"--Trust:Database:ConnectionString={database}"];
        return SealNode.StartAsync(data.Path, ["--Trust:Seal:IntentSeconds=2", "--Logging:LogLevel:Default=Warning", .. settings], environment);
    }
}

public sealed class SqliteCrashTests(ITestOutputHelper report) : CrashTests(report)
{
    protected override bool OnPostgres => false;
}

[NeedsPostgres]
public sealed class PostgresCrashTests(ITestOutputHelper report) : CrashTests(report)
{
    protected override bool OnPostgres => true;
}
