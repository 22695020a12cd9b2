using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Identity.Registration;

/// <summary>A filled-in registration that waits for the code on the telephone. No account exists yet.</summary>
internal sealed class RegistrationRecord
{
    public const string FormColumn = "Registrations.Form";

    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the secret in the browser that filled it in.</summary>
    public required byte[] BrowserHash { get; init; }

    /// <summary>Encrypted form with the password's hash; erased when it has served.</summary>
    public byte[]? Form { get; set; }

    public required string MobileHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }
}

internal sealed class RegistrationConfiguration : IEntityTypeConfiguration<RegistrationRecord>
{
    public void Configure(EntityTypeBuilder<RegistrationRecord> builder)
    {
        builder.ToTable("Registrations");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.MobileHash).HasMaxLength(64);
        builder.HasIndex(row => row.BrowserHash).IsUnique();
        builder.HasIndex(row => row.ExpiresAt);
    }
}
