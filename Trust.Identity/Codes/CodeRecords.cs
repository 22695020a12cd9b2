using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Identity.Codes;

/// <summary>A six-digit code sent to a telephone; one is live a purpose and telephone.</summary>
internal sealed class OneTimeCodeRecord
{
    public required Guid Id { get; init; }

    /// <summary><c>sign-in</c>, <c>register</c>, <c>step-up</c>.</summary>
    public required string Purpose { get; init; }

    public required string MobileHash { get; init; }

    /// <summary>Keyed hash of row id and code. A row for an unknown telephone has one that no code fits.</summary>
    public required string CodeHash { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Wrong tries; the code dies at five.</summary>
    public required int Tries { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>
    /// Who may ask for and try this code: empty for a browser that is not known, else one device in which the account has signed in before, or the running sessions of one account. What a
    /// stranger asks for, uses up and guesses wrong is never the code or the limit of the person's own browser.
    /// </summary>
    public required string Holder { get; init; }

    /// <summary>Keyed hash of the network that asked.</summary>
    public required string SourceHash { get; init; }
}

/// <summary>A text waiting to be sent. Number and words are encrypted, and erased when the gateway has taken them.</summary>
internal sealed class SmsRecord
{
    public const string BodyColumn = "Sms.Body";

    public required Guid Id { get; init; }

    public byte[]? Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset NextAt { get; set; }

    /// <summary>A text that is worth nothing later is not sent later.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required int Attempts { get; set; }

    /// <summary><c>waiting</c>, <c>sent</c>, <c>refused</c>, <c>expired</c>.</summary>
    public required string State { get; set; }
}

internal sealed class OneTimeCodeConfiguration : IEntityTypeConfiguration<OneTimeCodeRecord>
{
    public void Configure(EntityTypeBuilder<OneTimeCodeRecord> builder)
    {
        builder.ToTable("OneTimeCodes");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Purpose).HasMaxLength(16);
        builder.Property(row => row.MobileHash).HasMaxLength(64);
        builder.Property(row => row.CodeHash).HasMaxLength(64);
        builder.Property(row => row.SourceHash).HasMaxLength(64);
        builder.Property(row => row.Holder).HasMaxLength(48);
        builder.HasIndex(row => new { row.MobileHash, row.Holder, row.SentAt });
        builder.HasIndex(row => new { row.SourceHash, row.SentAt });
        builder.HasIndex(row => row.SentAt);
    }
}

internal sealed class SmsConfiguration : IEntityTypeConfiguration<SmsRecord>
{
    public void Configure(EntityTypeBuilder<SmsRecord> builder)
    {
        builder.ToTable("Sms");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.State).HasMaxLength(16);
        builder.HasIndex(row => new { row.State, row.NextAt });
    }
}
