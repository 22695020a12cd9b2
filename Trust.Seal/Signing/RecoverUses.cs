using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Hosting.Data;
using Trust.Seal.Data;

namespace Trust.Seal.Signing;

/// <summary>
/// Voids uses that were begun and not finished: their process died, or is too slow. Any process does it for all; a slow one finds its use voided and hands nothing out.
/// </summary>
internal sealed partial class RecoverUses(IServiceProvider services, SealOptions options, TimeProvider time, ILogger<RecoverUses> logger) : BackgroundService
{
    private const int ARound = 500;
    private static readonly Actor Recoverer = Actor.Process("seal");

    /// <summary>One round.</summary>
    /// <returns>Uses voided.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SealDbContext>();
        var intents = scope.ServiceProvider.GetRequiredService<UseIntents>();
        var before = time.GetUtcMicroseconds() - TimeSpan.FromSeconds(options.IntentSeconds);
        var open = await db.Uses.AsNoTracking().Where(row => row.State == SealUseState.Intended && row.IntendedAt < before)
            .OrderBy(row => row.IntendedAt).Select(row => row.Id).Take(ARound).ToListAsync(cancellationToken);
        var voided = 0;
        foreach (var id in open)
        {
            voided += await intents.VoidAsync(Recoverer, id, cancellationToken) ? 1 : 0;
        }

        if (voided > 0)
        {
            UsesVoided(voided);
        }

        return voided;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(RecoverAsync, TimeSpan.FromSeconds(Math.Clamp(options.IntentSeconds / 4.0, 0.5, 10)), RecoveryFailed, stoppingToken);

    [LoggerMessage(4201, LogLevel.Warning, "{Count} uses of seals were begun and not finished; they have been voided.")]
    private partial void UsesVoided(int count);

    [LoggerMessage(4202, LogLevel.Error, "Open uses of seals could not be looked through; it is tried again.")]
    private partial void RecoveryFailed(Exception exception);
}
