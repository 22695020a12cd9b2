using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;
using Trust.Identity.Accounts;

namespace Trust.Identity.Sessions;

/// <summary>A browser session. The cookie holds a random secret, the row its hash.</summary>
internal sealed class SessionRecord : IVersioned
{
    public required Guid Id { get; init; }

    /// <summary><c>sid</c> of tokens: 128 random bits, lower-case hexadecimal.</summary>
    public required string Sid { get; init; }

    /// <summary>SHA-256 of the cookie's value; changes with every added factor.</summary>
    public required byte[] SecretHash { get; set; }

    public required Guid AccountId { get; init; }

    public required Guid PersonId { get; init; }

    public required Realm Realm { get; init; }

    /// <summary>Factors with their times, for example <c>pwd:1767225600 sms:1767225660</c>.</summary>
    public required string Factors { get; set; }

    /// <summary>When the person last proved who they are: <c>auth_time</c>.</summary>
    public required DateTimeOffset AuthTime { get; set; }

    /// <summary>Browser and system in words of ours: <c>Chrome Windows</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Network of the browser, its last part cut off.</summary>
    public required string Place { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary><c>logout</c>, <c>elsewhere</c>, <c>password-changed</c>, <c>replaced</c>, <c>number-withdrawn</c>.</summary>
    public string? EndReason { get; set; }

    public int Version { get; set; }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<SessionRecord>
{
    public void Configure(EntityTypeBuilder<SessionRecord> builder)
    {
        builder.ToTable("Sessions");
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Sid).HasMaxLength(32);
        builder.Property(session => session.Realm).HasConversion<string>().HasMaxLength(16);
        builder.Property(session => session.Factors).HasMaxLength(200);
        builder.Property(session => session.Device).HasMaxLength(60);
        builder.Property(session => session.Place).HasMaxLength(60);
        builder.Property(session => session.EndReason).HasMaxLength(32);
        builder.HasIndex(session => session.SecretHash).IsUnique();
        builder.HasIndex(session => session.Sid).IsUnique();
        builder.HasIndex(session => new { session.AccountId, session.CreatedAt });
    }
}
