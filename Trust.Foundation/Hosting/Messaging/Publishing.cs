using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;

namespace Trust.Hosting.Messaging;

/// <summary>Publishes events.</summary>
public static class Publishing
{
    /// <summary>
    /// Adds the event to the outbox, one row a destination; the next <c>SaveChanges</c> inserts it with the change. The same save must change the aggregate's row: its
    /// <see cref="IVersioned.Version"/> is what puts two changes, and so their events, in an order.
    /// </summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="db">Context of the module, made by its registration (the clock comes from there).</param>
    /// <param name="news">The event.</param>
    public static void Publish<TEvent>(this DbContext db, TEvent news)
        where TEvent : IModuleEvent
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentException.ThrowIfNullOrEmpty(news.AggregateKey);
        var now = db.GetService<TimeProvider>().GetUtcMicroseconds();
        var payload = JsonSerializer.SerializeToUtf8Bytes(news, ContractJson.Options);
        foreach (var destination in TEvent.Destinations)
        {
            db.Set<OutboxMessage>().Add(new OutboxMessage
            {
                Id = Guid.CreateVersion7(),
                Type = TEvent.EventType,
                AggregateKey = news.AggregateKey,
                Destination = destination,
                Payload = payload,
                CreatedAt = now,
                NextAttempt = now,
            });
        }
    }
}
