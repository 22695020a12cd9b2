using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Registry;

namespace Trust.Identity.Registration;

/// <summary>
/// Asks the population registry about everybody who waits for its answer, until there is one. A process takes a person by moving the time of the next question; one that
/// dies meanwhile loses it to the next.
/// </summary>
internal sealed partial class RegistryWorker(IDbContextFactory<IdentityDbContext> contexts, IServiceProvider services, RegistryOptions options, TimeProvider time, ILogger<RegistryWorker> logger)
    : BackgroundService
{
    private const int PersonsARound = 32;
    private const int SideBySide = 8;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Longer than a call can take, and short for whoever waits after a crash.
    private readonly TimeSpan lease = TimeSpan.FromSeconds(options.TimeoutSeconds + 5);
    private readonly WorkSignal signal = new();

    public void Wake() => signal.Raise();

    /// <summary>One round.</summary>
    /// <returns>Persons that were due.</returns>
    public async Task<int> AskDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Persons.AsNoTracking().Where(person => person.RegistryNextAt <= now && person.Registry == RegistryState.Pending && person.IdNumber != null)
            .OrderBy(person => person.RegistryNextAt).Take(PersonsARound).ToListAsync(cancellationToken);
        var side = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, side, async (person, stop) => await AskAsync(person, stop));
        return due.Count;
    }

    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(WorkAsync, TimeSpan.Zero, AskingFailed, stoppingToken);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await signal.WaitAsync(Look, cancellationToken);
        while (await AskDueAsync(cancellationToken) == PersonsARound)
        {
            // More are waiting.
        }
    }

    private async Task AskAsync(PersonRecord person, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var until = time.GetUtcMicroseconds() + lease;
        var taken = await db.Persons.Where(row => row.Id == person.Id && row.Version == person.Version && row.RegistryNextAt == person.RegistryNextAt).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.RegistryNextAt, until).SetProperty(row => row.RegistryAttempts, row => row.RegistryAttempts + 1), cancellationToken);
        if (taken == 1)
        {
            await scope.ServiceProvider.GetRequiredService<AskRegistry>().AskAsync(person, cancellationToken);
        }
    }

    [LoggerMessage(3201, LogLevel.Error, "A round of questions to the population registry failed and is repeated.")]
    private partial void AskingFailed(Exception exception);
}
