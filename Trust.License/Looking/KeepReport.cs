using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Documents.Rendering;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.License.Data;
using Trust.License.States;

namespace Trust.License.Looking;

/// <summary>A report with its pictures, as a page shows it.</summary>
/// <param name="FileName">Name of the checked file.</param>
/// <param name="CheckedAt">When.</param>
/// <param name="Report">The report, JSON.</param>
/// <param name="Pictures">Pages and seals.</param>
/// <param name="Change">The change of state that it tells of, or null.</param>
internal sealed record KeptReport(string FileName, DateTimeOffset CheckedAt, string Report, DocumentPictures Pictures, SeenChange? Change)
{
    /// <summary>Never the content.</summary>
    public override string ToString() => $"{CheckedAt:u}";
}

/// <summary>Keeps a report for some minutes under a random address. Whoever has the address sees it; the table shows nobody anything.</summary>
internal sealed class KeepReport(LicenseDbContext db, [FromKeyedServices("license")] FieldCipher cipher, LicenseOptions options, TimeProvider time)
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

/// <summary>Deletes reports whose time is over, codes that nobody can use any more, and counts of days gone by.</summary>
internal sealed partial class ForgetLooks(IDbContextFactory<LicenseDbContext> contexts, TimeProvider time, ILogger<ForgetLooks> logger) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    // So long a used or old code still says what it was.
    private static readonly TimeSpan CodesStay = TimeSpan.FromDays(1);

    /// <summary>One round.</summary>
    /// <returns>Rows deleted.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var (codes, today) = (now - CodesStay, ProvinceDay.Of(time.GetUtcNow()));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Reports.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken)
            + await db.OneTimeCodes.Where(row => row.Expires <= codes).ExecuteDeleteAsync(cancellationToken)
            + await db.SecretTries.Where(row => row.Day < today).ExecuteDeleteAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundLoop.RunAsync(ForgetAsync, Rhythm, ForgettingFailed, stoppingToken);

    [LoggerMessage(6402, LogLevel.Warning, "Old reports and codes could not be deleted; it is tried again.")]
    private partial void ForgettingFailed(Exception exception);
}
