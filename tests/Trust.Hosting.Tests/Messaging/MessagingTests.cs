using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Messaging;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode;
using Trust.TestNode.Data;

namespace Trust.Hosting.Tests.Messaging;

public sealed class SqliteMessagingTests() : MessagingTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresMessagingTests() : MessagingTests(DatabaseProvider.Postgres);

/// <summary>Outbox and inbox between two modules of one process.</summary>
public abstract class MessagingTests(DatabaseProvider provider) : StorageTests(provider)
{
    private readonly Fault fault = new();

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton(fault).AddEventHandler<CounterRaised, FaultyHandler>("receiver");

    [DatabaseFact]
    public async Task Events_of_an_aggregate_arrive_once_and_in_order()
    {
        for (var value = 1; value <= 10; value++)
            await RaiseAsync("a", "b", "c");

        Assert.Equal(30, await Node.Dispatcher.DispatchAsync());
        Assert.Equal(0, await Node.Dispatcher.DispatchAsync());
        foreach (var counter in new[] { "a", "b", "c" })
            Assert.Equal(Enumerable.Range(1, 10), await AppliedAsync(counter));

        await using var db = Node.Sender();
        Assert.All(await db.Set<OutboxMessage>().ToListAsync(), message => Assert.True(message.DeliveredAt is not null && message.Payload.Length == 0));
    }

    [DatabaseFact]
    public async Task Event_of_an_undone_change_is_never_sent()
    {
        await using var db = Node.Sender();
        db.Counters.Add(new Counter { Name = "a" });
        await db.SaveChangesAsync();
        await using var failing = Node.Sender();
        failing.Counters.Add(new Counter { Name = "a" });
        failing.Publish(new CounterRaised("a", 1));
        await Assert.ThrowsAsync<DbUpdateException>(() => failing.SaveChangesAsync());
        Assert.Equal(0, await Node.Dispatcher.DispatchAsync());
    }

    [DatabaseFact]
    public async Task Failing_event_stops_its_aggregate_only_and_is_undone_completely()
    {
        await RaiseAsync("good", "bad");
        await RaiseAsync("good", "bad");
        fault.Counter = "bad";
        Assert.Equal(2, await Node.Dispatcher.DispatchAsync());
        Assert.Equal([1, 2], await AppliedAsync("good"));
        Assert.Empty(await AppliedAsync("bad"));
        await using (var receiver = Node.ReceiverDb())
        {
            Assert.Equal(2, await receiver.Set<InboxMessage>().CountAsync());
        }

        // Not due yet, so nothing is tried.
        fault.Counter = null;
        Assert.Equal(0, await Node.Dispatcher.DispatchAsync());
        Node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await Node.Dispatcher.DispatchAsync());
        Assert.Equal([1, 2], await AppliedAsync("bad"));
    }

    [DatabaseFact]
    public async Task Pauses_after_failures_grow()
    {
        fault.Counter = "bad";
        await RaiseAsync("bad");
        var pauses = new List<TimeSpan>();
        for (var failures = 1; failures <= 6; failures++)
        {
            Assert.Equal(0, await Node.Dispatcher.DispatchAsync());
            await using var db = Node.Sender();
            var message = await db.Set<OutboxMessage>().SingleAsync();
            Assert.Equal(failures, message.Attempts);
            pauses.Add(message.NextAttempt - Node.Time.GetUtcNow());
            Node.Time.Advance(message.NextAttempt - Node.Time.GetUtcNow());
        }

        Assert.InRange(pauses[0].TotalSeconds, 0.25, 0.75);
        Assert.InRange(pauses[5].TotalSeconds, 8, 24);
    }

    [DatabaseFact]
    public async Task Event_that_comes_again_is_acknowledged_without_effect()
    {
        var envelope = Envelope("a", 1);
        await using var twin = Node.Twin();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            Task.Run(() => (number % 2 == 0 ? Node : twin).Receiver.ReceiveAsync("receiver", envelope))));
        Assert.Equal(1, receipts.Count(receipt => receipt.Value == EventReceipt.Applied));
        Assert.Equal(7, receipts.Count(receipt => receipt.Value == EventReceipt.Duplicate));
        Assert.Equal([1], await AppliedAsync("a"));
    }

    [DatabaseFact]
    public async Task Same_id_from_another_source_is_another_event()
    {
        var envelope = Envelope("a", 1);
        Assert.Equal(EventReceipt.Applied, (await Node.Receiver.ReceiveAsync("receiver", envelope)).Value);
        Assert.Equal(EventReceipt.Applied, (await Node.Receiver.ReceiveAsync("receiver", envelope with { Source = "other" })).Value);
    }

    [DatabaseFact]
    public async Task Event_that_nobody_takes_or_can_read_is_refused_and_leaves_nothing()
    {
        var envelope = Envelope("a", 1);
        Assert.Equal(EventErrors.UnknownType, (await Node.Receiver.ReceiveAsync("receiver", envelope with { Type = "sender.unknown" })).Error);
        Assert.Equal(EventErrors.UnknownType, (await Node.Receiver.ReceiveAsync("nobody", envelope)).Error);
        Assert.Equal(EventErrors.Unreadable, (await Node.Receiver.ReceiveAsync("receiver", envelope with { Payload = JsonSerializer.SerializeToElement(17) })).Error);
        await using var db = Node.ReceiverDb();
        Assert.Equal(0, await db.Set<InboxMessage>().CountAsync());
    }

    [DatabaseFact]
    public async Task Only_one_process_sends_at_a_time()
    {
        await RaiseAsync("a");
        await using var twin = Node.Twin();
        fault.Started = new TaskCompletionSource();
        fault.Hold = new TaskCompletionSource();
        var first = Task.Run(() => Node.Dispatcher.DispatchAsync());
        await fault.Started.Task;
        Assert.Null(await twin.Dispatcher.DispatchAsync());
        fault.Hold.SetResult();
        Assert.Equal(1, await first);
        Assert.Equal(0, await twin.Dispatcher.DispatchAsync());
    }

    private static EventEnvelope Envelope(string counter, int value) => new(
        Guid.CreateVersion7(), "sender", CounterRaised.EventType, counter, value, JsonSerializer.SerializeToElement(new CounterRaised(counter, value), JsonSerializerOptions.Web));

    private async Task RaiseAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await using var db = Node.Sender();
            var counter = await db.Counters.FindAsync(name) ?? db.Counters.Add(new Counter { Name = name }).Entity;
            counter.Value++;
            db.Publish(new CounterRaised(name, counter.Value));
            await db.SaveChangesAsync();
        }
    }

    private async Task<List<int>> AppliedAsync(string counter)
    {
        await using var db = Node.ReceiverDb();
        return await db.Applied.Where(raise => raise.Counter == counter).OrderBy(raise => raise.Id).Select(raise => raise.Value).ToListAsync();
    }

    internal sealed class Fault
    {
        public string? Counter { get; set; }

        public TaskCompletionSource? Started { get; set; }

        public TaskCompletionSource? Hold { get; set; }
    }

    /// <summary>The second handler of the event: runs after the first has saved.</summary>
    internal sealed class FaultyHandler(Fault fault) : IHandleEvent<CounterRaised>
    {
        public async Task HandleAsync(CounterRaised news, EventOrigin origin, CancellationToken cancellationToken)
        {
            fault.Started?.TrySetResult();
            await (fault.Hold?.Task ?? Task.CompletedTask);
            if (news.Counter == fault.Counter)
                throw new InvalidOperationException("The test says no.");
        }
    }
}
