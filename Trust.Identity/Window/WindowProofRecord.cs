using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Window;

/// <summary>Where a proof stands.</summary>
internal enum WindowProofState
{
    /// <summary>One clerk has recorded it; another one of the office decides.</summary>
    Waiting,

    Confirmed,

    /// <summary>The second clerk has refused it.</summary>
    Refused,

    /// <summary>Whoever recorded it has taken it back.</summary>
    Withdrawn,
}

/// <summary>Document that the clerk has seen.</summary>
internal enum WindowDocument
{
    /// <summary>居民身份证.</summary>
    IdCard,

    /// <summary>临时居民身份证.</summary>
    TemporaryIdCard,

    /// <summary>港澳台居民居住证.</summary>
    ResidencePermit,

    /// <summary>外国人永久居留身份证.</summary>
    ForeignerCard,
}

/// <summary>A proof of identity at a window (窗口核验): recorded by one clerk, decided by another. Numbers are erased when it is decided.</summary>
internal sealed class WindowProofRecord : IVersioned
{
    public const string IdNumberColumn = "WindowProofs.IdNumber";
    public const string MobileColumn = "WindowProofs.Mobile";

    /// <summary>Also the reference of the question to the registry.</summary>
    public required Guid Id { get; init; }

    /// <summary>Office of the clerk who recorded it.</summary>
    public required string OfficeCode { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    /// <summary>GB/T 3304 code, two digits.</summary>
    public required string Ethnicity { get; init; }

    /// <summary>Encrypted, until it is decided.</summary>
    public byte[]? IdNumber { get; set; }

    public required string IdNumberHash { get; init; }

    /// <summary>Encrypted, until it is decided.</summary>
    public byte[]? Mobile { get; set; }

    public required string MobileHash { get; init; }

    public required WindowDocument Document { get; init; }

    /// <summary>What the population registry answered, or null while it has not: <c>match</c>, or what it refused.</summary>
    public string? Registry { get; set; }

    public string? RegistryEvidenceId { get; set; }

    public string? RegistryEvidenceDigest { get; set; }

    public required Guid RecorderAccountId { get; init; }

    /// <summary>Four eyes are two persons, never two accounts.</summary>
    public required Guid RecorderPersonId { get; init; }

    public required string RecorderName { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required WindowProofState State { get; set; }

    public Guid? DeciderAccountId { get; set; }

    public Guid? DeciderPersonId { get; set; }

    public string? DeciderName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; set; }

    /// <summary>Person whose number it is to be, as far as there was a row when it was recorded; whose it is, once confirmed.</summary>
    public Guid? PersonId { get; set; }

    public int Version { get; set; }
}

internal sealed class WindowProofConfiguration : IEntityTypeConfiguration<WindowProofRecord>
{
    public void Configure(EntityTypeBuilder<WindowProofRecord> builder)
    {
        builder.ToTable("WindowProofs");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.OfficeCode).HasMaxLength(18);
        builder.Property(row => row.Region).HasMaxLength(12);
        builder.Property(row => row.Name).HasMaxLength(100);
        builder.Property(row => row.Ethnicity).HasMaxLength(2);
        builder.Property(row => row.IdNumberHash).HasMaxLength(64);
        builder.Property(row => row.MobileHash).HasMaxLength(64);
        builder.Property(row => row.Document).HasConversion<string>().HasMaxLength(24);
        builder.Property(row => row.Registry).HasMaxLength(100);
        builder.Property(row => row.RegistryEvidenceId).HasMaxLength(100);
        builder.Property(row => row.RegistryEvidenceDigest).HasMaxLength(64);
        builder.Property(row => row.RecorderName).HasMaxLength(100);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.DeciderName).HasMaxLength(100);
        builder.Property(row => row.Reason).HasMaxLength(WindowRules.LongestReason);
        builder.HasIndex(row => new { row.OfficeCode, row.State, row.RecordedAt });
        builder.HasIndex(row => new { row.PersonId, row.DecidedAt });
        builder.HasIndex(row => row.ExpiresAt);
    }
}
