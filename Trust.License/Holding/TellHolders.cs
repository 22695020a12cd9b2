using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Data;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.License.Holding;

/// <summary>Has holders told of what happened to their licences. The notice is in the commit of the event; its id is the key of the call, so that nobody is told twice.</summary>
internal sealed partial class TellHolders(IServiceProvider services, TimeProvider time, ILogger<TellHolders> logger) : BackgroundService
{
    private const int ARound = 100;
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(2);

    /// <summary>A notice; the caller saves it.</summary>
    public static HolderNoticeRecord Of(Guid licenceId, string template, DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), LicenceId = licenceId, Template = template, At = now };

    /// <summary>One round.</summary>
    /// <returns>Notices that were passed on.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicenseDbContext>();
        var identity = scope.ServiceProvider.GetRequiredService<IIdentity>();
        var files = scope.ServiceProvider.GetRequiredService<VersionFiles>();
        var types = scope.ServiceProvider.GetRequiredService<LicenceTypeCatalogue>();
        var open = await db.HolderNotices.AsNoTracking().Where(row => row.ToldAt == null).OrderBy(row => row.At).Take(ARound).ToListAsync(cancellationToken);
        var told = 0;
        foreach (var notice in open)
        {
            var version = await (
                from licence in db.Licences
                join row in db.Versions on new { Id = licence.Id, Number = licence.CurrentVersion } equals new { Id = row.LicenceId, row.Number }
                where licence.Id == notice.LicenceId
                select new { row.Id, row.Data, licence.TypeCode }).SingleAsync(cancellationToken);
            var form = files.Data(version.Id, version.Data).Form;
            _ = IdempotencyKey.TryParse($"notice-{notice.Id:N}", out var key);
            var answer = await identity.NotifyHolderAsync(
                IssueLicence.Module, new NotifyHolderCall(form.HolderCodeType, form.HolderCode, notice.Template, types.Find(version.TypeCode)!.Name), key, cancellationToken);
            if (!answer.Succeeded)
            {
                NotTold(answer.Error.Code);
                if (answer.Error.Kind is ErrorKind.Unavailable or ErrorKind.TooMany or ErrorKind.Conflict)
                {
                    return told;
                }
            }

            // What Identity refuses for good is not asked again: one bad notice does not hold up the rest.

            var now = time.GetUtcMicroseconds();
            await db.HolderNotices.Where(row => row.Id == notice.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ToldAt, now), cancellationToken);
            told++;
        }

        return told;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundLoop.RunAsync(TellAsync, Rhythm, TellingFailed, stoppingToken);

    [LoggerMessage(6501, LogLevel.Warning, "A holder could not be told ({Code}); see the code.")]
    private partial void NotTold(string code);

    [LoggerMessage(6502, LogLevel.Error, "Holders could not be told; it is tried again.")]
    private partial void TellingFailed(Exception exception);
}
