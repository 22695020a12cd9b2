using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Hosting.Data;

namespace Trust.Hosting.Messaging;

/// <summary>
/// Sends a module's outbox. One process does it, by lease. Of an aggregate and destination only the oldest undelivered event travels; a refusal pauses that aggregate
/// alone. Destinations are served side by side, and one that cannot be reached is left alone for the rest of the round, so that it delays nobody else. Delivery is at least once: a process that ends between acknowledgement and mark sends again, and the receiver's inbox drops it.
/// </summary>
/// <param name="database">The module's database.</param>
/// <param name="choice">Database choice, for the lease.</param>
/// <param name="options">Pace.</param>
/// <param name="transports">Ways to the receivers.</param>
/// <param name="services">Services of the process.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class OutboxDispatcher(
    ModuleDatabase database, TrustDatabase choice, OutboxOptions options, EventTransports transports, IServiceProvider services, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private const int LanesPerDestination = 64;
    private const int MessagesPerTurn = 100;
    private const int FailuresWorthAnError = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Sends what is due, aggregate by aggregate, if no other process holds the lease.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Events delivered, or null when another process holds the lease.</returns>
    public async Task<int?> DispatchAsync(CancellationToken cancellationToken = default)
    {
        await using var lease = await ModuleLease.TryTakeAsync(choice, database.Module, "outbox", cancellationToken);
        return lease is null ? null : await RoundAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(WorkAsync, Pause, exception => DispatchFailed(exception, database.Module), stoppingToken);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await using var lease = await ModuleLease.TryTakeAsync(choice, database.Module, "outbox", cancellationToken);
        if (lease is not null)
        {
            await WorkAsync(lease, cancellationToken);
        }
    }

    private async Task WorkAsync(ModuleLease lease, CancellationToken cancellationToken)
    {
        while (await lease.IsHeldAsync(cancellationToken))
        {
            if (await RoundAsync(cancellationToken) == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), cancellationToken);
            }
        }
    }

    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var delivered = await Task.WhenAll((await DueDestinationsAsync(cancellationToken)).Select(destination => ServeAsync(destination, cancellationToken)));
        return delivered.Sum();
    }

    private async Task<List<string>> DueDestinationsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(services);
        return await db.Set<OutboxMessage>()
            .Where(message => message.DeliveredAt == null && message.NextAttempt <= now)
            .Select(message => message.Destination)
            .Distinct()
            .ToListAsync(cancellationToken);
    }

    // One event goes ahead: against a destination that hangs, one call waits for its time limit and not one an aggregate.
    private async Task<int> ServeAsync(string destination, CancellationToken cancellationToken)
    {
        var visit = new Visit(destination);
        var aggregates = await DueAggregatesAsync(destination, cancellationToken);
        if (aggregates.Count == 0)
        {
            return 0;
        }

        await DeliverNextAsync(visit, aggregates[0], cancellationToken);
        await Parallel.ForEachAsync(
            aggregates,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
            async (aggregate, stop) => await EmptyAsync(visit, aggregate, stop));
        return visit.Delivered;
    }

    private async Task<List<string>> DueAggregatesAsync(string destination, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.Open(services);
        var waiting = db.Set<OutboxMessage>().Where(message => message.DeliveredAt == null && message.Destination == destination);
        var oldest = waiting.GroupBy(message => message.AggregateKey).Select(aggregate => aggregate.Min(message => message.Sequence));
        return await waiting
            .Where(message => oldest.Contains(message.Sequence) && message.NextAttempt <= now)
            .OrderBy(message => message.Sequence)
            .Take(LanesPerDestination)
            .Select(message => message.AggregateKey)
            .ToListAsync(cancellationToken);
    }

    private async Task EmptyAsync(Visit visit, string aggregate, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MessagesPerTurn && !visit.Unreachable; turn++)
        {
            if (!await DeliverNextAsync(visit, aggregate, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> DeliverNextAsync(Visit visit, string aggregate, CancellationToken cancellationToken)
    {
        await using var db = database.Open(services);
        var message = await db.Set<OutboxMessage>().AsNoTracking()
            .Where(candidate => candidate.DeliveredAt == null && candidate.Destination == visit.Destination && candidate.AggregateKey == aggregate)
            .OrderBy(candidate => candidate.Sequence)
            .FirstOrDefaultAsync(cancellationToken);
        if (message is null || message.NextAttempt > time.GetUtcNow())
        {
            return false;
        }

        var payload = JsonSerializer.Deserialize<JsonElement>(message.Payload);
        var envelope = new EventEnvelope(message.Id, database.Module, message.Type, message.AggregateKey, message.Sequence, payload);
        var refusal = await transports.To(visit.Destination).DeliverAsync(visit.Destination, envelope, cancellationToken);
        visit.Note(refusal);
        var row = db.Set<OutboxMessage>().Where(candidate => candidate.Sequence == message.Sequence);
        if (refusal is null)
        {
            DateTimeOffset? now = time.GetUtcMicroseconds();
            await row.ExecuteUpdateAsync(set => set.SetProperty(sent => sent.DeliveredAt, now).SetProperty(sent => sent.Payload, Array.Empty<byte>()), cancellationToken);
            return true;
        }

        var failures = message.Attempts + 1;
        var next = time.GetUtcMicroseconds() + options.PauseAfter(failures);
        await row.ExecuteUpdateAsync(set => set.SetProperty(sent => sent.Attempts, failures).SetProperty(sent => sent.NextAttempt, next), cancellationToken);
        NotDelivered(
            failures < FailuresWorthAnError ? LogLevel.Warning : LogLevel.Error, message.Type, message.Id, visit.Destination, failures, refusal.Code, refusal.Detail);
        return false;
    }

    [LoggerMessage(1543, LogLevel.Error, "Sending the outbox of {Module} failed and is repeated.")]
    private partial void DispatchFailed(Exception exception, string module);

    [LoggerMessage(EventId = 1544, Message = "Event {Type} {Id} to {Destination} was not delivered ({Failures} times): {Code} {Detail}")]
    private partial void NotDelivered(LogLevel level, string type, Guid id, string destination, int failures, string code, string detail);

    /// <summary>One destination in one round.</summary>
    private sealed class Visit(string destination)
    {
        private int delivered;
        private volatile bool unreachable;

        public string Destination => destination;

        public int Delivered => delivered;

        public bool Unreachable => unreachable;

        public void Note(TrustError? refusal)
        {
            if (refusal is null)
            {
                Interlocked.Increment(ref delivered);
            }
            else if (refusal.Code == EventErrors.Unreachable.Code)
            {
                unreachable = true;
            }
        }
    }
}
