using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Identity.Data;

namespace Trust.Identity.SignIn;

/// <summary>A counter as one try has left it.</summary>
/// <param name="Key">Its row.</param>
/// <param name="Failures">With this try.</param>
/// <param name="NextAt">When the next may come, or null for at once.</param>
internal sealed record Counted(string Key, int Failures, DateTimeOffset? NextAt);

/// <summary>Leave to try a secret once, or how long to wait.</summary>
/// <param name="Wait">Null for leave.</param>
/// <param name="TriesLeft">Tries that still come without a pause, when this one fails.</param>
/// <param name="Account">Counter of the account or of the known device.</param>
/// <param name="Source">Counter of the network; none for a known device.</param>
internal sealed record Turn(TimeSpan? Wait, int TriesLeft, Counted? Account, Counted? Source)
{
    public bool IsGranted => Wait is null;
}

/// <summary>
/// Slows down guessing, one factor apart from the other, without locking anybody out: a factor of an account has one counter for strangers and one for each device that
/// the account has signed in with, so that whoever is attacked goes on at home. A try is counted before the secret is looked at and given back when it was right: parallel
/// tries never get more. What is not an account is counted just as one.
/// </summary>
internal sealed class Throttle(IdentityDbContext db, LookupHash hash, KnownDevices devices, TimeProvider time)
{
    public const int FreeForAccount = 5;
    public const int FreeForSource = 20;

    private const int Races = 50;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>Takes a turn.</summary>
    /// <param name="context">The request, for network and device.</param>
    /// <param name="factor">Method of RFC 8176: each has its own counters.</param>
    /// <param name="identifier">Identifier as typed, in its normal form.</param>
    /// <param name="accountId">Account that it means, if any: only its own devices are known ones.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Turn> TakeAsync(HttpContext context, string factor, string identifier, Guid? accountId, CancellationToken cancellationToken)
    {
        var device = await devices.FindAsync(context, accountId, cancellationToken);
        var account = device is { } known ? $"{factor}|device|{known:N}" : $"{factor}|account|{identifier}";
        var (own, wait) = await CountAsync(hash.Of("attempt", account), FreeForAccount, cancellationToken);
        if (own is null || device is not null)
        {
            return new Turn(wait, own is null ? 0 : Math.Max(0, FreeForAccount - own.Failures), own, null);
        }

        var (network, refusal) = await CountAsync(hash.Of("attempt", $"{factor}|source|{RateSource.Of(context)}"), FreeForSource, cancellationToken);
        if (network is null)
        {
            // Nothing was tried: the account is not slowed down for it.
            await GiveBackAsync(own, cancellationToken);
            return new Turn(refusal, 0, null, null);
        }

        return new Turn(null, Math.Max(0, FreeForAccount - own.Failures), own, network);
    }

    /// <summary>The secret was right. The account's counter ends; that of the network only forgets this try, or one good account would cover up for a thousand bad tries.</summary>
    public async Task SucceedAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Account is { } account)
        {
            await db.Attempts.Where(row => row.Key == account.Key).ExecuteDeleteAsync(cancellationToken);
        }

        if (turn.Source is { } source)
        {
            await GiveBackAsync(source, cancellationToken);
        }
    }

    private async Task<(Counted? Counted, TimeSpan? Wait)> CountAsync(string key, int free, CancellationToken cancellationToken)
    {
        for (var race = 0; race < Races; race++)
        {
            var now = time.GetUtcMicroseconds();
            var row = await db.Attempts.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Key == key, cancellationToken);
            if (row is { NextAt: { } next } && next > now && row.ExpiresAt > now)
            {
                return (null, next - now);
            }

            var counted = Next(key, row is null || row.ExpiresAt <= now ? 1 : row.Failures + 1, free, now);
            if (row is null ? await InsertAsync(counted, now, cancellationToken) : await ReplaceAsync(row, counted, now, cancellationToken))
            {
                return (counted, null);
            }
        }

        // So many at once are no person.
        return (null, FirstPause);
    }

    private static Counted Next(string key, int failures, int free, DateTimeOffset now) =>
        new(key, failures, failures < free ? null : now + Backoff.After(failures - free + 1, FirstPause, LongestPause));

    private Task<bool> InsertAsync(Counted counted, DateTimeOffset now, CancellationToken cancellationToken) => db.InsertIfAbsentAsync(
        new AttemptRecord { Key = counted.Key, Failures = counted.Failures, LastFailureAt = now, NextAt = counted.NextAt, ExpiresAt = now + Memory }, cancellationToken);

    // Only over the row as it was read: of two at once one reads again.
    private async Task<bool> ReplaceAsync(AttemptRecord read, Counted counted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var end = now + Memory;
        return await db.Attempts.Where(row => row.Key == read.Key && row.Failures == read.Failures && row.ExpiresAt == read.ExpiresAt).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Failures, counted.Failures).SetProperty(row => row.LastFailureAt, now)
                .SetProperty(row => row.NextAt, counted.NextAt).SetProperty(row => row.ExpiresAt, end),
            cancellationToken) == 1;
    }

    private async Task GiveBackAsync(Counted counted, CancellationToken cancellationToken)
    {
        var row = db.Attempts.Where(candidate => candidate.Key == counted.Key);
        var fewer = counted.Failures - 1;
        var alone = await row.Where(candidate => candidate.Failures == counted.Failures).ExecuteUpdateAsync(
            set => set.SetProperty(candidate => candidate.Failures, fewer).SetProperty(candidate => candidate.NextAt, (DateTimeOffset?)null), cancellationToken);
        if (alone == 0)
        {
            await row.Where(candidate => candidate.Failures > 0)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.Failures, candidate => candidate.Failures - 1), cancellationToken);
        }
    }
}
