using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Trust.Hosting.Audit;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Messaging;

namespace Trust.Hosting.Data;

/// <summary>
/// What every module's model contains, for contexts that cannot derive from <see cref="ModuleDbContext"/> because they derive from
/// somebody else's (<c>IdentityDbContext</c>): call <see cref="UseTrustConventions"/> in <c>ConfigureConventions</c>, and
/// <see cref="UseTrustSchema"/> and <see cref="AddTrustTables"/> in <c>OnModelCreating</c>.
/// </summary>
public static class TrustModel
{
    /// <summary>
    /// Maps every <see cref="DateTimeOffset"/> to microseconds with offset zero (INTEGER in SQLite, <c>timestamptz</c> in PostgreSQL) and
    /// makes <see cref="IVersioned.Version"/> the concurrency token of every aggregate.
    /// </summary>
    /// <param name="conventions">The builder of <c>ConfigureConventions</c>.</param>
    /// <param name="database">The context's <c>Database</c>.</param>
    public static void UseTrustConventions(this ModelConfigurationBuilder conventions, DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        if (database.IsSqlite())
        {
            conventions.Properties<DateTimeOffset>().HaveConversion<SqliteTimeConverter>();
        }
        else
        {
            conventions.Properties<DateTimeOffset>().HaveConversion<PostgresTimeConverter>();
        }

        conventions.Conventions.Add(_ => new VersionConvention());
    }

    /// <summary>Puts the tables into the module's schema on PostgreSQL; SQLite has none, the file is the module's.</summary>
    /// <param name="model">The builder of <c>OnModelCreating</c>.</param>
    /// <param name="database">The context's <c>Database</c>.</param>
    /// <param name="module">Name of the module, lower case.</param>
    public static void UseTrustSchema(this ModelBuilder model, DatabaseFacade database, string module)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (database.IsNpgsql())
        {
            model.HasDefaultSchema(module);
        }
    }

    /// <summary>Adds the tables of audit, outbox, inbox, idempotency and replay memory.</summary>
    /// <param name="model">The builder of <c>OnModelCreating</c>.</param>
    public static void AddTrustTables(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.ApplyConfiguration(new AuditRowConfiguration());
        model.ApplyConfiguration(new AuditHeadConfiguration());
        model.ApplyConfiguration(new OutboxMessageConfiguration());
        model.ApplyConfiguration(new InboxMessageConfiguration());
        model.ApplyConfiguration(new IdempotencyRecordConfiguration());
        model.ApplyConfiguration(new SeenTokenConfiguration());
    }
}
