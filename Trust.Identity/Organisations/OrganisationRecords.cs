using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Organisations;

/// <summary>A legal person or other organisation (法人和其他组织), by its unified social credit code.</summary>
internal sealed class OrganisationRecord : IVersioned
{
    public required Guid Id { get; init; }

    /// <summary>GB 32100 code; unique.</summary>
    public required string CreditCode { get; init; }

    public required string Name { get; set; }

    /// <summary>Division code (GB/T 2260).</summary>
    public required string Region { get; set; }

    public required bool IsDemo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }
}

/// <summary>Who may act for an organisation by law.</summary>
internal sealed class RepresentationRecord
{
    public required Guid Id { get; init; }

    public required Guid OrganisationId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary><c>legal-representative</c> (法定代表人).</summary>
    public required string Role { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<OrganisationRecord>
{
    public void Configure(EntityTypeBuilder<OrganisationRecord> builder)
    {
        builder.ToTable("Organisations");
        builder.HasKey(organisation => organisation.Id);
        builder.Property(organisation => organisation.CreditCode).HasMaxLength(18);
        builder.Property(organisation => organisation.Name).HasMaxLength(200);
        builder.Property(organisation => organisation.Region).HasMaxLength(12);
        builder.HasIndex(organisation => organisation.CreditCode).IsUnique();
    }
}

internal sealed class RepresentationConfiguration : IEntityTypeConfiguration<RepresentationRecord>
{
    public void Configure(EntityTypeBuilder<RepresentationRecord> builder)
    {
        builder.ToTable("Representations");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Role).HasMaxLength(32);
        builder.HasIndex(row => new { row.PersonId, row.OrganisationId, row.Role }).IsUnique();
        builder.HasIndex(row => row.OrganisationId);
    }
}
