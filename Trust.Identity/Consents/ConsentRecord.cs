using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Consents;

/// <summary>What a person lets one application know. A later, wider consent replaces the row's scopes.</summary>
internal sealed class ConsentRecord : IVersioned
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Scopes, separated by spaces.</summary>
    public required string Scopes { get; set; }

    /// <summary>May-have scopes that were offered and not given: not asked again until something new is.</summary>
    public required string Declined { get; set; }

    public required DateTimeOffset GivenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Version { get; set; }
}

internal sealed class ConsentConfiguration : IEntityTypeConfiguration<ConsentRecord>
{
    public void Configure(EntityTypeBuilder<ConsentRecord> builder)
    {
        builder.ToTable("Consents");
        builder.HasKey(consent => consent.Id);
        builder.Property(consent => consent.ClientId).HasMaxLength(100);
        builder.Property(consent => consent.Scopes).HasMaxLength(500);
        builder.Property(consent => consent.Declined).HasMaxLength(500);
        builder.HasIndex(consent => new { consent.AccountId, consent.ClientId }).IsUnique();
    }
}
