using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Crypto.Keys;
using Trust.Hosting.Data;

namespace Trust.Hosting.Audit;

/// <summary>
/// Chains the committed rows of one module and signs the head, every second and at most 1,000 rows a head. One process does it, by lease; if two should meet, unique
/// places and head indexes let one commit and make the other start over. It continues only the chain it has exported: where rows and heads were cut from the database,
/// it signs no second history over the first, and tries again until a person has looked.
/// </summary>
/// <param name="database">The module's database.</param>
/// <param name="choice">Database choice, for the lease and the default folder of heads.</param>
/// <param name="options">Pace and folder.</param>
/// <param name="keys">Signing key.</param>
/// <param name="services">Services of the process.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class AuditSealer(
    ModuleDatabase database, TrustDatabase choice, AuditOptions options, AuditKeySource keys, IServiceProvider services, TimeProvider time, ILogger<AuditSealer> logger)
    : BackgroundService
{
    private const int RowsPerHead = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly AuditHeadFile export = new(options.HeadsPath(choice.DataDirectory, database.Module));
    private AuditHead? lastExported;

    /// <summary>Chains everything committed so far, if no other process holds the lease.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows chained, or null when another process holds the lease.</returns>
    /// <exception cref="DbUpdateException">Another sealer was faster.</exception>
    /// <exception cref="AuditForkException">The database has lost or changed the last exported head.</exception>
    public async Task<int?> SealAsync(CancellationToken cancellationToken = default)
    {
        await using var lease = await ModuleLease.TryTakeAsync(choice, database.Module, "audit", cancellationToken);
        if (lease is null)
        {
            return null;
        }

        await ExportAsync(cancellationToken);
        return await SealAllAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        BackgroundLoop.RunAsync(WorkAsync, Pause, exception => SealingFailed(exception, database.Module), stoppingToken);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await using var lease = await ModuleLease.TryTakeAsync(choice, database.Module, "audit", cancellationToken);
        if (lease is not null)
        {
            await WorkAsync(lease, cancellationToken);
        }
    }

    private async Task WorkAsync(ModuleLease lease, CancellationToken cancellationToken)
    {
        await ExportAsync(cancellationToken);
        while (await lease.IsHeldAsync(cancellationToken))
        {
            await SealAllAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(options.SealEverySeconds), cancellationToken);
        }
    }

    private async Task<int> SealAllAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        int count;
        do
        {
            count = await SealBatchAsync(cancellationToken);
            total += count;
        }
        while (count == RowsPerHead);
        return total;
    }

    private async Task<int> SealBatchAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open(services);
        var waiting = db.Set<AuditRow>().Where(row => row.ChainIndex == null);

        // Read and hashed outside a transaction, so that writers wait for the update alone: unchained rows change under nobody's hands, and another sealer's places collide.
        var last = await db.Set<AuditHead>().AsNoTracking().OrderByDescending(head => head.Index).FirstOrDefaultAsync(cancellationToken);
        var rows = await waiting.OrderBy(row => row.Sequence).Take(RowsPerHead).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return 0;
        }

        // At every head, not once a lease: the database can be cut while the sealer runs.
        await RefuseForkAsync(db, cancellationToken);
        var head = Sign(Chain(rows, last));
        db.Add(head);
        await db.SaveChangesAsync(cancellationToken);
        export.Append(database.Module, [head]);
        lastExported = head;
        return rows.Count;
    }

    private AuditRow Chain(List<AuditRow> rows, AuditHead? last)
    {
        var index = last?.Index ?? 0;
        var hash = last?.Hash ?? AuditDigest.Beginning;
        foreach (var (row, digest) in rows.Zip(AuditDigest.OfRows(database.Module, rows)))
        {
            hash = AuditDigest.Link(++index, hash, digest);
            row.ChainIndex = index;
            row.ChainHash = hash;
        }

        return rows[^1];
    }

    private AuditHead Sign(AuditRow row)
    {
        var key = keys(database.Module);
        if (key.Purpose != KeyPurpose.Audit)
        {
            throw new InvalidOperationException($"Key {key.KeyId} is for {key.Purpose}, not for audit heads.");
        }

        var now = time.GetUtcMicroseconds();
        return new AuditHead
        {
            Index = row.ChainIndex!.Value,
            Hash = row.ChainHash!,
            Time = now,
            KeyId = key.KeyId,
            Signature = key.Sign(AuditDigest.OfHead(database.Module, row.ChainIndex.Value, row.ChainHash!, now, key.KeyId)),
        };
    }

    // After a crash between commit and export, or when another process took over with a file of its own.
    private async Task ExportAsync(CancellationToken cancellationToken)
    {
        lastExported = export.Recover();
        var exported = lastExported?.Index ?? 0;
        await using var db = database.Open(services);
        await RefuseForkAsync(db, cancellationToken);
        var missing = await db.Set<AuditHead>().AsNoTracking().Where(head => head.Index > exported).OrderBy(head => head.Index).ToListAsync(cancellationToken);
        if (missing.Count > 0)
        {
            export.Append(database.Module, missing);
            lastExported = missing[^1];
        }
    }

    private async Task RefuseForkAsync(DbContext db, CancellationToken cancellationToken)
    {
        if (lastExported is { } exported
            && !await db.Set<AuditHead>().AnyAsync(head => head.Index == exported.Index && head.Hash == exported.Hash, cancellationToken))
        {
            throw new AuditForkException(database.Module, exported.Index);
        }
    }

    [LoggerMessage(1520, LogLevel.Error, "Sealing the audit chain of {Module} failed and is repeated.")]
    private partial void SealingFailed(Exception exception, string module);
}
