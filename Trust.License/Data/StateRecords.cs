using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Trust.Hosting.Data;

namespace Trust.License.Data;

/// <summary>Who decided on a state, on what ground, and from when it counts; the same in a proposal and in the change.</summary>
internal abstract class StateDecision
{
    public required Guid Id { get; init; }

    public required Guid LicenceId { get; init; }

    public required LicenceState From { get; init; }

    public required LicenceState To { get; init; }

    /// <summary>From when it counts; may lie before it was recorded: what was annulled never counted.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string AuthorityCode { get; init; }

    public required string AuthorityName { get; init; }

    /// <summary>Legal basis (法律依据).</summary>
    public required string Basis { get; init; }

    public required string Reason { get; init; }

    /// <summary>Number of the decision (决定文书号).</summary>
    public required string Document { get; init; }

    /// <summary>The official, or the name of the application that decided.</summary>
    public required string PersonName { get; init; }

    /// <summary>Natural person; null for an application.</summary>
    public Guid? PersonId { get; init; }
}

/// <summary>A change of state: from when it counts, and since when it is known. Never changed, never deleted.</summary>
internal sealed class StateChangeRecord : StateDecision
{
    /// <summary>Second person, where the type asks for one.</summary>
    public string? ConfirmedByName { get; init; }

    public Guid? ConfirmedById { get; init; }

    public required long LogIndex { get; init; }
}

/// <summary>A change that waits for its second person.</summary>
internal sealed class StateProposalRecord : StateDecision, IVersioned
{
    public required ProposalState State { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedByName { get; set; }

    public int Version { get; set; }
}

internal enum ProposalState
{
    Pending,

    Confirmed,

    Refused,
}

internal static class StateDecisionColumns
{
    public static void Decision<T>(this EntityTypeBuilder<T> builder) where T : StateDecision
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.From).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.To).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.AuthorityCode).HasMaxLength(18);
        builder.Property(row => row.AuthorityName).HasMaxLength(200);
        builder.Property(row => row.Basis).HasMaxLength(300);
        builder.Property(row => row.Reason).HasMaxLength(300);
        builder.Property(row => row.Document).HasMaxLength(100);
        builder.Property(row => row.PersonName).HasMaxLength(100);
        builder.HasIndex(row => new { row.LicenceId, row.RecordedAt });
        builder.HasOne<LicenceRecord>().WithMany().HasForeignKey(row => row.LicenceId);
    }
}

internal sealed class StateChangeConfiguration : IEntityTypeConfiguration<StateChangeRecord>
{
    public void Configure(EntityTypeBuilder<StateChangeRecord> builder)
    {
        builder.ToTable("StateChanges");
        builder.Decision();
        builder.Property(row => row.ConfirmedByName).HasMaxLength(100);
    }
}

internal sealed class StateProposalConfiguration : IEntityTypeConfiguration<StateProposalRecord>
{
    public void Configure(EntityTypeBuilder<StateProposalRecord> builder)
    {
        builder.ToTable("StateProposals");
        builder.Decision();
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(row => row.EndedByName).HasMaxLength(100);

        // One at a time: a second one would be decided on what no longer holds.
        builder.HasIndex(row => row.LicenceId).IsUnique().HasFilter("\"State\" = 'Pending'").HasDatabaseName("IX_StateProposals_Pending");
    }
}
