using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;
using Trust.Identity.Codes;
using Trust.Identity.SignIn;
using Trust.Identity.Window;

namespace Trust.Identity.Data;

/// <summary>Deletes rows that have served: codes, texts, counters, forms, undecided proofs, devices, requests, challenges, tokens, grants, sessions.</summary>
internal sealed partial class ForgetExpired(IDbContextFactory<IdentityDbContext> contexts, TimeProvider time, ILogger<ForgetExpired> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // The limit of a day counts rows.
    private static readonly TimeSpan KeepCodes = TimeSpan.FromDays(2);
    private static readonly TimeSpan KeepTexts = TimeSpan.FromDays(7);

    // A token that came back after its end is refused for its age; until then its row tells that it was used before.
    private static readonly TimeSpan KeepTokens = TimeSpan.FromDays(1);

    // People look at where they were signed in.
    private static readonly TimeSpan KeepSessions = TimeSpan.FromDays(90);

    /// <summary>One round.</summary>
    /// <returns>Rows deleted.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        DateTimeOffset codes = now - KeepCodes, texts = now - KeepTexts, devices = now - KnownDevices.Life;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OneTimeCodes.Where(row => row.SentAt < codes).ExecuteDeleteAsync(cancellationToken)
            + await db.Sms.Where(row => row.State != SmsQueue.Waiting && row.CreatedAt < texts).ExecuteDeleteAsync(cancellationToken)
            + await db.Attempts.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken)
            + await db.Registrations.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken)
            + await db.WindowProofs.Where(row => row.State == WindowProofState.Waiting && row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken)
            + await db.SignIns.Where(row => row.AccountId == Guid.Empty && row.Time < codes).ExecuteDeleteAsync(cancellationToken)
            + await db.KnownDevices.Where(row => row.LastUsedAt < devices).ExecuteDeleteAsync(cancellationToken)
            + await db.PendingRequests.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken)
            + await db.PasskeyChallenges.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken)
            + await ForgetGrantsAsync(db, now, cancellationToken);
    }

    // Grants go when no token of theirs is left, sessions when no grant is.
    private static async Task<int> ForgetGrantsAsync(IdentityDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tokens = (now - KeepTokens).UtcDateTime;
        var sessions = now - KeepSessions;
        return await db.Tokens.Where(token => token.ExpirationDate < tokens).ExecuteDeleteAsync(cancellationToken)
            + await db.Authorizations.Where(grant => grant.CreationDate < tokens && !db.Tokens.Any(token => token.Authorization!.Id == grant.Id)).ExecuteDeleteAsync(cancellationToken)
            + await db.Sessions.Where(row => row.ExpiresAt < sessions && !db.Authorizations.Any(grant => grant.Sid == row.Sid)).ExecuteDeleteAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(ForgetLaterAsync, TimeSpan.Zero, ForgettingFailed, stoppingToken);

    private async Task ForgetLaterAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, cancellationToken);
        await ForgetAsync(cancellationToken);
    }

    [LoggerMessage(3001, LogLevel.Warning, "Expired rows could not be deleted; it is tried again later.")]
    private partial void ForgettingFailed(Exception exception);
}
