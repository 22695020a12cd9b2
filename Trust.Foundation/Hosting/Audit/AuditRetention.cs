using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Trust.Contracts;
using Trust.Hosting.Data;

namespace Trust.Hosting.Audit;

/// <summary>Ends the retention of payloads.</summary>
public static class AuditRetention
{
    /// <summary>Event of the act itself; its subject says up to which time payloads may be gone.</summary>
    public const string ErasedEvent = "audit.payloads-erased";

    private const string SubjectPrefix = "before:";

    /// <summary>
    /// Erases payload and salt of the chained rows recorded before a time, never a row, and records that in the same transaction. The verifier takes an erased payload
    /// without such a record for tampering; the record counts once it is chained, about a second later.
    /// </summary>
    /// <param name="db">Context of the module without a transaction of its own.</param>
    /// <param name="actor">Who decided it.</param>
    /// <param name="before">Rows older than this lose their payload; not in the future.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows that lost their payload.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is in the future: the record would excuse rows that do not exist yet.</exception>
    public static async Task<int> EraseAuditPayloadsAsync(this DbContext db, Actor actor, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var limit = Microseconds.Cut(before);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, db.GetService<TimeProvider>().GetUtcMicroseconds(), nameof(before));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var erased = await db.Set<AuditRow>()
            .Where(row => row.Time < limit && row.ChainIndex != null && row.Payload != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Payload, (byte[]?)null).SetProperty(row => row.Salt, (byte[]?)null), cancellationToken);
        if (erased > 0)
        {
            db.Audit(actor, ErasedEvent, SubjectPrefix + limit.ToString("O", CultureInfo.InvariantCulture), payload: new { erased });
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return erased;
    }

    /// <summary>The limit that a record of erasing names, or null for other rows.</summary>
    internal static DateTimeOffset? LimitOf(AuditRow row) =>
        row.Event == ErasedEvent
        && row.SubjectKey.StartsWith(SubjectPrefix, StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact(row.SubjectKey.AsSpan(SubjectPrefix.Length), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var limit)
            ? limit
            : null;
}
