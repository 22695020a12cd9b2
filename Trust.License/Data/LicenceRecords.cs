using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.License.Data;

/// <summary>Right of an authority to issue licences of a type (颁发权限).</summary>
internal sealed class EntitlementRecord
{
    public required string TypeCode { get; init; }

    /// <summary>Unified social credit code of the authority.</summary>
    public required string IssuerCode { get; init; }

    public required string IssuerName { get; init; }

    /// <summary>Division code (GB/T 2260).</summary>
    public required string Region { get; init; }

    public required bool IsDemo { get; init; }
}

/// <summary>An application (OpenID Connect client) that issues for an authority.</summary>
internal sealed class IssuingClientRecord
{
    public required string ClientId { get; init; }

    public required string IssuerCode { get; init; }
}

/// <summary>
/// A licence (电子证照) through all its versions: who holds it, by keyed hash, and which version counts. Type, issuer and serial stay the same for life.
/// </summary>
internal sealed class LicenceRecord : IVersioned
{
    public const string HolderColumn = "Licences.Holder";

    public required Guid Id { get; init; }

    public required string TypeCode { get; init; }

    public required string IssuerCode { get; init; }

    public required string IssuerName { get; init; }

    public required string Region { get; init; }

    /// <summary>Serial (流水号), 25 random characters.</summary>
    public required string Serial { get; init; }

    /// <summary>Keyed hash of holder code type and code: how a holder's licences are found.</summary>
    public required string HolderHash { get; init; }

    /// <summary>Keyed hash of the printed number within its type.</summary>
    public required string NumberHash { get; init; }

    public required bool HeldByPerson { get; init; }

    /// <summary>The version that is in force; 0 while the first is being made.</summary>
    public required int CurrentVersion { get; set; }

    /// <summary>State as recorded now; what counts on a day is answered from <see cref="StateChangeRecord"/>.</summary>
    public required LicenceState State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required bool IsDemo { get; init; }

    public int Version { get; set; }
}

/// <summary>States that are recorded; expired is computed from the date, superseded from the version.</summary>
internal enum LicenceState
{
    /// <summary>Being made: nobody has it yet.</summary>
    Issuing,

    /// <summary>有效.</summary>
    Valid,

    /// <summary>暂扣.</summary>
    Suspended,

    /// <summary>撤销: should never have been granted.</summary>
    Annulled,

    /// <summary>注销.</summary>
    Cancelled,

    /// <summary>吊销, as a penalty.</summary>
    Revoked,

    /// <summary>办理转出: another province keeps it now.</summary>
    Transferred,

    /// <summary>Its making was given up; no caller got it.</summary>
    Voided,
}

/// <summary>One version of a licence: its data and files, and how far its making has come.</summary>
internal sealed class LicenceVersionRecord
{
    public const string DataColumn = "Versions.Data";
    public const string OfdColumn = "Versions.Ofd";
    public const string PdfColumn = "Versions.Pdf";

    public required Guid Id { get; init; }

    public required Guid LicenceId { get; init; }

    /// <summary>版本号, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>证照标识 (GB/T 36904).</summary>
    public required string Identifier { get; init; }

    /// <summary>SHA-256 of the 128 random bits in the QR address.</summary>
    public required byte[] ReferenceHash { get; init; }

    /// <summary>Who asked for it; with <see cref="Key"/> it names the act.</summary>
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SM3 over the whole call, 32 bytes.</summary>
    public required byte[] CallDigest { get; init; }

    public required IssuingStep Step { get; set; }

    /// <summary>When the act was begun; also the time inside the files, so that a repetition makes the same ones.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>Null: long term (长期).</summary>
    public DateOnly? ValidTo { get; init; }

    public required Guid SealId { get; init; }

    public required Guid GrantId { get; init; }

    /// <summary>Tries at sealing whose use of the seal was voided; each try has its own key.</summary>
    public int SealTries { get; set; }

    /// <summary>Data, reference and secret as JSON, encrypted.</summary>
    public required byte[] Data { get; init; }

    /// <summary>SM3 over entry names and digests of all that the seal covers but the proof, 32 bytes.</summary>
    public byte[]? ContentDigest { get; set; }

    /// <summary>Proof of the entry that names <see cref="ContentDigest"/>, as it stands in the file.</summary>
    public string? Proof { get; set; }

    public long? LogIndex { get; set; }

    /// <summary>The sealed OFD, encrypted.</summary>
    public byte[]? Ofd { get; set; }

    /// <summary>SM3 over the sealed OFD, 32 bytes.</summary>
    public byte[]? OfdDigest { get; set; }

    /// <summary>The sealed PDF rendition, encrypted.</summary>
    public byte[]? Pdf { get; set; }

    /// <summary>SM3 over the sealed PDF, 32 bytes.</summary>
    public byte[]? PdfDigest { get; set; }

    /// <summary>Why there is this version: <c>issue</c>, <c>change</c>, <c>renew</c> or <c>issue-error</c> (制证错误).</summary>
    public required string Cause { get; init; }

