using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Trust.Hosting.Messaging;

/// <summary>An event on its way to one module; inserted in the commit of the change it tells about.</summary>
public sealed class OutboxMessage
{
    /// <summary>Number given by the database; order of events of one aggregate.</summary>
    public long Sequence { get; init; }

    /// <summary>Id of the message (UUID version 7), by which the receiver knows it again.</summary>
    public required Guid Id { get; init; }

    /// <summary>Event name.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about.</summary>
    public required string AggregateKey { get; init; }

    /// <summary>Module that gets it.</summary>
    public required string Destination { get; init; }

    /// <summary>The event, JSON in UTF-8; empty once delivered.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Deliveries that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Not before this time.</summary>
    public required DateTimeOffset NextAttempt { get; init; }

    /// <summary>When the receiver acknowledged it; null while it waits.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>A message that this module has received and applied.</summary>
public sealed class InboxMessage
{
    /// <summary>Sending module.</summary>
    public required string Source { get; init; }

    /// <summary>Id of the message.</summary>
    public required Guid Id { get; init; }

    /// <summary>Event name.</summary>
    public required string Type { get; init; }

    /// <summary>When its effect was committed, with this row.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("Outbox");
        builder.HasKey(message => message.Sequence);
        builder.Property(message => message.Sequence).ValueGeneratedOnAdd();
        builder.Property(message => message.Type).HasMaxLength(100);
        builder.Property(message => message.AggregateKey).HasMaxLength(200);
        builder.Property(message => message.Destination).HasMaxLength(50);
        builder.HasIndex(message => message.Id).IsUnique();
        builder.HasIndex(message => message.DeliveredAt);
        builder.HasIndex(message => new { message.Destination, message.AggregateKey, message.Sequence }).HasFilter("\"DeliveredAt\" IS NULL");
    }
}

internal sealed class InboxMessageConfiguration : IEntityTypeConfiguration<InboxMessage>
{
    public void Configure(EntityTypeBuilder<InboxMessage> builder)
    {
        builder.ToTable("Inbox");
        builder.HasKey(message => new { message.Source, message.Id });
        builder.Property(message => message.Source).HasMaxLength(50);
        builder.Property(message => message.Type).HasMaxLength(100);
        builder.HasIndex(message => message.ReceivedAt);
    }
}
