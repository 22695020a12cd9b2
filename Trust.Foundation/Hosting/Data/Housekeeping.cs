using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Messaging;

namespace Trust.Hosting.Data;

/// <summary>Deletes what has served: expired token ids and stored answers, delivered messages, old inbox rows.</summary>
/// <param name="database">The module's database.</param>
/// <param name="services">Services of the process.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class Housekeeping(ModuleDatabase database, IServiceProvider services, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepDelivered = TimeSpan.FromDays(7);

    // Longer than any sender repeats: a message older than this is looked at by a person.
    private static readonly TimeSpan KeepInbox = TimeSpan.FromDays(90);

    /// <summary>One round.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows deleted.</returns>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset delivered = now - KeepDelivered, received = now - KeepInbox;
        await using var db = database.Open(services);
        return await db.Set<SeenToken>().Where(token => token.Expires < now).ExecuteDeleteAsync(cancellationToken)
            + await db.Set<IdempotencyRecord>().Where(record => record.Expires < now).ExecuteDeleteAsync(cancellationToken)
            + await db.Set<OutboxMessage>().Where(message => message.DeliveredAt < delivered).ExecuteDeleteAsync(cancellationToken)
            + await db.Set<InboxMessage>().Where(message => message.ReceivedAt < received).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(CleanLaterAsync, TimeSpan.Zero, exception => CleaningFailed(exception, database.Module), stoppingToken);

    // Nothing is urgent: a process that starts has better things to do.
    private async Task CleanLaterAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, cancellationToken);
        await CleanAsync(cancellationToken);
    }

    [LoggerMessage(1502, LogLevel.Warning, "Housekeeping of {Module} failed and is repeated later.")]
    private partial void CleaningFailed(Exception exception, string module);
}
