using System.Globalization;
using System.Text.Json;
using Trust.Crypto;
using Trust.License.Tests.Log;
using Trust.Testing;
using Xunit.Abstractions;

namespace Trust.License.Tests.Crash;

/// <summary>
/// Two processes issue on one database and are ended by SIGKILL at random moments. Afterwards every licence has its two entries in the log, every answer is kept, and whoever
/// watched the log saw one history.
/// </summary>
[NeedsPostgres]
public sealed class IssuingCrashTests(ITestOutputHelper report)
{
    private const string IssuingsVariable = "TRUST_CRASH_ISSUINGS";
    private const string KillsVariable = "TRUST_CRASH_KILLS";
    private const string SeedVariable = "TRUST_CRASH_SEED";
    private const int UsualIssuings = 60;
    private const int UsualKills = 3;
    private const int Callers = 4;
    private const int Samples = 50;

    [DatabaseFact]
    [Requirement("LIC-02")]
    [Requirement("LIC-08")]
    public async Task Kill_at_random_moments_while_callers_issue_leaves_every_licence_with_its_two_entries_and_one_log()
    {
        var (issuings, kills, seed) = (Setting(IssuingsVariable, UsualIssuings), Setting(KillsVariable, UsualKills), Setting(SeedVariable, Random.Shared.Next()));
        Tell($"{issuings} issuings, {kills} kills, {SeedVariable}={seed}");
        var random = new Random(seed);
        await using var node = await CrashNode.StartAsync();
        var log = new LogClient(node.LogOrigin, await node.Clients[0].GetByteArrayAsync(new Uri("/log/key.der", UriKind.Relative)));
        await using var watcher = new LogWatcher(node, log);
        watcher.Start();
        using var callers = new IssuingCallers(node);
        var tables = new IssuedTables(node.Database);
        var open = await IssueAndKillAsync(node, callers, tables, issuings, kills, random);
        await SettleAsync(tables);
        await watcher.StopAsync();
        var versions = await tables.VersionsAsync();
        Tell(string.Create(CultureInfo.InvariantCulture,
            $"{callers.Answers.Count} acts answered, {callers.GivenUp.Count} given up, {callers.Repeated} repetitions, {open} found open at a kill; {versions.Count(row => row.Step == "Done")} done, {versions.Count(row => row.Step == "Voided")} voided, {watcher.Heads.Count} checkpoints"));
        AssertAnswersAreKept(versions, callers);
        var entries = await AssertOneLogAsync(node, log, tables, watcher.Heads);
        AssertEveryLicenceIsLogged(versions, entries);
        Assert.Equal(0, await tables.EmptyLicencesAsync());
        await AssertFilesHoldAsync(log, callers, versions, entries, random);
        Assert.InRange(callers.Answers.Count, issuings, int.MaxValue);
    }

    // Versions that stood open when a process died, over all kills.
    private static async Task<long> IssueAndKillAsync(CrashNode node, IssuingCallers callers, IssuedTables tables, int issuings, int kills, Random random)
    {
        using var stop = new CancellationTokenSource();
        var work = callers.RunAsync(Callers, issuings, random, stop.Token);
        var open = 0L;
        for (var kill = 0; kill < kills; kill++)
        {
            // One of the two, now and then both at once; the moment is drawn from when the one that dies has begun to serve.
            var (victim, both) = (random.Next(2), random.Next(4) == 0);
            await BegunAsync(callers, victim, work);
            await Task.WhenAny(work, Task.Delay(random.Next(1500)));
            Assert.False(work.IsFaulted, work.Exception?.ToString());
            await Task.WhenAll(node.KillAsync(victim), both ? node.KillAsync(1 - victim) : Task.CompletedTask);
            open += await tables.OpenAsync();
            await Task.WhenAll(node.StartAsync(victim), both ? node.StartAsync(1 - victim) : Task.CompletedTask);
        }

        await stop.CancelAsync();
        await work;
        return open;
    }

    private static async Task BegunAsync(IssuingCallers callers, int which, Task work)
    {
        var before = callers.AskedOf(which);
        for (var tries = 0; tries < 6000 && callers.AskedOf(which) == before && !work.IsFaulted; tries++)
        {
            await Task.Delay(10);
        }
    }

    private static async Task SettleAsync(IssuedTables tables)
    {
        for (var tries = 0; tries < 300 && await tables.OpenAsync() + await tables.OpenIntentsAsync() > 0; tries++)
        {
            await Task.Delay(200);
        }

        Assert.Equal(0, await tables.OpenAsync());
        Assert.Equal(0, await tables.OpenIntentsAsync());
    }