    /// <summary>Legal basis of a version that takes the place of another; null for the first.</summary>
    public string? Basis { get; init; }

    public DateTimeOffset? SealedAt { get; set; }
}

/// <summary>A version without its files: they are hundreds of kilobytes, and most of those who look at a licence do not want them.</summary>
internal static class VersionWithoutFiles
{
    public static System.Linq.Expressions.Expression<Func<LicenceVersionRecord, LicenceVersionRecord>> Of { get; } = row => new LicenceVersionRecord
    {
        Id = row.Id,
        LicenceId = row.LicenceId,
        Number = row.Number,
        Identifier = row.Identifier,
        ReferenceHash = row.ReferenceHash,
        Caller = row.Caller,
        Key = row.Key,
        CallDigest = row.CallDigest,
        Step = row.Step,
        BegunAt = row.BegunAt,
        IssuedOn = row.IssuedOn,
        ValidFrom = row.ValidFrom,
        ValidTo = row.ValidTo,
        SealId = row.SealId,
        GrantId = row.GrantId,
        SealTries = row.SealTries,
        Data = row.Data,
        ContentDigest = row.ContentDigest,
        Proof = row.Proof,
        LogIndex = row.LogIndex,
        OfdDigest = row.OfdDigest,
        PdfDigest = row.PdfDigest,
        SealedAt = row.SealedAt,
        Cause = row.Cause,
        Basis = row.Basis,
    };
}

/// <summary>How far the making of a version has come; each step is one commit.</summary>
internal enum IssuingStep
{
    /// <summary>Checked and minted.</summary>
    Begun,

    /// <summary>Its content is in the log.</summary>
    Logged,

    /// <summary>Sealed, stored, in force.</summary>
    Done,

    /// <summary>Given up.</summary>
    Voided,
}

internal sealed class EntitlementConfiguration : IEntityTypeConfiguration<EntitlementRecord>
{
    public void Configure(EntityTypeBuilder<EntitlementRecord> builder)
    {
        builder.ToTable("Entitlements");
        builder.HasKey(row => new { row.TypeCode, row.IssuerCode });
        builder.Property(row => row.TypeCode).HasMaxLength(21);
        builder.Property(row => row.IssuerCode).HasMaxLength(18);
        builder.Property(row => row.IssuerName).HasMaxLength(200);
        builder.Property(row => row.Region).HasMaxLength(12);
    }
}

internal sealed class IssuingClientConfiguration : IEntityTypeConfiguration<IssuingClientRecord>
{
    public void Configure(EntityTypeBuilder<IssuingClientRecord> builder)
    {
        builder.ToTable("IssuingClients");
        builder.HasKey(row => new { row.ClientId, row.IssuerCode });
        builder.Property(row => row.ClientId).HasMaxLength(100);
        builder.Property(row => row.IssuerCode).HasMaxLength(18);
    }
}

internal sealed class LicenceConfiguration : IEntityTypeConfiguration<LicenceRecord>
{
    public void Configure(EntityTypeBuilder<LicenceRecord> builder)
    {
        builder.ToTable("Licences");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.TypeCode).HasMaxLength(21);
        builder.Property(row => row.IssuerCode).HasMaxLength(18);
        builder.Property(row => row.IssuerName).HasMaxLength(200);
        builder.Property(row => row.Region).HasMaxLength(12);
        builder.Property(row => row.Serial).HasMaxLength(32);
        builder.Property(row => row.HolderHash).HasMaxLength(100);
        builder.Property(row => row.NumberHash).HasMaxLength(100);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(row => new { row.TypeCode, row.IssuerCode, row.Serial }).IsUnique();
        builder.HasIndex(row => new { row.HolderHash, row.CreatedAt });
        builder.HasIndex(row => row.NumberHash);
        builder.HasIndex(row => new { row.IssuerCode, row.CreatedAt });
    }
}

internal sealed class LicenceVersionConfiguration : IEntityTypeConfiguration<LicenceVersionRecord>
{
    public void Configure(EntityTypeBuilder<LicenceVersionRecord> builder)
    {
        builder.ToTable("LicenceVersions");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Identifier).HasMaxLength(120);
        builder.Property(row => row.ReferenceHash).HasMaxLength(32);
        builder.Property(row => row.Caller).HasMaxLength(200);
        builder.Property(row => row.Key).HasMaxLength(64);
        builder.Property(row => row.Step).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(row => new { row.LicenceId, row.Number }).IsUnique();
        builder.HasIndex(row => row.Identifier).IsUnique();
        builder.HasIndex(row => row.ReferenceHash).IsUnique();
        builder.HasIndex(row => row.PdfDigest);
        builder.HasIndex(row => new { row.Caller, row.Key }).IsUnique();
        builder.HasIndex(row => new { row.Step, row.BegunAt });
        builder.HasOne<LicenceRecord>().WithMany().HasForeignKey(row => row.LicenceId);
    }
}
