using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Identity.Persons;

namespace Trust.Identity.Data;

/// <summary>Identity's tables.</summary>
internal abstract class IdentityDbContext(DbContextOptions options) : ModuleDbContext(options, "identity")
{
    public DbSet<PersonRecord> Persons => Set<PersonRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfiguration(new PersonConfiguration());
    }
}

internal sealed class SqliteIdentityDbContext(DbContextOptions<SqliteIdentityDbContext> options) : IdentityDbContext(options);

internal sealed class PostgresIdentityDbContext(DbContextOptions<PostgresIdentityDbContext> options) : IdentityDbContext(options);

internal sealed class SqliteIdentityDesign()
    : ModuleDesignTimeFactory<SqliteIdentityDbContext>("identity", DatabaseProvider.Sqlite, options => new(options));

internal sealed class PostgresIdentityDesign()
    : ModuleDesignTimeFactory<PostgresIdentityDbContext>("identity", DatabaseProvider.Postgres, options => new(options));