    // Whoever was told of a licence finds it, with that identifier; a key made at most one; nobody is told of another.
    private static void AssertAnswersAreKept(List<VersionRow> versions, IssuingCallers callers)
    {
        Assert.All(versions, row => Assert.True(row.Step is "Done" or "Voided", row.Step));
        Assert.All(versions, row => Assert.Equal(row.Step == "Done" ? ("Valid", 1) : ("Voided", 0), (row.State, row.CurrentVersion)));
        Assert.Equal(versions.Count, versions.Select(row => row.LicenceId).Distinct().Count());
        var byKey = versions.ToDictionary(row => row.Key);
        Assert.All(callers.Answers, answers => Assert.All(answers.Value, answer =>
            Assert.Equal(answer, byKey[answers.Key].Step == "Done" ? byKey[answers.Key].Identifier : "license.voided")));
        Assert.All(callers.Licences, told => Assert.Equal(told.Value, byKey[told.Key].LicenceId));
        Assert.Empty(byKey.Keys.Except(callers.Answers.Keys).Except(callers.GivenUp));
    }

    private static async Task<List<byte[]>> AssertOneLogAsync(CrashNode node, LogClient log, IssuedTables tables, IReadOnlyList<(long Size, byte[] Root)> heads)
    {
        var head = await log.HeadAsync(node.Clients[0]);
        var other = await log.HeadAsync(node.Clients[1]);
        Assert.Equal((head.Size, Convert.ToHexStringLower(head.Root)), (other.Size, Convert.ToHexStringLower(other.Root)));
        var entries = await LogClient.AllEntriesAsync(node.Clients[1], head.Size);
        Assert.Equal(head.Size, entries.Count);
        Assert.Equal(head.Root, LogClient.RootOf(entries));
        var stored = await tables.EntriesAsync();
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(index => (long)index), stored.Select(row => row.Index));
        Assert.Equal(entries.Select(Convert.ToHexStringLower), stored.Select(row => Convert.ToHexStringLower(row.Content)));
        Assert.NotEmpty(heads);
        foreach (var (size, root) in heads.DistinctBy(older => (older.Size, Convert.ToHexStringLower(older.Root))))
        {
            Assert.InRange(size, 0, head.Size);
            Assert.Equal(root, LogClient.RootOf([.. entries.Take((int)size)]));
        }

        return entries;
    }

    // By content, which every file has for its own: issued and sealed once each, in this order; of a voided one issued and voided.
    private static void AssertEveryLicenceIsLogged(List<VersionRow> versions, List<byte[]> entries)
    {
        var kinds = entries.Select(entry => JsonDocument.Parse(entry).RootElement)
            .ToLookup(entry => entry.GetProperty("content").GetString()!, entry => entry.GetProperty("kind").GetString()!);
        Assert.All(versions, row => Assert.Equal(["licence.issued", row.Step == "Done" ? "licence.sealed" : "licence.voided"], kinds[row.Content!]));
        Assert.Equal(versions.Count, kinds.Count);
        Assert.Equal(2 * versions.Count, entries.Count);
        Assert.All(versions, row => Assert.Equal(row.Content, JsonDocument.Parse(entries[(int)row.LogIndex!]).RootElement.GetProperty("content").GetString()));
    }

    private static async Task AssertFilesHoldAsync(LogClient log, IssuingCallers callers, List<VersionRow> versions, List<byte[]> entries, Random random)
    {
        var done = versions.Where(row => row.Step == "Done").OrderBy(row => row.LogIndex).ToArray();
        random.Shuffle(done);
        foreach (var row in done.Take(Samples))
        {
            var file = await callers.FileAsync(row.LicenceId);
            var archive = new LicenceArchive(file);
            var entry = LogClient.EntryOf(archive.Proof);
            Assert.Equal(row.LogIndex, LogClient.IndexOf(archive.Proof));
            Assert.Equal(entries[(int)row.LogIndex!], entry);
            Assert.True(log.Includes(archive.Proof, entry));
            Assert.Equal(row.Content, archive.ContentDigest());
            Assert.Equal(row.Ofd, Convert.ToHexStringLower(Sm3.HashData(file)));
            Assert.Contains(entries, other => JsonDocument.Parse(other).RootElement is var sealing && sealing.TryGetProperty("ofd", out var ofd) && ofd.GetString() == row.Ofd);
            if (callers.Answers.ContainsKey(row.Key))
            {
                Assert.Equal(row.Identifier, await callers.RepeatAsync(row.Key));
            }
        }
    }

    private void Tell(string line)
    {
        report.WriteLine(line);
        Console.WriteLine($"{GetType().Name}: {line}");
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;
}
