using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;
using Trust.License.Data;

namespace Trust.License.Issuing;

/// <summary>Finishes licences whose making was begun and not ended: their process died, or the seal was away. Any process does it for all.</summary>
internal sealed partial class RecoverIssuing(IServiceProvider services, LicenseOptions options, TimeProvider time, ILogger<RecoverIssuing> logger) : BackgroundService
{
    private const int ARound = 200;

    /// <summary>One round.</summary>
    /// <returns>Licences that came to an end.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicenseDbContext>();
        var before = time.GetUtcMicroseconds() - TimeSpan.FromSeconds(options.IssuingSeconds);
        var open = await db.Versions.AsNoTracking().Where(row => (row.Step == IssuingStep.Begun || row.Step == IssuingStep.Logged) && row.BegunAt < before)
            .OrderBy(row => row.BegunAt).Select(row => row.Id).Take(ARound).ToListAsync(cancellationToken);
        var ended = 0;
        foreach (var id in open)
        {
            await using var one = services.CreateAsyncScope();
            ended += (await one.ServiceProvider.GetRequiredService<FinishIssuing>().FinishAsync(id, cancellationToken)).Succeeded ? 1 : 0;
        }

        if (ended > 0)
        {
            IssuingFinished(ended);
        }

        return ended;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(RecoverAsync, TimeSpan.FromSeconds(Math.Clamp(options.IssuingSeconds / 4.0, 0.5, 10)), RecoveryFailed, stoppingToken);

    [LoggerMessage(6201, LogLevel.Warning, "{Count} licences were begun and not finished; they have been finished.")]
    private partial void IssuingFinished(int count);

    [LoggerMessage(6202, LogLevel.Error, "Licences in the making could not be looked through; it is tried again.")]
    private partial void RecoveryFailed(Exception exception);
}
