using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Staff;

/// <summary>What makes a staff account a post in an office.</summary>
internal sealed class StaffRecord : IVersioned
{
    public const string TotpColumn = "Staff.TotpSecret";

    public required Guid AccountId { get; init; }

    public required string StaffNumber { get; init; }

    public required string OrganisationCode { get; set; }

    public required string OrganisationName { get; set; }

    public required string Region { get; set; }

    public required string Post { get; set; }

    /// <summary>Encrypted base32 secret of at least 160 bits.</summary>
    public byte[]? TotpSecret { get; set; }

    /// <summary>Last accepted time step: each is taken once.</summary>
    public long LastTotpStep { get; set; }

    public int Version { get; set; }
}

/// <summary>A role with the data it reaches.</summary>
internal sealed class RoleGrantRecord
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Role { get; init; }

    public string? Region { get; init; }

    public string? OrganisationCode { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A passkey (通行密钥) of an account.</summary>
internal sealed class PasskeyRecord
{
    public required byte[] CredentialId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; set; }

    /// <summary>The framework's record of the credential, JSON.</summary>
    public required string Data { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A question put to an authenticator; good once, for one session and one act.</summary>
internal sealed class PasskeyChallengeRecord
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the secret that the browser holds, for a sign-in; empty otherwise.</summary>
    public required byte[] BrowserHash { get; init; }

    /// <summary>Session that asked, or null for a sign-in.</summary>
    public string? Sid { get; init; }

    /// <summary>What is confirmed: <c>sign-in</c>, <c>enrol</c>, or an act with its object: <c>identity.application-rotate:client</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>State of the framework's handler.</summary>
    public required string State { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class StaffConfiguration : IEntityTypeConfiguration<StaffRecord>
{
    public void Configure(EntityTypeBuilder<StaffRecord> builder)
    {
        builder.ToTable("Staff");
        builder.HasKey(staff => staff.AccountId);
        builder.Property(staff => staff.StaffNumber).HasMaxLength(32);
        builder.Property(staff => staff.OrganisationCode).HasMaxLength(18);
        builder.Property(staff => staff.OrganisationName).HasMaxLength(200);
        builder.Property(staff => staff.Region).HasMaxLength(12);
        builder.Property(staff => staff.Post).HasMaxLength(100);
        builder.HasIndex(staff => new { staff.OrganisationCode, staff.StaffNumber }).IsUnique();
        builder.HasOne<Accounts.AccountRecord>().WithOne().HasForeignKey<StaffRecord>(staff => staff.AccountId);
    }
}

internal sealed class RoleGrantConfiguration : IEntityTypeConfiguration<RoleGrantRecord>
{
    public void Configure(EntityTypeBuilder<RoleGrantRecord> builder)
    {
        builder.ToTable("RoleGrants");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Role).HasMaxLength(32);
        builder.Property(row => row.Region).HasMaxLength(12);
        builder.Property(row => row.OrganisationCode).HasMaxLength(18);
        builder.HasIndex(row => row.AccountId);
    }
}

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<PasskeyRecord>
{
    public void Configure(EntityTypeBuilder<PasskeyRecord> builder)
    {
        builder.ToTable("Passkeys");
        builder.HasKey(row => row.CredentialId);
        builder.Property(row => row.CredentialId).HasMaxLength(1024);
        builder.Property(row => row.Name).HasMaxLength(60);
        builder.HasIndex(row => row.AccountId);
    }
}

internal sealed class PasskeyChallengeConfiguration : IEntityTypeConfiguration<PasskeyChallengeRecord>
{
    public void Configure(EntityTypeBuilder<PasskeyChallengeRecord> builder)
    {
        builder.ToTable("PasskeyChallenges");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Sid).HasMaxLength(32);
        builder.Property(row => row.Purpose).HasMaxLength(200);
        builder.HasIndex(row => row.ExpiresAt);
    }
}
