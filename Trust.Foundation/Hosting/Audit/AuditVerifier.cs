using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;

namespace Trust.Hosting.Audit;

/// <summary>
/// Checks a module's audit chain against itself, against its signed heads and against the heads exported to a file apart. It changes nothing and may run while the module works.
/// </summary>
/// <param name="choice">Database choice, for the default folder of heads.</param>
/// <param name="options">Folder of heads and limits.</param>
/// <param name="services">Services of the process.</param>
/// <param name="time">Clock.</param>
public sealed class AuditVerifier(TrustDatabase choice, AuditOptions options, IServiceProvider services, TimeProvider time)
{
    private const int UnchainedNamed = 100;

    // Enough for every lane of the digests several times, and little to hold.
    private const int RowsAtOnce = 128;

    /// <summary>Checks every module of the process.</summary>
    /// <param name="check">Public keys of heads.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One report a module.</returns>
    public async Task<IReadOnlyList<AuditReport>> VerifyAllAsync(AuditHeadCheck check, CancellationToken cancellationToken = default)
    {
        var reports = new List<AuditReport>();
        foreach (var database in services.GetServices<ModuleDatabase>())
        {
            reports.Add(await VerifyAsync(database, check, cancellationToken));
        }

        return reports;
    }

    /// <summary>Checks one module.</summary>
    /// <param name="database">The module's database.</param>
    /// <param name="check">Public keys of heads.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Every fault, named.</returns>
    public async Task<AuditReport> VerifyAsync(ModuleDatabase database, AuditHeadCheck check, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(check);

        // The sealer commits a head before it exports it: read in the other order, the file can only lag behind.
        var exported = new AuditHeadFile(options.HeadsPath(choice.DataDirectory, database.Module)).Read().ToList();
        await using var db = database.Open(services);
        var heads = await db.Set<AuditHead>().AsNoTracking().OrderBy(head => head.Index).ToListAsync(cancellationToken);
        var comparison = new HeadComparison(database.Module, check, Oldest());
        comparison.Read(heads, exported);

        var reader = new ChainReader(database.Module);
        var chained = db.Set<AuditRow>().AsNoTracking().Where(row => row.ChainIndex != null).OrderBy(row => row.ChainIndex).AsAsyncEnumerable();
        await foreach (var rows in chained.Chunk(RowsAtOnce).WithCancellation(cancellationToken))
        {
            foreach (var (row, broken) in reader.Read(rows))
            {
                comparison.Compare(row, broken);
            }
        }

        var findings = new List<AuditFinding>(reader.Finish(comparison.Kept));
        findings.AddRange(comparison.Finish(reader.LastIndex, await LastHeadAsync(db, cancellationToken)));
        findings.AddRange(await UnchainedAsync(db, database.Module, cancellationToken));
        return new(database.Module, reader.Rows, heads.Count, findings);
    }

    private DateTimeOffset Oldest() => time.GetUtcNow() - TimeSpan.FromSeconds(options.UnchainedLimitSeconds);

    // Asked after the rows: the sealer may have gone on meanwhile.
    private static Task<AuditHead?> LastHeadAsync(DbContext db, CancellationToken cancellationToken) =>
        db.Set<AuditHead>().AsNoTracking().OrderByDescending(head => head.Index).FirstOrDefaultAsync(cancellationToken);

    private async Task<IEnumerable<AuditFinding>> UnchainedAsync(DbContext db, string module, CancellationToken cancellationToken)
    {
        var oldest = Oldest();
        var late = await db.Set<AuditRow>().AsNoTracking()
            .Where(row => row.ChainIndex == null && row.Time < oldest)
            .OrderBy(row => row.Sequence)
            .Take(UnchainedNamed)
            .Select(row => row.Sequence)
            .ToListAsync(cancellationToken);
        return late.Select(sequence => new AuditFinding(
            AuditFindingKind.TooLongUnchained, module, null, sequence, $"Row {sequence} is older than {options.UnchainedLimitSeconds} s and not chained."));
    }
}
