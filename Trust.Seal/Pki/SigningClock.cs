using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;

namespace Trust.Seal.Pki;

/// <summary>Whether this machine's clock may stand in signatures: it is compared with the configured server every minute.</summary>
internal sealed partial class SigningClock(SealOptions options, TimeProvider time, ILogger<SigningClock> logger) : BackgroundService
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    // A server that is away for a while does not make the clock wrong; one that stays away leaves it unproved.
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private DateTimeOffset comparedAt = DateTimeOffset.MinValue;
    private TimeSpan offset;

    /// <summary>Whether signatures may be made now.</summary>
    public bool IsGood()
    {
        if (options.TimeServer is null)
        {
            return true;
        }

        lock (gate)
        {
            return offset.Duration() <= Tolerance && time.GetUtcNow() - comparedAt <= Trusted && time.GetUtcNow() >= comparedAt;
        }
    }

    /// <summary>Compares once.</summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        if (options.TimeServer is not { } server || !TimeServer.TryRead(server, out var host, out var port))
        {
            return;
        }

        if (await TimeServer.OffsetAsync(host, port, time, cancellationToken) is not { } found)
        {
            NoAnswer(server);
            return;
        }

        lock (gate)
        {
            offset = found;
            comparedAt = time.GetUtcNow();
        }

        if (found.Duration() > Tolerance)
        {
            ClockDiffers(found.TotalMilliseconds);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.TimeServer is null ? Task.CompletedTask : BackgroundLoop.RunAsync(CompareAsync, Rhythm, ComparingFailed, stoppingToken);

    [LoggerMessage(4101, LogLevel.Warning, "The time server {Server} does not answer.")]
    private partial void NoAnswer(string server);

    [LoggerMessage(4102, LogLevel.Critical, "The clock differs from its source by {Milliseconds} ms: nothing is signed.")]
    private partial void ClockDiffers(double milliseconds);

    [LoggerMessage(4103, LogLevel.Warning, "The clock could not be compared with its source.")]
    private partial void ComparingFailed(Exception exception);
}
