using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Data;

namespace Trust.Identity.SignIn;

/// <summary>
/// So many of something in a while, counted in the database: any number of processes and parallel requests never get more. The while begins with the first.
/// </summary>
internal sealed class Allowance(IdentityDbContext db, LookupHash hash, TimeProvider time)
{
    /// <summary>Takes one.</summary>
    /// <param name="what">What is counted, and of whom; only its keyed hash is stored.</param>
    /// <param name="most">How many there are.</param>
    /// <param name="window">In which time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when one was left, else how long there is none.</returns>
    public async Task<TimeSpan?> TakeAsync(string what, int most, TimeSpan window, CancellationToken cancellationToken)
    {
        var key = hash.Of("allowance", what);
        var now = time.GetUtcMicroseconds();
        var end = now + window;
        var row = db.Attempts.Where(row => row.Key == key);
        if (await CountAsync(row, most, now, cancellationToken) || await BeginAsync(row, now, end, cancellationToken))
        {
            return null;
        }

        var first = new AttemptRecord { Key = key, Failures = 1, LastFailureAt = now, ExpiresAt = end };
        if (await db.InsertIfAbsentAsync(first, cancellationToken) || await CountAsync(row, most, now, cancellationToken))
        {
            return null;
        }

        var until = await row.Select(counted => counted.ExpiresAt).SingleOrDefaultAsync(cancellationToken);
        return until > now ? until - now : TimeSpan.FromSeconds(1);
    }

    /// <summary>Gives one back that was not used up after all.</summary>
    public async Task GiveBackAsync(string what, CancellationToken cancellationToken)
    {
        var key = hash.Of("allowance", what);
        await db.Attempts.Where(row => row.Key == key && row.Failures > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Failures, row => row.Failures - 1), cancellationToken);
    }

    private static async Task<bool> CountAsync(IQueryable<AttemptRecord> row, int most, DateTimeOffset now, CancellationToken cancellationToken) =>
        await row.Where(counted => counted.ExpiresAt > now && counted.Failures < most).ExecuteUpdateAsync(
            set => set.SetProperty(counted => counted.Failures, counted => counted.Failures + 1).SetProperty(counted => counted.LastFailureAt, now), cancellationToken) == 1;

    private static async Task<bool> BeginAsync(IQueryable<AttemptRecord> row, DateTimeOffset now, DateTimeOffset end, CancellationToken cancellationToken) =>
        await row.Where(counted => counted.ExpiresAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(counted => counted.Failures, 1).SetProperty(counted => counted.LastFailureAt, now).SetProperty(counted => counted.ExpiresAt, end),
            cancellationToken) == 1;
}
