using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Crypto;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode.Data;

namespace Trust.Hosting.Tests.Idempotency;

public sealed class SqliteIdempotencyTests() : IdempotencyTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresIdempotencyTests() : IdempotencyTests(DatabaseProvider.Postgres);

public abstract class IdempotencyTests(DatabaseProvider provider) : StorageTests(provider)
{
    private static readonly TrustError No = new("sender.no", ErrorKind.Conflict, "The test says no.");
    private static readonly byte[] Request = Sm3.HashData("raise"u8);
    private readonly IdempotencyKey key = IdempotencyKey.New();
    private int runs;

    [DatabaseFact]
    public async Task Repeated_call_gets_the_stored_answer()
    {
        var first = await RaiseAsync();
        var second = await RaiseAsync();
        Assert.Equal(new Answer("a", 1), first.Value);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal((1, 1), (runs, await AuditRowsAsync()));
    }

    [DatabaseFact]
    public async Task Same_key_with_another_request_is_a_conflict()
    {
        await RaiseAsync();
        Assert.Equal(IdempotencyErrors.KeyReused, (await RaiseAsync(digest: Sm3.HashData("other"u8))).Error);
        Assert.Equal(1, runs);
    }

    [DatabaseFact]
    public async Task Another_caller_never_gets_the_answer()
    {
        await RaiseAsync(caller: "person:1");
        var other = await RaiseAsync(caller: "person:2");
        Assert.Equal(new Answer("a", 2), other.Value);
        Assert.Equal(2, runs);
    }

    [DatabaseFact]
    public async Task Of_concurrent_calls_exactly_one_runs_and_all_get_its_answer()
    {
        await using var twin = Node.Twin();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => RaiseAsync(node: number % 2 == 0 ? Node : twin))));
        Assert.All(answers, answer => Assert.Equal(new Answer("a", 1), answer.Value));
        Assert.Equal((1, 1), (runs, await AuditRowsAsync()));
    }

    [DatabaseFact]
    public async Task Call_that_waits_too_long_for_its_twin_is_told_so()
    {
        var started = new TaskCompletionSource();
        var hold = new TaskCompletionSource();
        var first = Task.Run(() => RaiseAsync(before: async () =>
        {
            started.SetResult();
            await hold.Task;
        }));
        await started.Task;
        Assert.Equal(IdempotencyErrors.InProgress, (await RaiseAsync()).Error);
        hold.SetResult();
        Assert.True((await first).Succeeded);
        Assert.Equal(new Answer("a", 1), (await RaiseAsync()).Value);
    }

    [DatabaseFact]
    public async Task Refusal_undoes_what_was_saved_and_the_key_may_try_again()
    {
        Assert.Equal(No, (await RaiseAsync(refusal: No)).Error);
        Assert.Equal(0, await AuditRowsAsync());
        Assert.Equal(new Answer("a", 1), (await RaiseAsync()).Value);
    }

    [DatabaseFact]
    public async Task Exception_undoes_everything_and_the_key_may_try_again()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => RaiseAsync(before: () => throw new TimeoutException()));
        Assert.Equal(new Answer("a", 1), (await RaiseAsync()).Value);
    }

    [DatabaseFact]
    public async Task Key_is_free_again_after_a_day()
    {
        await RaiseAsync();
        Node.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(new Answer("a", 2), (await RaiseAsync()).Value);
    }

    private async Task<Result<Answer>> RaiseAsync(
        string caller = "person:1", byte[]? digest = null, StorageHost? node = null, TrustError? refusal = null, Func<Task>? before = null)
    {
        await using var db = (node ?? Node).Sender();
        return await db.ExecuteIdempotentAsync<Answer>(
            caller,
            key,
            digest ?? Request,
            async cancellationToken =>
            {
                Interlocked.Increment(ref runs);
                await (before?.Invoke() ?? Task.CompletedTask);
                var counter = await db.Counters.SingleOrDefaultAsync(cancellationToken) ?? db.Counters.Add(new Counter { Name = "a" }).Entity;
                counter.Value++;
                db.Audit(Actor.Process("test"), "sender.counter-raised", "a");
                await db.SaveChangesAsync(cancellationToken);
                return refusal is null ? new Answer(counter.Name, counter.Value) : refusal;
            },
            default);
    }

    private async Task<int> AuditRowsAsync()
    {
        await using var db = Node.Sender();
        return await db.Set<AuditRow>().CountAsync();
    }

    internal sealed record Answer(string Name, int Value);
}
