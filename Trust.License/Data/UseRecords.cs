using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.License.Data;

/// <summary>Somebody looked at or used a licence; its holder sees this list (使用记录). Never an address, never who an anonymous person was.</summary>
internal sealed class LicenceUseRecord
{
    public required Guid Id { get; init; }

    public required Guid LicenceId { get; init; }

    /// <summary>版本号.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required LicenceUseKind Kind { get; init; }

    /// <summary>Office or application; null for somebody who did not sign in, and for the holder.</summary>
    public string? By { get; init; }
}

internal enum LicenceUseKind
{
    /// <summary>Its QR code was scanned.</summary>
    Scanned,

    /// <summary>A one-time code that its holder showed was scanned.</summary>
    ShownOnce,

    /// <summary>Its file was checked.</summary>
    FileChecked,

    /// <summary>Number and printed secret were typed.</summary>
    NumberChecked,

    /// <summary>Its holder downloaded the file.</summary>
    Downloaded,

    /// <summary>An office or its application read the file.</summary>
    ReadByOffice,
}

/// <summary>A code that a holder shows for a minute (一次性二维码). Used once.</summary>
internal sealed class OneTimeCodeRecord
{
    /// <summary>SHA-256 of the 128 random bits.</summary>
    public required byte[] CodeHash { get; init; }

    public required Guid LicenceId { get; init; }

    /// <summary>版本号.</summary>
    public required int Number { get; init; }

    /// <summary>Session that shows it: it ends with the session's own life at the latest.</summary>
    public required string SessionId { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Wrong secrets that were typed for a number on a day, from all sources together.</summary>
internal sealed class SecretTryRecord
{
    /// <summary>Keyed hash of type and number, as in <see cref="LicenceRecord.NumberHash"/>.</summary>
    public required string NumberHash { get; init; }

    /// <summary>Day in the province's time (UTC+8).</summary>
    public required DateOnly Day { get; init; }

    public required int Count { get; set; }
}

/// <summary>The holder is to be told; written with what they are told of, done by <see cref="Trust.License.Holding.TellHolders"/>.</summary>
internal sealed class HolderNoticeRecord
{
    public required Guid Id { get; init; }

    public required Guid LicenceId { get; init; }

    /// <summary>One of Identity's templates.</summary>
    public required string Template { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? ToldAt { get; set; }
}

internal sealed class HolderNoticeConfiguration : IEntityTypeConfiguration<HolderNoticeRecord>
{
    public void Configure(EntityTypeBuilder<HolderNoticeRecord> builder)
    {
        builder.ToTable("HolderNotices");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Template).HasMaxLength(32);
        builder.HasIndex(row => row.At).HasFilter("\"ToldAt\" IS NULL");
        builder.HasOne<LicenceRecord>().WithMany().HasForeignKey(row => row.LicenceId);
    }
}

internal sealed class LicenceUseConfiguration : IEntityTypeConfiguration<LicenceUseRecord>
{
    public void Configure(EntityTypeBuilder<LicenceUseRecord> builder)
    {
        builder.ToTable("LicenceUses");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.By).HasMaxLength(200);
        builder.HasIndex(row => new { row.LicenceId, row.At });
        builder.HasOne<LicenceRecord>().WithMany().HasForeignKey(row => row.LicenceId);
    }
}

internal sealed class OneTimeCodeConfiguration : IEntityTypeConfiguration<OneTimeCodeRecord>
{
    public void Configure(EntityTypeBuilder<OneTimeCodeRecord> builder)
    {
        builder.ToTable("OneTimeCodes");
        builder.HasKey(row => row.CodeHash);
        builder.Property(row => row.CodeHash).HasMaxLength(32);
        builder.Property(row => row.SessionId).HasMaxLength(100);
        builder.HasIndex(row => row.Expires);
    }
}

internal sealed class SecretTryConfiguration : IEntityTypeConfiguration<SecretTryRecord>
{
    public void Configure(EntityTypeBuilder<SecretTryRecord> builder)
    {
        builder.ToTable("SecretTries");
        builder.HasKey(row => new { row.NumberHash, row.Day });
        builder.Property(row => row.NumberHash).HasMaxLength(100);
    }
}
