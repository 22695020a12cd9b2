using Trust.Contracts;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Data;

/// <summary>Which database keeps the modules' tables.</summary>
public enum DatabaseProvider
{
    /// <summary>One file a module under <c>Trust:DataDirectory</c>.</summary>
    Sqlite,

    /// <summary>One PostgreSQL database, a schema a module.</summary>
    Postgres,
}

/// <summary>Database choice of the process.</summary>
public sealed class DatabaseOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Database";

    /// <summary>SQLite (default) or PostgreSQL.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Connection string of the PostgreSQL database; not used for SQLite.</summary>
    public Secret? ConnectionString { get; set; }

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Provider == DatabaseProvider.Postgres && ConnectionString is not { IsEmpty: false })
        {
            report.Add("Trust:Database:ConnectionString", "is needed for Postgres.");
        }
    }
}
