using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Messaging;
using Trust.TestNode.Data;

namespace Trust.TestNode;

/// <summary>Raises every counter to the target, one commit a step. After a restart it goes on from what the database says.</summary>
internal sealed class Producer(IDbContextFactory<SenderDbContext> contexts, IConfiguration configuration) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, configuration.GetValue("Counters", 10)),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken },
        async (number, stop) =>
        {
            while (await RaiseAsync($"counter-{number}", configuration.GetValue("Target", 0), stop))
            {
            }
        });

    private async Task<bool> RaiseAsync(string name, int target, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counter = await db.Counters.SingleOrDefaultAsync(candidate => candidate.Name == name, cancellationToken)
            ?? db.Counters.Add(new Counter { Name = name }).Entity;
        if (counter.Value >= target)
        {
            return false;
        }

        counter.Value++;
        db.Publish(new CounterRaised(name, counter.Value));
        db.Audit(Actor.Process("sender"), "sender.counter-raised", name, payload: new { counter.Value });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
