using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Trust.Hosting.Data;

/// <summary>The database choice of this process: where each module's tables are, and how a context reaches them.</summary>
/// <param name="options">Choice and connection string.</param>
/// <param name="dataDirectory">Folder of the SQLite files (<c>Trust:DataDirectory</c>); relative to the working directory.</param>
public sealed class TrustDatabase(DatabaseOptions options, string dataDirectory)
{
    // SQLite wakes waiting writers in no fair order: after one busy_timeout of 5 s the provider tries once more.
    private const int SqliteWaitSeconds = 10;

    internal const string HistoryTable = "__EFMigrationsHistory";

    /// <summary>SQLite or PostgreSQL.</summary>
    public DatabaseProvider Provider => options.Provider;

    /// <summary>Full path of the data directory.</summary>
    public string DataDirectory { get; } = Path.GetFullPath(dataDirectory);

    /// <summary>Path of a module's SQLite file.</summary>
    /// <param name="module">Name of the module.</param>
    public string SqlitePath(string module) => Path.Combine(DataDirectory, $"{module}.db");

    /// <summary>Path of a lock file next to a module's SQLite file.</summary>
    /// <param name="module">Name of the module.</param>
    /// <param name="name">What is locked.</param>
    internal string LockPath(string module, string name) => Path.Combine(DataDirectory, $"{module}.{name}.lock");

    /// <summary>Connection string of a module; with its password, so not for logs.</summary>
    /// <param name="module">Name of the module.</param>
    public string ConnectionString(string module) => Provider == DatabaseProvider.Sqlite
        ? new SqliteConnectionStringBuilder { DataSource = SqlitePath(module), ForeignKeys = true, DefaultTimeout = SqliteWaitSeconds }.ToString()
        : new NpgsqlConnectionStringBuilder(options.ConnectionString?.Reveal()) { SearchPath = module, ApplicationName = $"trust-{module}" }.ToString();

    /// <summary>Points a context at the module's tables.</summary>
    /// <param name="builder">Options of the context.</param>
    /// <param name="module">Name of the module.</param>
    public void Configure(DbContextOptionsBuilder builder, string module)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddInterceptors(new VersionInterceptor());
        if (Provider == DatabaseProvider.Sqlite)
        {
            Directory.CreateDirectory(DataDirectory);
            builder.UseSqlite(ConnectionString(module), sqlite => sqlite.MigrationsHistoryTable(HistoryTable)).AddInterceptors(new SqlitePragmas());
        }
        else
        {
            builder.UseNpgsql(ConnectionString(module), postgres => postgres.MigrationsHistoryTable(HistoryTable, module));
        }
    }
}
