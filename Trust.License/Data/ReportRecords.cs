using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.License.Data;

/// <summary>Report on a file that somebody checked, kept for some minutes.</summary>
internal sealed class ReportRecord
{
    public const string ContentColumn = "Reports.Content";

    /// <summary>SHA-256 of the 128 random bits in the address; whoever reads the table opens nothing.</summary>
    public required byte[] ReferenceHash { get; init; }

    /// <summary>Row key that binds the encrypted content.</summary>
    public required Guid Id { get; init; }

    /// <summary>Report and pictures, encrypted.</summary>
    public required byte[] Content { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class ReportConfiguration : IEntityTypeConfiguration<ReportRecord>
{
    public void Configure(EntityTypeBuilder<ReportRecord> builder)
    {
        builder.ToTable("Reports");
        builder.HasKey(row => row.ReferenceHash);
        builder.Property(row => row.ReferenceHash).HasMaxLength(32);
        builder.HasIndex(row => row.ExpiresAt);
    }
}
