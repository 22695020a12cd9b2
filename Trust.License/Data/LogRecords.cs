using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.License.Data;

/// <summary>An entry of the log. Never changed, never deleted; holds no personal data.</summary>
internal sealed class LogEntryRecord
{
    /// <summary>Place in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>What the entry is about; an act is logged once.</summary>
    public required Guid ActId { get; init; }

    public required string Kind { get; init; }

    /// <summary>The entry, UTF-8.</summary>
    public required byte[] Content { get; init; }

    /// <summary>SM3 leaf hash, 32 bytes.</summary>
    public required byte[] LeafHash { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Hash of a complete subtree above the leaves; what proofs and tiles are made of.</summary>
internal sealed class LogNodeRecord
{
    /// <summary>2^level leaves lie below; 1 or more.</summary>
    public required int Level { get; init; }

    /// <summary>First leaf below, a multiple of 2^level.</summary>
    public required long Start { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>Where the log ends: one row, which every append changes.</summary>
internal sealed class LogHeadRecord
{
    public const int OnlyId = 1;

    public required int Id { get; init; }

    public required long Size { get; set; }

    /// <summary>Roots of the complete subtrees, largest first, 32 bytes each.</summary>
    public required byte[] Edge { get; set; }

    /// <summary>Signed checkpoint over exactly this size.</summary>
    public required string Checkpoint { get; set; }

    public required DateTimeOffset SignedAt { get; set; }

    /// <summary>Counts touches: the row is locked by being changed, before anything of it is read.</summary>
    public required long Touches { get; set; }
}

internal sealed class LogEntryConfiguration : IEntityTypeConfiguration<LogEntryRecord>
{
    public void Configure(EntityTypeBuilder<LogEntryRecord> builder)
    {
        builder.ToTable("LogEntries");
        builder.HasKey(row => row.Index);
        builder.Property(row => row.Index).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasMaxLength(32);
        builder.HasIndex(row => new { row.ActId, row.Kind }).IsUnique();
    }
}

internal sealed class LogNodeConfiguration : IEntityTypeConfiguration<LogNodeRecord>
{
    public void Configure(EntityTypeBuilder<LogNodeRecord> builder)
    {
        builder.ToTable("LogNodes");
        builder.HasKey(row => new { row.Level, row.Start });
    }
}

internal sealed class LogHeadConfiguration : IEntityTypeConfiguration<LogHeadRecord>
{
    public void Configure(EntityTypeBuilder<LogHeadRecord> builder)
    {
        builder.ToTable("LogHead");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
