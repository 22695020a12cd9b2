using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.License.Data;
using Trust.License.Log;
using Trust.Testing;

namespace Trust.License.Tests.Log;

/// <summary>The log as a watcher sees it over HTTP, and what parallel writers do to it. On both databases.</summary>
public abstract class LogTests : IAsyncLifetime
{
    private LicenseApp app = null!;
    private HttpClient http = null!;
    private LogClient client = null!;

    public async Task InitializeAsync()
    {
        app = await StartAsync();
        http = app.Client();
        client = new LogClient("localhost/log", await http.GetByteArrayAsync(new Uri("/log/key.der", UriKind.Relative)));
    }

    public async Task DisposeAsync()
    {
        http?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    protected abstract Task<LicenseApp> StartAsync();

    [DatabaseFact]
    [Requirement("LIC-08")]
    public async Task Watcher_recomputes_every_checkpoint_and_every_proof()
    {
        const int Entries = 300;
        var heads = new List<(long Size, byte[] Root)>();
        for (var number = 0; number < Entries; number++)
        {
            await AppendAsync(1);
            if (number % 37 == 0)
            {
                heads.Add(await client.HeadAsync(http));
            }
        }

        var head = await client.HeadAsync(http);
        var entries = await LogClient.AllEntriesAsync(http, head.Size);
        Assert.Equal(Entries, entries.Count);
        Assert.Equal(head.Root, LogClient.RootOf(entries));
        foreach (var index in new[] { 0, 1, 127, 128, 255, 256, 299 })
        {
            var proof = await http.GetStringAsync(new Uri($"/log/proof/{index}", UriKind.Relative));
            Assert.True(client.Includes(proof, entries[index]));
            Assert.False(client.Includes(proof, entries[(index + 1) % Entries]));
        }

        // What was signed before is the beginning of what is signed now.
        Assert.All(heads, older => Assert.Equal(older.Root, LogClient.RootOf([.. entries.Take((int)older.Size)])));
        foreach (var older in heads)
        {
            var lines = await http.GetStringAsync(new Uri($"/log/consistency/{older.Size}/{head.Size}", UriKind.Relative));
            var proof = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromBase64String).ToList();
            Assert.True(Crypto.Merkle.MerkleProof.VerifyConsistency(Crypto.Merkle.MerkleHash.Sm3, older.Size, head.Size, older.Root, head.Root, proof));
        }

        // Tiles hold the hashes of their level: the one above is made of full ones below.
        var leaves = await http.GetByteArrayAsync(new Uri("/log/tile/0/000", UriKind.Relative));
        Assert.Equal(entries.Take(256).SelectMany(LogClient.Leaf), leaves);
        var above = await http.GetByteArrayAsync(new Uri("/log/tile/1/000.p/1", UriKind.Relative));
        Assert.Equal(LogClient.RootOf([.. entries.Take(256)]), above);
    }

    [DatabaseFact]
    [Requirement("LIC-08")]
    public async Task Parallel_writers_make_one_log_without_gap_or_fork()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < 10; round++)
            {
                await AppendAsync(2);
            }
        })));
        var head = await client.HeadAsync(http);
        Assert.Equal(160, head.Size);
        Assert.Equal(head.Root, LogClient.RootOf(await LogClient.AllEntriesAsync(http, head.Size)));
    }

    [DatabaseFact]
    public async Task Append_that_is_rolled_back_leaves_nothing()
    {
        await AppendAsync(3);
        var before = await http.GetStringAsync(new Uri("/log/checkpoint", UriKind.Relative));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<LicenseDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.ServiceProvider.GetRequiredService<AppendToLog>().AppendAsync([Entry()], default);
        }

        Assert.Equal(before, await http.GetStringAsync(new Uri("/log/checkpoint", UriKind.Relative)));
        await AppendAsync(1);
        Assert.Equal(4, (await client.HeadAsync(http)).Size);
    }

    [DatabaseFact]
    public async Task Act_is_logged_once()
    {
        var entry = Entry();
        await AppendAsync(entry);
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => AppendAsync(entry));
        Assert.Equal(1, (await client.HeadAsync(http)).Size);
    }

    [DatabaseFact]
    public async Task What_the_log_does_not_have_is_not_found()
    {
        await AppendAsync(3);
        foreach (var path in new[]
        {
            "/log/proof/3", "/log/consistency/2/4", "/log/consistency/3/2", "/log/tile/0/000", "/log/tile/0/000.p/4", "/log/tile/0/000.p/0", "/log/tile/0/000.p/03", "/log/tile/0/0", "/log/tile/0/x000",
            "/log/tile/1/000.p/1", "/log/tile/entries/001", "/log/tile/entries/x001/x001/x001/x001/x001/001", "/log/tile/8/000", "/log/tile/0/..%2f000",
        })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} answers {answer.StatusCode}.");
        }
    }

    [DatabaseFact]
    public async Task Append_without_a_transaction_is_a_bug_that_is_told()
    {
        await using var scope = app.Services.CreateAsyncScope();
        await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<AppendToLog>().AppendAsync([Entry()], default));
    }

    private static LogEntry Entry() => new(Guid.NewGuid(), LogEntry.Issued, [new("content", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Guid.NewGuid().ToString("N"))))]);

    private Task AppendAsync(int count) => AppendAsync([.. Enumerable.Range(0, count).Select(_ => Entry())]);

    private async Task AppendAsync(params LogEntry[] entries)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicenseDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<AppendToLog>().AppendAsync(entries, default);
        await transaction.CommitAsync();
    }
}

public sealed class SqliteLogTests : LogTests
{
    protected override Task<LicenseApp> StartAsync() => Task.FromResult(LicenseApp.Start());
}

[NeedsPostgres]
public sealed class PostgresLogTests : LogTests
{
    protected override Task<LicenseApp> StartAsync() => LicenseApp.StartOnPostgresAsync();
}
