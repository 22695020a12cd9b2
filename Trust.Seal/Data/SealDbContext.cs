using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;

namespace Trust.Seal.Data;

/// <summary>Seal's tables.</summary>
internal abstract class SealDbContext(DbContextOptions options) : ModuleDbContext(options, "seal")
{
    public DbSet<SealRecord> Seals => Set<SealRecord>();

    public DbSet<SealEventRecord> Events => Set<SealEventRecord>();

    public DbSet<SealGrantRecord> Grants => Set<SealGrantRecord>();

    public DbSet<SealUseRecord> Uses => Set<SealUseRecord>();

    public DbSet<CertificateRecord> Certificates => Set<CertificateRecord>();

    public DbSet<RevocationListRecord> RevocationLists => Set<RevocationListRecord>();

    public DbSet<ReportRecord> Reports => Set<ReportRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SealDbContext).Assembly);
    }
}

internal sealed class SqliteSealDbContext(DbContextOptions<SqliteSealDbContext> options) : SealDbContext(options);

internal sealed class PostgresSealDbContext(DbContextOptions<PostgresSealDbContext> options) : SealDbContext(options);

internal sealed class SqliteSealDesign()
    : ModuleDesignTimeFactory<SqliteSealDbContext>("seal", DatabaseProvider.Sqlite, options => new(options));

internal sealed class PostgresSealDesign()
    : ModuleDesignTimeFactory<PostgresSealDbContext>("seal", DatabaseProvider.Postgres, options => new(options));
