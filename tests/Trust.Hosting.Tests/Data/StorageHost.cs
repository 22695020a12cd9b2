using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Messaging;
using Trust.Testing;
using Trust.TestNode;
using Trust.TestNode.Data;

namespace Trust.Hosting.Tests.Data;

/// <summary>
/// Both modules of the test node on a database of their own, without running workers: a test does each round itself. A second host on the same storage stands for a second
/// process.
/// </summary>
internal sealed class StorageHost : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly bool owner;

    private StorageHost(DatabaseProvider provider, string directory, string? connectionString, ManualTime time, bool owner, Action<IServiceCollection>? configure)
    {
        this.owner = owner;
        Provider = provider;
        Directory = directory;
        ConnectionString = connectionString;
        Time = time;
        Key = NodeKeys.Make(directory);
        var choice = new TrustDatabase(new DatabaseOptions { Provider = provider, ConnectionString = new Secret(connectionString ?? "") }, directory);
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(new FailPoints(null))
            .AddSingleton<AuditKeySource>(_ => Key)
            .AddEventHandler<CounterRaised, OnCounterRaised>("receiver")
            .AddModuleDatabase<SenderDbContext, SqliteSenderDbContext, PostgresSenderDbContext>("sender", choice)
            .AddModuleDatabase<ReceiverDbContext, SqliteReceiverDbContext, PostgresReceiverDbContext>("receiver", choice);
        configure?.Invoke(collection);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public DatabaseProvider Provider { get; }

    public string Directory { get; }

    public string? ConnectionString { get; }

    public ManualTime Time { get; }

    public ISigningKey Key { get; set; }

    public IServiceProvider Services => services;

    public AuditSealer Sealer => services.GetRequiredKeyedService<AuditSealer>("sender");

    public OutboxDispatcher Dispatcher => services.GetRequiredKeyedService<OutboxDispatcher>("sender");

    public EventReceiver Receiver => services.GetRequiredService<EventReceiver>();

    public ModuleDatabase Database(string module = "sender") => services.GetRequiredKeyedService<ModuleDatabase>(module);

    public SenderDbContext Sender() => services.GetRequiredService<IDbContextFactory<SenderDbContext>>().CreateDbContext();

    public ReceiverDbContext ReceiverDb() => services.GetRequiredService<IDbContextFactory<ReceiverDbContext>>().CreateDbContext();

    public Task<AuditReport> VerifyAsync(AuditHeadCheck? check = null) =>
        services.GetRequiredService<AuditVerifier>().VerifyAsync(Database(), check ?? NodeKeys.Check(Key));

    public string HeadsPath => Path.Combine(Directory, "audit-heads", "sender.jsonl");

    /// <summary>An empty storage without any table.</summary>
    public static async Task<StorageHost> CreateEmptyAsync(DatabaseProvider provider, Action<IServiceCollection>? configure = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("trust-storage-").FullName;
        var connectionString = provider == DatabaseProvider.Postgres ? await PostgresServer.CreateDatabaseAsync() : null;
        return new(provider, directory, connectionString, new ManualTime(), owner: true, configure);
    }

    /// <summary>A storage with both modules' tables, copied from one that was migrated once.</summary>
    public static async Task<StorageHost> CreateAsync(DatabaseProvider provider, Action<IServiceCollection>? configure = null)
    {
        var template = await Templates.GetAsync(provider);
        var directory = System.IO.Directory.CreateTempSubdirectory("trust-storage-").FullName;
        foreach (var (name, content) in template.Files)
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, name), content);
        }

        var connectionString = template.ConnectionString is null ? null : await PostgresServer.CreateDatabaseAsync(template.ConnectionString);
        return new(provider, directory, connectionString, new ManualTime(), owner: true, configure);
    }

    /// <summary>Another process on the same storage.</summary>
    public StorageHost Twin(Action<IServiceCollection>? configure = null) => new(Provider, Directory, ConnectionString, Time, owner: false, configure);

    public async Task MigrateAsync(bool development = false)
    {
        foreach (var database in services.GetServices<ModuleDatabase>())
        {
            await database.MigrateAsync(services, development);
        }
    }

    /// <summary>What somebody with the database's password may do.</summary>
    public async Task TamperAsync(string sql)
    {
        await using var db = Sender();
        var schema = Provider == DatabaseProvider.Postgres ? "sender." : "";
        await db.Database.ExecuteSqlRawAsync(sql.Replace("{AuditRows}", $"{schema}\"AuditRows\"", StringComparison.Ordinal).Replace("{AuditHeads}", $"{schema}\"AuditHeads\"", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (!owner)
        {
            return;
        }

        if (ConnectionString is not null)
        {
            await PostgresServer.DropDatabaseAsync(ConnectionString);
        }

        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Migrated once a run. SQLite files are kept in memory and their folder is gone; a PostgreSQL database goes when the run ends.</summary>
    private sealed record Template(IReadOnlyDictionary<string, byte[]> Files, string? ConnectionString);

    private static class Templates
    {
        private static readonly Lazy<Task<Template>> Sqlite = new(() => MakeAsync(DatabaseProvider.Sqlite));
        private static readonly Lazy<Task<Template>> Postgres = new(() => MakeAsync(DatabaseProvider.Postgres));

        public static Task<Template> GetAsync(DatabaseProvider provider) => (provider == DatabaseProvider.Sqlite ? Sqlite : Postgres).Value;

        private static async Task<Template> MakeAsync(DatabaseProvider provider)
        {
            using var folder = new TemporaryFolder();
            var connectionString = provider == DatabaseProvider.Postgres ? await PostgresServer.CreateDatabaseAsync() : null;
            await using var host = new StorageHost(provider, folder.Path, connectionString, new ManualTime(), owner: false, configure: null);
            await host.MigrateAsync();
            var files = new Dictionary<string, byte[]>();
            foreach (var module in new[] { "sender", "receiver" })
            {
                await using var db = host.Database(module).Open(host.Services);
                if (provider == DatabaseProvider.Postgres)
                {
                    NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
                    continue;
                }

                await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
                SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
                var path = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
                files[Path.GetFileName(path)] = await File.ReadAllBytesAsync(path);
            }

            if (connectionString is not null)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => PostgresServer.DropDatabaseAsync(connectionString).Wait(TimeSpan.FromSeconds(5));
            }

            return new(files, connectionString);
        }
    }
}

/// <summary>Tests that run on both databases, each test with a storage of its own.</summary>
public abstract class StorageTests(DatabaseProvider provider) : IAsyncLifetime
{
    private protected StorageHost Node { get; private set; } = null!;

    protected DatabaseProvider Provider => provider;

    public async Task InitializeAsync() => Node = await StorageHost.CreateAsync(provider, Configure);

    public async Task DisposeAsync()
    {
        if (Node is not null)
        {
            await Node.DisposeAsync();
        }
    }

    protected virtual void Configure(IServiceCollection services)
    {
    }
}
