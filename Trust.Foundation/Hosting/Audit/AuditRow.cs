using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Hosting.Audit;

/// <summary>
/// One recorded act. It is inserted in the transaction of its change, unchained; the module's sealer then gives it its place in the chain. The fixed
/// columns stay for ever; payload and salt go when their retention ends, and the salted digest keeps the chain whole.
/// </summary>
public sealed class AuditRow
{
    /// <summary>Number given by the database; has gaps, and is not the order of commits.</summary>
    public long Sequence { get; init; }

    /// <summary>Id (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was recorded, microseconds, offset zero.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What happened, <c>module.past-participle</c>: <c>identity.person-created</c>; at most 100 characters.</summary>
    public required string Event { get; init; }

    /// <summary>Who did it, the actor's text: <c>person:…</c>, <c>process:…</c>, <c>anonymous</c>; at most 200 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>What it happened to: a row key or a keyed hash, never a number of a person; at most 200 characters.</summary>
    public required string SubjectKey { get; init; }

    /// <summary>Outcome: <c>ok</c>, or the error code of a refusal; at most 100 characters.</summary>
    public required string Result { get; init; }

    /// <summary>SM3 over salt and payload, 32 bytes.</summary>
    public required byte[] PayloadDigest { get; init; }

    /// <summary>Details, JSON in UTF-8; null once retention has erased it.</summary>
    public byte[]? Payload { get; internal set; }

    /// <summary>32 random bytes, without which the digest would allow guessing a payload; null once retention has erased it.</summary>
    public byte[]? Salt { get; internal set; }

    /// <summary>Place in the chain, from 1 without gaps; null until sealed.</summary>
    public long? ChainIndex { get; internal set; }

    /// <summary>SM3 over place (8 bytes, big-endian), hash of the place before (32 bytes, zeros before the first) and row digest (32 bytes).</summary>
    public byte[]? ChainHash { get; internal set; }
}

/// <summary>A signed head: vouches for every row up to its index.</summary>
public sealed class AuditHead
{
    /// <summary>Place of the last row it covers.</summary>
    public required long Index { get; init; }

    /// <summary>Chain hash at that place, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When it was signed, microseconds, offset zero.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Id of the key (purpose audit).</summary>
    public required string KeyId { get; init; }

    /// <summary>Signature over <c>trust-audit-head-v1</c>, module, index, hash, time and key id, DER.</summary>
    public required byte[] Signature { get; init; }
}

internal sealed class AuditRowConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("AuditRows");
        builder.HasKey(row => row.Sequence);
        builder.Property(row => row.Sequence).ValueGeneratedOnAdd();
        builder.Property(row => row.Event).HasMaxLength(100);
        builder.Property(row => row.Actor).HasMaxLength(200);
        builder.Property(row => row.SubjectKey).HasMaxLength(200);
        builder.Property(row => row.Result).HasMaxLength(100);
        builder.HasIndex(row => row.Id).IsUnique();
        builder.HasIndex(row => row.SubjectKey);

        // Unique and a concurrency token: two sealers that meet despite the lease cannot both give a place, nor one row two.
        builder.HasIndex(row => row.ChainIndex).IsUnique();
        builder.Property(row => row.ChainIndex).IsConcurrencyToken();
    }
}

internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("AuditHeads");
        builder.HasKey(head => head.Index);
        builder.Property(head => head.Index).ValueGeneratedNever();
        builder.Property(head => head.KeyId).HasMaxLength(64);
    }
}
