using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Seal.Data;

namespace Trust.Seal.Verification;

/// <summary>A report with its pictures, as a page shows it.</summary>
/// <param name="FileName">Name of the checked file.</param>
/// <param name="CheckedAt">When.</param>
/// <param name="Report">The report, JSON.</param>
/// <param name="Pages">First pages of the document, PNG.</param>
/// <param name="Seals">Pictures of the seals, PNG, by signature; empty where there is none.</param>
/// <param name="PageCount">How many pages the document has.</param>
/// <param name="Limits">What could not be drawn.</param>
internal sealed record KeptReport(
    string FileName, DateTimeOffset CheckedAt, string Report, IReadOnlyList<byte[]> Pages, IReadOnlyList<byte[]> Seals, int PageCount, IReadOnlyList<string> Limits);

/// <summary>Keeps a report for some minutes under a random address. Whoever has the address sees it; the table shows nobody anything.</summary>
internal sealed class KeepReport(SealDbContext db, [FromKeyedServices("seal")] FieldCipher cipher, SealOptions options, TimeProvider time)
{
    private const int ReferenceBytes = 16;
    private const int ReferenceLength = 22;

    /// <summary>Keeps it.</summary>
    /// <returns>128 random bits, base64url.</returns>
    public async Task<string> KeepAsync(KeptReport report, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var reference = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ReferenceBytes));
        var id = Guid.CreateVersion7(now);
        db.Reports.Add(new ReportRecord
        {
            ReferenceHash = HashOf(reference),
            Id = id,
            Content = cipher.Encrypt(ReportRecord.ContentColumn, id, JsonSerializer.Serialize(report)),
            ExpiresAt = now.AddMinutes(options.ReportMinutes),
        });
        await db.SaveChangesAsync(cancellationToken);
        return reference;
    }

    /// <summary>Reads it; null for a wrong address or an old one.</summary>
    public async Task<KeptReport?> ReadAsync(string reference, CancellationToken cancellationToken)
    {
        if (reference.Length != ReferenceLength)
        {
            return null;
        }

        var hash = HashOf(reference);
        var now = time.GetUtcMicroseconds();
        var row = await db.Reports.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.ReferenceHash == hash && candidate.ExpiresAt > now, cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize<KeptReport>(cipher.Decrypt(ReportRecord.ContentColumn, row.Id, row.Content));
    }

    private static byte[] HashOf(string reference) => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(reference));
}

/// <summary>Deletes reports whose time is over.</summary>
internal sealed partial class ForgetReports(IDbContextFactory<SealDbContext> contexts, TimeProvider time, ILogger<ForgetReports> logger) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    /// <summary>One round.</summary>
    /// <returns>Reports deleted.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Reports.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundLoop.RunAsync(ForgetAsync, Rhythm, ForgettingFailed, stoppingToken);

    [LoggerMessage(4301, LogLevel.Warning, "Old reports could not be deleted; it is tried again.")]
    private partial void ForgettingFailed(Exception exception);
}
