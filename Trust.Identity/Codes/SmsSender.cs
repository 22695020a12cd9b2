using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Data;
using Trust.Identity.Sms;

namespace Trust.Identity.Codes;

/// <summary>
/// Sends waiting text messages. A process takes a row by moving its time; one that dies meanwhile loses it to the next, which sends under the same id, and the gateway
/// delivers an id once. Number and words are erased when the gateway has answered.
/// </summary>
internal sealed partial class SmsSender(IDbContextFactory<IdentityDbContext> contexts, IServiceProvider services, FieldCipher cipher, SmsOptions options, TimeProvider time, ILogger<SmsSender> logger)
    : BackgroundService
{
    private const int RowsARound = 32;
    private const int SideBySide = 8;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Longer than a call can take, and short for whoever waits after a crash.
    private readonly TimeSpan lease = TimeSpan.FromSeconds(options.TimeoutSeconds + 5);
    private readonly WorkSignal signal = new();

    public void Wake() => signal.Raise();

    /// <summary>One round.</summary>
    /// <returns>Messages taken.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Sms.AsNoTracking().Where(row => row.State == SmsQueue.Waiting && row.NextAt <= now)
            .OrderBy(row => row.NextAt).Take(RowsARound).ToListAsync(cancellationToken);
        var side = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, side, async (row, stop) => await SendAsync(row, stop));
        return due.Count;
    }

    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(WorkAsync, TimeSpan.Zero, SendingFailed, stoppingToken);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await signal.WaitAsync(Look, cancellationToken);
        while (await SendDueAsync(cancellationToken) == RowsARound)
        {
            // More is waiting.
        }
    }

    private async Task SendAsync(SmsRecord row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcMicroseconds();
        if (row.ExpiresAt <= now || row.Body is null)
        {
            await EndAsync(db, row.Id, SmsQueue.Expired, cancellationToken);
            return;
        }

        var until = now + lease;
        var taken = await db.Sms.Where(candidate => candidate.Id == row.Id && candidate.State == SmsQueue.Waiting && candidate.NextAt == row.NextAt).ExecuteUpdateAsync(
            set => set.SetProperty(candidate => candidate.NextAt, until).SetProperty(candidate => candidate.Attempts, candidate => candidate.Attempts + 1), cancellationToken);
        if (taken == 1)
        {
            await HandOverAsync(db, row, cancellationToken);
        }
    }

    private async Task HandOverAsync(IdentityDbContext db, SmsRecord row, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Deserialize<SmsBody>(cipher.Decrypt(SmsRecord.BodyColumn, row.Id, row.Body))!;
        await using var scope = services.CreateAsyncScope();
        var gateway = scope.ServiceProvider.GetRequiredService<SmsGateway>();
        switch (await gateway.SendAsync(new SmsMessage(row.Id, MobileNumber.Parse(body.To), body.Text), cancellationToken))
        {
            case SmsOutcome.Accepted:
                await EndAsync(db, row.Id, SmsQueue.Sent, cancellationToken);
                break;
            case SmsOutcome.Refused refused:
                MessageRefused(row.Id, refused.Code);
                await EndAsync(db, row.Id, SmsQueue.Refused, cancellationToken);
                break;
            default:
                var next = time.GetUtcMicroseconds() + Backoff.After(row.Attempts + 1, TimeSpan.FromSeconds(1), LongestPause);
                await db.Sms.Where(candidate => candidate.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.NextAt, next), cancellationToken);
                break;
        }
    }

    private static Task<int> EndAsync(IdentityDbContext db, Guid id, string state, CancellationToken cancellationToken) =>
        db.Sms.Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Body, (byte[]?)null), cancellationToken);

    [LoggerMessage(3101, LogLevel.Error, "A round of text messages failed and is repeated.")]
    private partial void SendingFailed(Exception exception);

    [LoggerMessage(3102, LogLevel.Warning, "The message gateway refuses message {Id}: {Code}.")]
    private partial void MessageRefused(Guid id, string code);
}
