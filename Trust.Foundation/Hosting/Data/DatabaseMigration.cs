using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Trust.Hosting.Data;

/// <summary>Brings a module's database to the model of the program.</summary>
public static partial class DatabaseMigration
{
    private const string LockTable = "__EFMigrationsLock";
    private static readonly string[] FileSuffixes = ["", "-wal", "-shm"];

    /// <summary>
    /// Applies the missing migrations. In Development a database that has a migration the program does not know (its one <c>Initial</c> was made anew) is
    /// renamed, not deleted: the SQLite file or the PostgreSQL schema gets the time as suffix, and an empty one takes its place.
    /// </summary>
    /// <param name="database">The module's database.</param>
    /// <param name="services">Services of the process.</param>
    /// <param name="development">Whether a database with an unknown migration may be set aside.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task MigrateAsync(
        this ModuleDatabase database, IServiceProvider services, bool development, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var choice = services.GetRequiredService<TrustDatabase>();
        await using var turn = await WaitForTurnAsync(choice, database.Module, cancellationToken);
        if (development)
        {
            await SetAsideUnknownAsync(database, services, choice, cancellationToken);
        }

        await using var db = database.Open(services);
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await ForgetAbandonedLockAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
    }

    /// <summary>Whether every migration of the program is applied and no other one.</summary>
    /// <param name="database">The module's database.</param>
    /// <param name="services">Services of the process.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<bool> IsCurrentAsync(this ModuleDatabase database, IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var db = database.Open(services);
        return (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).SequenceEqual(db.Database.GetMigrations());
    }

    // SQLite only: PostgreSQL's own migration lock ends with its session.
    private static async Task<ModuleLease?> WaitForTurnAsync(TrustDatabase choice, string module, CancellationToken cancellationToken)
    {
        while (choice.Provider == DatabaseProvider.Sqlite)
        {
            if (await ModuleLease.TryTakeAsync(choice, module, "migrate", cancellationToken) is { } turn)
            {
                return turn;
            }

            await Task.Delay(50, cancellationToken);
        }

        return null;
    }

    // EF's lock on SQLite is a row, which a killed process leaves behind for ever. Whoever has the file lease knows that nobody migrates.
    private static async Task ForgetAbandonedLockAsync(DbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync($"DROP TABLE IF EXISTS \"{LockTable}\"", cancellationToken);
        }
    }

    private static async Task SetAsideUnknownAsync(
        ModuleDatabase database, IServiceProvider services, TrustDatabase choice, CancellationToken cancellationToken)
    {
        await using var db = database.Open(services);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).FirstOrDefault();
        if (unknown is null)
        {
            return;
        }

        var stamp = services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseMigration));
        if (choice.Provider == DatabaseProvider.Sqlite)
        {
            await RenameFileAsync(db, choice.SqlitePath(database.Module), stamp, cancellationToken);
        }
        else
        {
            var names = db.GetService<ISqlGenerationHelper>();
            var rename = "ALTER SCHEMA " + names.DelimitIdentifier(database.Module) + " RENAME TO " + names.DelimitIdentifier($"{database.Module}_{stamp}");
            await db.Database.ExecuteSqlRawAsync(rename, cancellationToken);
        }

        SetAside(logger, database.Module, unknown, stamp);
    }

    private static async Task RenameFileAsync(DbContext db, string path, string stamp, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        await db.Database.CloseConnectionAsync();
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        foreach (var suffix in FileSuffixes.Where(suffix => File.Exists(path + suffix)))
        {
            File.Move(path + suffix, $"{Path.ChangeExtension(path, null)}-{stamp}.db{suffix}");
        }
    }

    [LoggerMessage(1501, LogLevel.Warning, "The database of {Module} has the unknown migration {Migration}: it was renamed with suffix {Stamp}, and an empty one is made.")]
    private static partial void SetAside(ILogger logger, string module, string migration, string stamp);
}
