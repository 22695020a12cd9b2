using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Testing;
using Trust.TestNode.Data;

namespace Trust.Hosting.Tests.Data;

public sealed class SqliteDatabaseTests() : DatabaseTests(DatabaseProvider.Sqlite)
{
    [Fact]
    public async Task Connection_keeps_a_commit_on_disk_and_waits_for_other_writers()
    {
        await using var db = Node.Sender();
        Assert.Equal("wal", await ScalarAsync(db, "PRAGMA journal_mode"));
        Assert.Equal(2L, await ScalarAsync(db, "PRAGMA synchronous"));
        Assert.Equal(5000L, await ScalarAsync(db, "PRAGMA busy_timeout"));
        Assert.Equal(1L, await ScalarAsync(db, "PRAGMA foreign_keys"));
    }

    [Fact]
    public async Task Every_module_has_a_file_of_its_own_and_times_are_integers()
    {
        Assert.True(File.Exists(Path.Combine(Node.Directory, "sender.db")));
        Assert.True(File.Exists(Path.Combine(Node.Directory, "receiver.db")));
        await using var db = Node.Sender();
        db.Counters.Add(new Counter { Name = "a", RaisedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) });
        await db.SaveChangesAsync();
        Assert.Equal(1_000_000L, await ScalarAsync(db, "SELECT \"RaisedAt\" FROM \"Counters\""));
    }

    [Fact]
    public async Task Migration_lock_that_a_killed_process_left_does_not_stop_the_next_one()
    {
        await using var empty = await StorageHost.CreateEmptyAsync(Provider);
        await using (var db = empty.Sender())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");
        }

        await empty.MigrateAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(await empty.Database().IsCurrentAsync(empty.Services));
    }
}

[NeedsPostgres]
public sealed class PostgresDatabaseTests() : DatabaseTests(DatabaseProvider.Postgres)
{
    [PostgresFact]
    public async Task Every_module_has_a_schema_of_its_own_with_its_history()
    {
        await using var db = Node.Sender();
        Assert.Equal(1L, await ScalarAsync(db, "SELECT count(*) FROM sender.\"__EFMigrationsHistory\""));
        Assert.Equal(1L, await ScalarAsync(db, "SELECT count(*) FROM receiver.\"__EFMigrationsHistory\""));
        Assert.Equal(0L, await ScalarAsync(db, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"));
        Assert.Equal("sender", await ScalarAsync(db, "SELECT current_schema()"));
    }
}

public abstract class DatabaseTests(DatabaseProvider provider) : StorageTests(provider)
{
    [DatabaseFact]
    public async Task Migrations_make_the_model_and_nothing_is_missing()
    {
        await using var empty = await StorageHost.CreateEmptyAsync(Provider);
        Assert.False(await empty.Database().IsCurrentAsync(empty.Services));
        await empty.MigrateAsync();
        await empty.MigrateAsync();
        Assert.True(await empty.Database().IsCurrentAsync(empty.Services));
        await using var db = empty.Sender();
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [DatabaseFact]
    public async Task Two_processes_may_migrate_at_the_same_time()
    {
        await using var empty = await StorageHost.CreateEmptyAsync(Provider);
        await using var twin = empty.Twin();
        await Task.WhenAll(Task.Run(() => empty.MigrateAsync()), Task.Run(() => twin.MigrateAsync()));
        Assert.True(await empty.Database().IsCurrentAsync(empty.Services));
    }

    [DatabaseFact]
    public async Task Development_database_with_an_unknown_migration_is_set_aside_and_made_anew()
    {
        await using (var db = Node.Sender())
        {
            db.Counters.Add(new Counter { Name = "old" });
            await db.SaveChangesAsync();
            var history = Provider == DatabaseProvider.Postgres ? "sender.\"__EFMigrationsHistory\"" : "\"__EFMigrationsHistory\"";
            var sql = "UPDATE " + history + " SET \"MigrationId\" = '20200101000000_Initial'";
            await db.Database.ExecuteSqlRawAsync(sql);
        }

        await Node.MigrateAsync(development: true);
        await using var fresh = Node.Sender();
        Assert.Equal(0, await fresh.Counters.CountAsync());
        Assert.True(await Node.Database().IsCurrentAsync(Node.Services));
        if (Provider == DatabaseProvider.Sqlite)
        {
            Assert.True(File.Exists(Path.Combine(Node.Directory, "sender-20260301080000.db")));
        }
        else
        {
            Assert.Equal(1L, await ScalarAsync(fresh, "SELECT count(*) FROM \"sender_20260301080000\".\"Counters\""));
        }
    }

    [DatabaseFact]
    public async Task Times_are_cut_to_microseconds_at_offset_zero_and_sort()
    {
        var noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(8)).AddTicks(19);
        await using (var db = Node.Sender())
        {
            db.Counters.AddRange(new Counter { Name = "late", RaisedAt = noon.AddMicroseconds(1) }, new Counter { Name = "early", RaisedAt = noon }, new Counter { Name = "never" });
            await db.SaveChangesAsync();
        }

        await using var read = Node.Sender();
        var stored = await read.Counters.Where(counter => counter.RaisedAt >= noon).OrderBy(counter => counter.RaisedAt).ToListAsync();
        Assert.Equal(["early", "late"], stored.Select(counter => counter.Name));
        Assert.Equal(Microseconds.Cut(noon), stored[0].RaisedAt);
        Assert.Equal(TimeSpan.Zero, stored[0].RaisedAt!.Value.Offset);
    }

    [DatabaseFact]
    public async Task Of_two_concurrent_changes_of_an_aggregate_one_fails()
    {
        await using var first = Node.Sender();
        first.Counters.Add(new Counter { Name = "a" });
        await first.SaveChangesAsync();
        await using var second = Node.Sender();
        var seen = await second.Counters.SingleAsync();
        (await first.Counters.SingleAsync()).Value = 1;
        await first.SaveChangesAsync();
        seen.Value = 2;
        second.Audit(Actor.Anonymous, "sender.lost", "a");
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());

        await using var read = Node.Sender();
        var counter = await read.Counters.SingleAsync();
        Assert.Equal((1, 1), (counter.Value, counter.Version));
        Assert.Equal(0, await read.Set<AuditRow>().CountAsync());
    }

    [DatabaseFact]
    public async Task Token_is_remembered_once_however_many_try()
    {
        await using var twin = Node.Twin();
        var expires = Node.Time.GetUtcNow().AddMinutes(1);
        var tries = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            await using var db = (number % 2 == 0 ? Node : twin).Sender();
            return await db.TryRememberAsync("token-1", expires);
        })));
        Assert.Equal(1, tries.Count(remembered => remembered));
        await using var db = Node.Sender();
        Assert.True(await db.TryRememberAsync("token-2", expires));
        Assert.False(await db.TryRememberAsync("token-2", expires));
    }

    [DatabaseFact]
    public async Task Housekeeping_forgets_expired_tokens_only()
    {
        await using var db = Node.Sender();
        await db.TryRememberAsync("old", Node.Time.GetUtcNow().AddMinutes(1));
        await db.TryRememberAsync("new", Node.Time.GetUtcNow().AddMinutes(10));
        Node.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Node.Services.GetRequiredKeyedService<Housekeeping>("sender").CleanAsync(default));
        Assert.Equal("new", (await db.Set<SeenToken>().SingleAsync()).Jti);
    }

    protected static async Task<object?> ScalarAsync(DbContext db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
