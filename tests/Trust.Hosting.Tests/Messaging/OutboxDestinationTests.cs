using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Messaging;
using Trust.Hosting.Modules;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode;

namespace Trust.Hosting.Tests.Messaging;

public sealed class SqliteOutboxDestinationTests() : OutboxDestinationTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresOutboxDestinationTests() : OutboxDestinationTests(DatabaseProvider.Postgres);

/// <summary>One outbox, a healthy destination in this process and a bad one over HTTP.</summary>
public abstract class OutboxDestinationTests(DatabaseProvider provider) : StorageTests(provider)
{
    private readonly Network network = new();

    protected override void Configure(IServiceCollection services) =>
        services.AddHttpClient(ModuleHttpClients.NameOf("far"), client => client.BaseAddress = new Uri("http://far.invalid"))
            .ConfigurePrimaryHttpMessageHandler(() => new Wire(network));

    [DatabaseFact]
    public async Task Hanging_destination_delays_no_healthy_one_and_is_tried_once_a_round()
    {
        network.Answer = new TaskCompletionSource<HttpStatusCode>();
        await PublishAsync("far", 80);
        await PublishAsync("receiver", 20);
        var round = Task.Run(() => Node.Dispatcher.DispatchAsync());
        await WaitForAppliedAsync(20);
        Assert.False(round.IsCompleted);

        // What HttpClient throws at its time limit.
        network.Answer.SetException(new TaskCanceledException("The time limit is over."));
        Assert.Equal(20, await round);
        Assert.Equal(1, network.Calls);
        await using var db = Node.Sender();
        Assert.Equal(1, await db.Set<OutboxMessage>().CountAsync(message => message.Attempts > 0));

        network.Answer = null;
        Assert.Equal(79, await DispatchAllAsync());
        Node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Node.Dispatcher.DispatchAsync());
        Assert.Equal(0, await db.Set<OutboxMessage>().CountAsync(message => message.DeliveredAt == null));
    }

    [DatabaseFact]
    public async Task Refusal_of_a_reachable_destination_stops_that_aggregate_only()
    {
        network.Answer = new TaskCompletionSource<HttpStatusCode>();
        network.Answer.SetResult(HttpStatusCode.UnprocessableEntity);
        await PublishAsync("far", 5);
        Assert.Equal(0, await Node.Dispatcher.DispatchAsync());
        Assert.Equal(5, network.Calls);
    }

    private async Task<int> DispatchAllAsync()
    {
        var total = 0;
        while (await Node.Dispatcher.DispatchAsync() is > 0 and var delivered)
            total += delivered;
        return total;
    }

    private async Task PublishAsync(string destination, int aggregates)
    {
        await using var db = Node.Sender();
        for (var aggregate = 0; aggregate < aggregates; aggregate++)
        {
            db.Add(new OutboxMessage
            {
                Id = Guid.CreateVersion7(),
                Type = CounterRaised.EventType,
                AggregateKey = $"{destination}-{aggregate}",
                Destination = destination,
                Payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new CounterRaised($"{destination}-{aggregate}", 1), System.Text.Json.JsonSerializerOptions.Web),
                CreatedAt = Node.Time.GetUtcNow(),
                NextAttempt = Node.Time.GetUtcNow(),
            });
        }

        await db.SaveChangesAsync();
    }

    private async Task WaitForAppliedAsync(int count)
    {
        await using var db = Node.ReceiverDb();
        for (var attempt = 0; await db.Applied.CountAsync() < count; attempt++)
        {
            Assert.True(attempt < 200, "The healthy destination got nothing.");
            await Task.Delay(50);
        }
    }

    private sealed class Network
    {
        private int calls;

        public TaskCompletionSource<HttpStatusCode>? Answer { get; set; }

        public int Calls => calls;

        public void Count() => Interlocked.Increment(ref calls);
    }

    private sealed class Wire(Network network) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            network.Count();
            return new HttpResponseMessage(network.Answer is null ? HttpStatusCode.NoContent : await network.Answer.Task);
        }
    }
}
