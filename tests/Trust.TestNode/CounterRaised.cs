using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Messaging;
using Trust.TestNode.Data;

namespace Trust.TestNode;

internal sealed record CounterRaised(string Counter, int Value) : IModuleEvent
{
    public static string EventType => "sender.counter-raised";

    public static IReadOnlyList<string> Destinations => ["receiver"];

    public string AggregateKey => Counter;
}

/// <summary>Writes down what came, in the order in which it came.</summary>
internal sealed class OnCounterRaised(ReceiverDbContext db, FailPoints fail) : IHandleEvent<CounterRaised>
{
    public async Task HandleAsync(CounterRaised news, EventOrigin origin, CancellationToken cancellationToken)
    {
        db.Applied.Add(new AppliedRaise { Counter = news.Counter, Value = news.Value });
        db.Audit(Actor.Process(origin.Source), "receiver.raise-applied", news.Counter, payload: news);
        await db.SaveChangesAsync(cancellationToken);
        fail.Pass("handler-after-save");
    }
}
