using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Trust.Hosting.Http;

/// <summary>Counts in this process; old windows are dropped when a new one begins.</summary>
internal sealed class LocalRateCounter : IRateCounter
{
    private readonly Lock gate = new();
    private ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);
    private long current;

    public ValueTask<long> CountAsync(string key, long window, CancellationToken cancellationToken)
    {
        if (Begins(window, Volatile.Read(ref current)))
        {
            lock (gate)
            {
                if (Begins(window, current))
                {
                    counts = new(StringComparer.Ordinal);
                    Volatile.Write(ref current, window);
                }
            }
        }

        return ValueTask.FromResult(counts.AddOrUpdate(key, 1, (_, count) => count + 1));
    }

    // A request that read the clock just before the window ended is counted in the next one; it must not clear it.
    private static bool Begins(long window, long current) => window > current || window < current - 1;
}

/// <summary>
/// Counts shared by the processes of a node. Losing Redis costs sharing, never a decision: this process goes on with its own count.
/// </summary>
internal sealed partial class RedisRateCounter(IConnectionMultiplexer redis, LocalRateCounter local, ILogger<RedisRateCounter> logger) : IRateCounter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private int lost;

    public async ValueTask<long> CountAsync(string key, long window, CancellationToken cancellationToken)
    {
        var own = await local.CountAsync(key, window, cancellationToken);
        if (!redis.IsConnected)
        {
            NoteLost(null);
            return own;
        }

        try
        {
            var name = $"trust:rate:{window}:{key}";
            var database = redis.GetDatabase();
            var count = await database.StringIncrementAsync(name).WaitAsync(Patience, cancellationToken);
            if (count == 1)
            {
                _ = database.KeyExpireAsync(name, TimeSpan.FromMinutes(2), CommandFlags.FireAndForget);
            }

            Volatile.Write(ref lost, 0);
            return Math.Max(count, own);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            NoteLost(exception);
            return own;
        }
    }

    private void NoteLost(Exception? exception)
    {
        if (Interlocked.Exchange(ref lost, 1) == 0)
        {
            RedisLost(exception);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Redis is not answering: rate limits count in this process alone.")]
    private partial void RedisLost(Exception? exception);
}
