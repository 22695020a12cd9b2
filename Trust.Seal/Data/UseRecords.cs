using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Seal.Data;

/// <summary>
/// One use of a seal (用印记录): what was to be signed, written before it is, and what came of it. A signature leaves the process only when this row says
/// <see cref="SealUseState.Sealed"/>.
/// </summary>
internal sealed class SealUseRecord
{
    public required Guid Id { get; init; }

    public required Guid SealId { get; init; }

    public required Guid GrantId { get; init; }

    /// <summary>Who called; with <see cref="Key"/> it names the act.</summary>
    public required string Caller { get; init; }

    /// <summary>Idempotency key of the caller.</summary>
    public required string Key { get; init; }

    /// <summary>SM3 over the whole call, 32 bytes: the same key with another call is refused.</summary>
    public required byte[] CallDigest { get; init; }

    public required string Purpose { get; init; }

    public required string FileName { get; init; }

    /// <summary>SM3 over the document as it came, 32 bytes.</summary>
    public required byte[] DocumentDigest { get; init; }

    public required SealUseState State { get; set; }

    /// <summary>When the intent was written; also the claimed time inside the signature, so that a repetition builds the same document.</summary>
    public required DateTimeOffset IntendedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the seal signs, 32 bytes: SM3 over Signature.xml of an OFD, or over the bytes of a PDF that its ByteRange covers.</summary>
    public byte[]? SignedDigest { get; set; }

    /// <summary>SES_Signature (OFD) or SignedData (PDF) with its time stamp, DER.</summary>
    public byte[]? SignatureValue { get; set; }

    /// <summary>SM3 over the signature's own value (the octets of its BIT STRING or OCTET STRING), 32 bytes: what the time stamp stamps, and what names the signature elsewhere.</summary>
    public byte[]? SignatureDigest { get; set; }

    /// <summary>Time of the time stamp.</summary>
    public DateTimeOffset? StampedAt { get; set; }

    /// <summary>SM3 over the sealed document, 32 bytes.</summary>
    public byte[]? OutputDigest { get; set; }
}

/// <summary>What became of a use.</summary>
internal enum SealUseState
{
    /// <summary>Begun: a signature may be in the making.</summary>
    Intended,

    /// <summary>Signed, committed and handed out.</summary>
    Sealed,

    /// <summary>Ended without an outcome: a signature may have been computed, and no caller got it.</summary>
    Voided,
}

/// <summary>A certificate of the issuing CA.</summary>
internal sealed class CertificateRecord
{
    /// <summary>Serial number, lower-case hexadecimal as it stands in the certificate.</summary>
    public required string Serial { get; init; }

    public required Guid SealId { get; init; }

    public required byte[] Encoded { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>CRLReason (RFC 5280 section 5.3.1).</summary>
    public int? RevocationReason { get; set; }
}

/// <summary>An issued revocation list (CRL); the newest is served.</summary>
internal sealed class RevocationListRecord
{
    /// <summary>CRLNumber.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    public required byte[] Encoded { get; init; }
}

/// <summary>A report of a check on a page, kept for the browser that asked and deleted soon after.</summary>
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

internal sealed class SealUseConfiguration : IEntityTypeConfiguration<SealUseRecord>
{
    public void Configure(EntityTypeBuilder<SealUseRecord> builder)
    {
        builder.ToTable("SealUses");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Caller).HasMaxLength(200);
        builder.Property(row => row.Key).HasMaxLength(64);
        builder.Property(row => row.Purpose).HasMaxLength(200);
        builder.Property(row => row.FileName).HasMaxLength(200);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(row => new { row.Caller, row.Key }).IsUnique();
        builder.HasIndex(row => new { row.SealId, row.IntendedAt });
        builder.HasIndex(row => new { row.State, row.IntendedAt });
        builder.HasIndex(row => row.SignatureDigest);
        builder.HasOne<SealRecord>().WithMany().HasForeignKey(row => row.SealId);
        builder.HasOne<SealGrantRecord>().WithMany().HasForeignKey(row => row.GrantId);
    }
}

internal sealed class CertificateConfiguration : IEntityTypeConfiguration<CertificateRecord>
{
    public void Configure(EntityTypeBuilder<CertificateRecord> builder)
    {
        builder.ToTable("Certificates");
        builder.HasKey(row => row.Serial);
        builder.Property(row => row.Serial).HasMaxLength(44);
        builder.HasIndex(row => row.SealId);
        builder.HasIndex(row => row.RevokedAt);
        builder.HasOne<SealRecord>().WithMany().HasForeignKey(row => row.SealId);
    }
}

internal sealed class RevocationListConfiguration : IEntityTypeConfiguration<RevocationListRecord>
{
    public void Configure(EntityTypeBuilder<RevocationListRecord> builder)
    {
        builder.ToTable("RevocationLists");
        builder.HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
    }
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
