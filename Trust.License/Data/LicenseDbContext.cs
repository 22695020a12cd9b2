using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;

namespace Trust.License.Data;

/// <summary>License's tables.</summary>
internal abstract class LicenseDbContext(DbContextOptions options) : ModuleDbContext(options, "license")
{
    public DbSet<EntitlementRecord> Entitlements => Set<EntitlementRecord>();

    public DbSet<IssuingClientRecord> IssuingClients => Set<IssuingClientRecord>();

    public DbSet<LicenceRecord> Licences => Set<LicenceRecord>();

    public DbSet<LicenceVersionRecord> Versions => Set<LicenceVersionRecord>();

    public DbSet<StateChangeRecord> StateChanges => Set<StateChangeRecord>();

    public DbSet<StateProposalRecord> StateProposals => Set<StateProposalRecord>();

    public DbSet<LicenceUseRecord> Uses => Set<LicenceUseRecord>();

    public DbSet<OneTimeCodeRecord> OneTimeCodes => Set<OneTimeCodeRecord>();

    public DbSet<SecretTryRecord> SecretTries => Set<SecretTryRecord>();

    public DbSet<HolderNoticeRecord> HolderNotices => Set<HolderNoticeRecord>();

    public DbSet<ReportRecord> Reports => Set<ReportRecord>();

    public DbSet<LogEntryRecord> LogEntries => Set<LogEntryRecord>();

    public DbSet<LogNodeRecord> LogNodes => Set<LogNodeRecord>();

    public DbSet<LogHeadRecord> LogHeads => Set<LogHeadRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(LicenseDbContext).Assembly);
    }
}

internal sealed class SqliteLicenseDbContext(DbContextOptions<SqliteLicenseDbContext> options) : LicenseDbContext(options);

internal sealed class PostgresLicenseDbContext(DbContextOptions<PostgresLicenseDbContext> options) : LicenseDbContext(options);

internal sealed class SqliteLicenseDesign()
    : ModuleDesignTimeFactory<SqliteLicenseDbContext>("license", DatabaseProvider.Sqlite, options => new(options));

internal sealed class PostgresLicenseDesign()
    : ModuleDesignTimeFactory<PostgresLicenseDbContext>("license", DatabaseProvider.Postgres, options => new(options));
