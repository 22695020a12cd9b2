using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Data;

/// <summary>An electronic seal (电子印章) of an organisation, from application to destruction.</summary>
internal sealed class SealRecord : IVersioned
{
    public const string PrivateKeyColumn = "Seals.PrivateKey";

    public required Guid Id { get; init; }

    /// <summary>印章编码 (esID): 13 digits, minted when the application is made so that it can stand in the picture.</summary>
    public required string Number { get; init; }

    /// <summary>Name of the seal: 公章, 电子证照专用章.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of seal, property type of GB/T 38540: 1 unit seal (单位章).</summary>
    public required SealKind Kind { get; init; }

    public required string OwnerCode { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>Division code (GB/T 2260).</summary>
    public required string Region { get; init; }

    /// <summary>Why it is asked for, and the reference of the authority's paper (批准文书).</summary>
    public required string Basis { get; init; }

    public required int DiameterMm { get; init; }

    public required bool Star { get; init; }

    public required int ValidYears { get; init; }

    /// <summary>Keeper (保管人), named at hand-over.</summary>
    public string? Custodian { get; set; }

    public required SealState State { get; set; }

    /// <summary>Natural person who applied: four eyes compare persons.</summary>
    public required Guid ApplicantPersonId { get; init; }

    public required DateTimeOffset AppliedAt { get; init; }

    public DateTimeOffset? ValidFrom { get; set; }

    public DateTimeOffset? ValidTo { get; set; }

    /// <summary>The transparent picture, PNG; in the seal itself once it is made.</summary>
    public required byte[] Picture { get; set; }

    /// <summary>SESeal (GB/T 38540), DER.</summary>
    public byte[]? Seal { get; set; }

    /// <summary>SM3 over <see cref="Seal"/>, 32 bytes: the name of the seal in lists of states.</summary>
    public byte[]? SealDigest { get; set; }

    /// <summary>Signing certificate of the seal, DER.</summary>
    public byte[]? Certificate { get; set; }

    /// <summary>Encrypted PKCS#8 of the seal's own SM2 key; erased at destruction.</summary>
    public byte[]? PrivateKey { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public required bool IsDemo { get; init; }

    public int Version { get; set; }
}

/// <summary>Kinds of seal.</summary>
internal enum SealKind
{
    /// <summary>法定名称章, 公章.</summary>
    Official = 1,

    /// <summary>专用章, such as 电子证照专用章.</summary>
    Special = 2,
}

/// <summary>What happened to a seal, for its timeline.</summary>
internal sealed class SealEventRecord
{
    public required Guid Id { get; init; }

    public required Guid SealId { get; init; }

    public required SealAct Act { get; init; }

    public required SealState From { get; init; }

    public required SealState To { get; init; }

    public required string PersonName { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Reason or remark.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset Time { get; init; }
}

/// <summary>Right to use a seal (用印授权).</summary>
internal sealed class SealGrantRecord : IVersioned
{
    public required Guid Id { get; init; }

    public required Guid SealId { get; init; }

    public required GranteeKind Kind { get; init; }

    /// <summary>Account id (32 hexadecimal digits), client id or process name.</summary>
    public required string Grantee { get; init; }

    /// <summary>What people call it.</summary>
    public required string GranteeName { get; init; }

    /// <summary>What may be sealed.</summary>
    public required string Purpose { get; init; }

    public required int MostUses { get; init; }

    public int Uses { get; set; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidTo { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }
}

/// <summary>Who a grant names.</summary>
internal enum GranteeKind
{
    /// <summary>A person of staff, by account.</summary>
    Account,

    /// <summary>A department's application.</summary>
    Client,

    /// <summary>A module of the platform that acts without a person.</summary>
    Process,
}

internal sealed class SealConfiguration : IEntityTypeConfiguration<SealRecord>
{
    public void Configure(EntityTypeBuilder<SealRecord> builder)
    {
        builder.ToTable("Seals");
        builder.HasKey(seal => seal.Id);
        builder.Property(seal => seal.Number).HasMaxLength(14);
        builder.Property(seal => seal.Name).HasMaxLength(60);
        builder.Property(seal => seal.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(seal => seal.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(seal => seal.OwnerCode).HasMaxLength(18);
        builder.Property(seal => seal.OwnerName).HasMaxLength(200);
        builder.Property(seal => seal.Region).HasMaxLength(12);
        builder.Property(seal => seal.Basis).HasMaxLength(300);
        builder.Property(seal => seal.Custodian).HasMaxLength(60);
        builder.HasIndex(seal => seal.Number).IsUnique();
        builder.HasIndex(seal => new { seal.OwnerCode, seal.State });
        builder.HasIndex(seal => new { seal.Region, seal.State });
        builder.HasIndex(seal => new { seal.State, seal.AppliedAt });
    }
}

internal sealed class SealEventConfiguration : IEntityTypeConfiguration<SealEventRecord>
{
    public void Configure(EntityTypeBuilder<SealEventRecord> builder)
    {
        builder.ToTable("SealEvents");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Act).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.From).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.To).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.PersonName).HasMaxLength(60);
        builder.Property(row => row.Note).HasMaxLength(300);
        builder.HasIndex(row => new { row.SealId, row.Time });
        builder.HasOne<SealRecord>().WithMany().HasForeignKey(row => row.SealId);
    }
}

internal sealed class SealGrantConfiguration : IEntityTypeConfiguration<SealGrantRecord>
{
    public void Configure(EntityTypeBuilder<SealGrantRecord> builder)
    {
        builder.ToTable("SealGrants");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.Grantee).HasMaxLength(100);
        builder.Property(row => row.GranteeName).HasMaxLength(100);
        builder.Property(row => row.Purpose).HasMaxLength(200);
        builder.HasIndex(row => row.SealId);
        builder.HasIndex(row => new { row.Kind, row.Grantee });
        builder.HasOne<SealRecord>().WithMany().HasForeignKey(row => row.SealId);
    }
}
