using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Persons;

/// <summary>What the population registry has said about a person's data.</summary>
internal enum RegistryState
{
    /// <summary>Not answered yet; the question is asked again until it is.</summary>
    Pending,

    /// <summary>Number, name, ethnicity and sex agree.</summary>
    Confirmed,

    /// <summary>Something does not agree; the person may correct it.</summary>
    Refused,
}

/// <summary>A natural person (自然人).</summary>
internal sealed class PersonRecord : IVersioned
{
    public const string IdNumberColumn = "Persons.IdNumber";

    /// <summary>中级: the person stood before somebody with a document. Below it a number is what an account claims.</summary>
    public const int ProvedLevel = 2;

    /// <summary>Name of a row whose data belong to somebody else, see <see cref="Window.ConfirmProof"/>.</summary>
    public const string NoName = "未实名用户";

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Encrypted identity number.</summary>
    public byte[]? IdNumber { get; set; }

    /// <summary>
    /// Keyed hash of the identity number while this person holds it: at most one row does. A refused registration lets go of it, so that nobody keeps a
    /// stranger's number occupied.
    /// </summary>
    public string? IdNumberHash { get; set; }

    /// <summary>GB/T 3304 code, two digits.</summary>
    public string? Ethnicity { get; set; }

    /// <summary>Verification level 0 to 2 (匿名 初级 中级); level 3 belongs to one transaction, never to a person.</summary>
    public required int Level { get; set; }

    /// <summary>When the verification behind the level ends, or null: an expired one lowers the level.</summary>
    public DateTimeOffset? LevelExpiresAt { get; set; }

    public RegistryState Registry { get; set; }

    /// <summary>What the registry refused: <c>name ethnicity sex</c>, <c>not-found</c>, <c>deceased</c>, <c>taken</c>, <c>proved-elsewhere</c>; separated by spaces.</summary>
    public string? RegistryFaults { get; set; }

    /// <summary>When the registry is asked next; null when it need not be.</summary>
    public DateTimeOffset? RegistryNextAt { get; set; }

    public int RegistryAttempts { get; set; }

    /// <summary>Invented, for development; a database with such a row does not start anywhere else.</summary>
    public required bool IsDemo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    /// <summary>The level that counts now.</summary>
    public int LevelAt(DateTimeOffset now) => LevelExpiresAt is { } end && end <= now ? Math.Min(Level, 1) : Level;

    /// <summary>Whether the identity is proved now, not only claimed.</summary>
    public bool IsProvedAt(DateTimeOffset now) => LevelAt(now) >= ProvedLevel;
}

/// <summary>Evidence behind a level: which source answered what, and when it ends. Never the data itself.</summary>
internal sealed class VerificationRecord
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required int Level { get; init; }

    /// <summary><c>population-registry</c>, <c>mobile</c>, <c>window</c>, <c>demo</c>; <c>service-agreement</c> with the version that was agreed to, at level 0.</summary>
    public required string Source { get; init; }

    /// <summary>The source's own number of its answer.</summary>
    public string? EvidenceId { get; init; }

    /// <summary>SHA-256 of the answer as received.</summary>
    public string? EvidenceDigest { get; init; }

    public required DateTimeOffset Time { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<PersonRecord>
{
    public void Configure(EntityTypeBuilder<PersonRecord> builder)
    {
        builder.ToTable("Persons");
        builder.HasKey(person => person.Id);
        builder.Property(person => person.Name).HasMaxLength(100);
        builder.Property(person => person.IdNumberHash).HasMaxLength(64);
        builder.Property(person => person.Ethnicity).HasMaxLength(2);
        builder.Property(person => person.Registry).HasConversion<string>().HasMaxLength(16);
        builder.Property(person => person.RegistryFaults).HasMaxLength(100);
        builder.HasIndex(person => person.IdNumberHash).IsUnique();
        builder.HasIndex(person => person.RegistryNextAt);

        // Answers at start whether any row is a demo one, and keeps two processes from adding the same demo person.
        builder.HasIndex(person => person.Name).IsUnique().HasFilter("\"IsDemo\"").HasDatabaseName("IX_Persons_DemoName");
    }
}

internal sealed class VerificationConfiguration : IEntityTypeConfiguration<VerificationRecord>
{
    public void Configure(EntityTypeBuilder<VerificationRecord> builder)
    {
        builder.ToTable("Verifications");
        builder.HasKey(verification => verification.Id);
        builder.Property(verification => verification.Source).HasMaxLength(32);
        builder.Property(verification => verification.EvidenceId).HasMaxLength(100);
        builder.Property(verification => verification.EvidenceDigest).HasMaxLength(64);
        builder.HasIndex(verification => new { verification.PersonId, verification.Time });
    }
}
