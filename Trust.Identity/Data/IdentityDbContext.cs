using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Consents;
using Trust.Identity.Oidc;
using Trust.Identity.Organisations;
using Trust.Identity.Persons;
using Trust.Identity.Registration;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Identity.Staff;
using Trust.Identity.Window;

namespace Trust.Identity.Data;

/// <summary>Identity's tables.</summary>
internal abstract class IdentityDbContext(DbContextOptions options) : ModuleDbContext(options, "identity")
{
    public DbSet<PersonRecord> Persons => Set<PersonRecord>();

    public DbSet<VerificationRecord> Verifications => Set<VerificationRecord>();

    public DbSet<AccountRecord> Accounts => Set<AccountRecord>();

    public DbSet<SessionRecord> Sessions => Set<SessionRecord>();

    public DbSet<SignInRecord> SignIns => Set<SignInRecord>();

    public DbSet<AttemptRecord> Attempts => Set<AttemptRecord>();

    public DbSet<KnownDeviceRecord> KnownDevices => Set<KnownDeviceRecord>();

    public DbSet<OneTimeCodeRecord> OneTimeCodes => Set<OneTimeCodeRecord>();

    public DbSet<SmsRecord> Sms => Set<SmsRecord>();

    public DbSet<RegistrationRecord> Registrations => Set<RegistrationRecord>();

    public DbSet<WindowProofRecord> WindowProofs => Set<WindowProofRecord>();

    public DbSet<ConsentRecord> Consents => Set<ConsentRecord>();

    public DbSet<OrganisationRecord> Organisations => Set<OrganisationRecord>();

    public DbSet<RepresentationRecord> Representations => Set<RepresentationRecord>();

    public DbSet<StaffRecord> Staff => Set<StaffRecord>();

    public DbSet<RoleGrantRecord> RoleGrants => Set<RoleGrantRecord>();

    public DbSet<PasskeyRecord> Passkeys => Set<PasskeyRecord>();

    public DbSet<PasskeyChallengeRecord> PasskeyChallenges => Set<PasskeyChallengeRecord>();

    public DbSet<ApplicationRecord> Applications => Set<ApplicationRecord>();

    public DbSet<AuthorizationRecord> Authorizations => Set<AuthorizationRecord>();

    public DbSet<TokenRecord> Tokens => Set<TokenRecord>();

    public DbSet<PendingRequestRecord> PendingRequests => Set<PendingRequestRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.UseOpenIddict<ApplicationRecord, AuthorizationRecord, ScopeRecord, TokenRecord, Guid>();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IdentityDbContext).Assembly);
    }
}

internal sealed class SqliteIdentityDbContext(DbContextOptions<SqliteIdentityDbContext> options) : IdentityDbContext(options);

internal sealed class PostgresIdentityDbContext(DbContextOptions<PostgresIdentityDbContext> options) : IdentityDbContext(options);

internal sealed class SqliteIdentityDesign()
    : ModuleDesignTimeFactory<SqliteIdentityDbContext>("identity", DatabaseProvider.Sqlite, options => new(options));

internal sealed class PostgresIdentityDesign()
    : ModuleDesignTimeFactory<PostgresIdentityDbContext>("identity", DatabaseProvider.Postgres, options => new(options));
