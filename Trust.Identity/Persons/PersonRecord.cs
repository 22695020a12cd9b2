using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Persons;

/// <summary>A natural person (自然人).</summary>
internal sealed class PersonRecord : IVersioned
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Verification level 0 to 3 (匿名 初级 中级 高级).</summary>
    public required int Level { get; set; }

    /// <summary>Invented, for development; a database with such a row does not start anywhere else.</summary>
    public required bool IsDemo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<PersonRecord>
{
    public void Configure(EntityTypeBuilder<PersonRecord> builder)
    {
        builder.ToTable("Persons");
        builder.HasKey(person => person.Id);
        builder.Property(person => person.Name).HasMaxLength(100);

        // Answers at start whether any row is a demo one, and keeps two processes from adding the same demo person.
        builder.HasIndex(person => person.Name).IsUnique().HasFilter("\"IsDemo\"").HasDatabaseName("IX_Persons_DemoName");
    }
}
