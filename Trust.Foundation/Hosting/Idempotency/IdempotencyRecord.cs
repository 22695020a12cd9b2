using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Hosting.Idempotency;

/// <summary>A change that was done for a key, with its answer.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>Who made the call: account, client or process; at most 200 characters. Another caller's key is another key.</summary>
    public required string Caller { get; init; }

    /// <summary>Idempotency key, 16 to 64 characters.</summary>
    public required string Key { get; init; }

    /// <summary>SM3 over the request, 32 bytes.</summary>
    public required byte[] RequestDigest { get; init; }

    /// <summary>The answer, JSON in UTF-8; null only inside the transaction that makes it.</summary>
    public byte[]? Response { get; init; }

    /// <summary>When the change was done.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When key and answer are forgotten.</summary>
    public required DateTimeOffset Expires { get; init; }
}

internal sealed class IdempotencyRecordConfiguration : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("IdempotencyRecords");
        builder.HasKey(record => new { record.Caller, record.Key });
        builder.Property(record => record.Caller).HasMaxLength(200);
        builder.Property(record => record.Key).HasMaxLength(64);
        builder.HasIndex(record => record.Expires);
    }
}
