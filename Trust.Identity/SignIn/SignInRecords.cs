using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Identity.SignIn;

/// <summary>One try to sign in to an account, for its owner to see.</summary>
internal sealed class SignInRecord
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary><c>pwd</c>, <c>sms</c>, <c>otp</c>, <c>hwk</c> (RFC 8176).</summary>
    public required string Factor { get; init; }

    /// <summary><c>ok</c>, or why not: <c>wrong-secret</c>, <c>throttled</c>.</summary>
    public required string Result { get; init; }

    public string? ClientId { get; init; }

    public required string Device { get; init; }

    public required string Place { get; init; }
}

/// <summary>Failures of one factor, of one account, device or source.</summary>
internal sealed class AttemptRecord
{
    /// <summary>Keyed hash of factor and of who tries or is tried.</summary>
    public required string Key { get; init; }

    public required int Failures { get; set; }

    public required DateTimeOffset LastFailureAt { get; set; }

    /// <summary>No try counts before; null when the next may come at once.</summary>
    public DateTimeOffset? NextAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>A browser in which an account has signed in before: strangers' failures do not slow it.</summary>
internal sealed class KnownDeviceRecord
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>SHA-256 of the cookie's value.</summary>
    public required byte[] SecretHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; set; }
}

internal sealed class SignInConfiguration : IEntityTypeConfiguration<SignInRecord>
{
    public void Configure(EntityTypeBuilder<SignInRecord> builder)
    {
        builder.ToTable("SignIns");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Factor).HasMaxLength(16);
        builder.Property(row => row.Result).HasMaxLength(32);
        builder.Property(row => row.ClientId).HasMaxLength(100);
        builder.Property(row => row.Device).HasMaxLength(60);
        builder.Property(row => row.Place).HasMaxLength(60);
        builder.HasIndex(row => new { row.AccountId, row.Time });
    }
}

internal sealed class AttemptConfiguration : IEntityTypeConfiguration<AttemptRecord>
{
    public void Configure(EntityTypeBuilder<AttemptRecord> builder)
    {
        builder.ToTable("Attempts");
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Key).HasMaxLength(64);
        builder.HasIndex(row => row.ExpiresAt);
    }
}

internal sealed class KnownDeviceConfiguration : IEntityTypeConfiguration<KnownDeviceRecord>
{
    public void Configure(EntityTypeBuilder<KnownDeviceRecord> builder)
    {
        builder.ToTable("KnownDevices");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.SecretHash).IsUnique();
        builder.HasIndex(row => row.AccountId);
    }
}
