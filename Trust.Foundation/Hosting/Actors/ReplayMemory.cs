using System.Collections.Concurrent;

namespace Trust.Hosting.Actors;

/// <summary>
/// Remembers the ids of accepted actor tokens until they end, so that each is good once. Calls that change something are
/// remembered in the module's database as well, which all processes of the module share.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class ReplayMemory(TimeProvider time)
{
    private const int SweepEvery = 1024;

    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
    private int calls;

    /// <summary>False when the id was seen before.</summary>
    public bool TryRemember(string tokenId, DateTimeOffset expires)
    {
        if (Interlocked.Increment(ref calls) % SweepEvery == 0)
        {
            Sweep(time.GetUtcNow());
        }

        return seen.TryAdd(tokenId, expires);
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (tokenId, expires) in seen)
        {
            if (expires < now)
            {
                seen.TryRemove(tokenId, out _);
            }
        }
    }
}

/// <summary>Replay memory of a module that its processes share; registered under the module's name.</summary>
/// <param name="services">Services of the request.</param>
/// <param name="tokenId">Id of the token.</param>
/// <param name="expires">When it ends.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>False when the id was seen before.</returns>
public delegate Task<bool> SharedReplayMemory(IServiceProvider services, string tokenId, DateTimeOffset expires, CancellationToken cancellationToken);
