using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.Identity.Accounts;

/// <summary>Realms share no cookie, credential or session.</summary>
internal enum Realm
{
    /// <summary>Natural persons (自然人).</summary>
    Citizen,

    /// <summary>Government staff (工作人员), each bound to one natural person.</summary>
    Staff,
}

/// <summary>Something that one signs in with; who it is, the person says.</summary>
internal sealed class AccountRecord : IVersioned
{
    public const string MobileColumn = "Accounts.Mobile";

    /// <summary>Random, never time-ordered: pairwise subjects are made from it.</summary>
    public required Guid Id { get; init; }

    public required Realm Realm { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>As typed, or none; staff: the staff number.</summary>
    public string? UserName { get; set; }

    /// <summary>Upper case; unique in its realm.</summary>
    public string? NormalizedUserName { get; set; }

    public string? PasswordHash { get; set; }

    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>Encrypted E.164 number.</summary>
    public byte[]? Mobile { get; set; }

    /// <summary>Several accounts may share a telephone; the one that proved it last is meant by it.</summary>
    public string? MobileHash { get; set; }

    public DateTimeOffset? MobileProvedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public required bool IsDemo { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<AccountRecord>
{
    public void Configure(EntityTypeBuilder<AccountRecord> builder)
    {
        builder.ToTable("Accounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Realm).HasConversion<string>().HasMaxLength(16);
        builder.Property(account => account.UserName).HasMaxLength(32);
        builder.Property(account => account.NormalizedUserName).HasMaxLength(32);
        builder.Property(account => account.PasswordHash).HasMaxLength(200);
        builder.Property(account => account.MobileHash).HasMaxLength(64);
        builder.HasIndex(account => new { account.Realm, account.NormalizedUserName }).IsUnique();
        builder.HasIndex(account => new { account.MobileHash, account.Realm });

        // One account a person and realm.
        builder.HasIndex(account => new { account.PersonId, account.Realm }).IsUnique();
        builder.HasOne<Persons.PersonRecord>().WithMany().HasForeignKey(account => account.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
