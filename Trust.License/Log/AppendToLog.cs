using Microsoft.EntityFrameworkCore;
using Trust.Crypto.Merkle;
using Trust.Hosting.Data;
using Trust.License.Data;

namespace Trust.License.Log;

/// <summary>The log was changed by somebody who had not locked its head; nothing of the transaction is kept.</summary>
internal sealed class LogForkException(long size) : InvalidOperationException($"The log has not {size} entries any more; nothing was appended.");

/// <summary>
/// Appends to the log inside the caller's transaction, so that an act and its entry are one commit. The head is touched first: on PostgreSQL the row lock, on SQLite the
/// write lock puts all writers of all processes in a row. The head then moves by compare-and-swap, and the place of an entry is a primary key: a fork is impossible three times.
/// </summary>
internal sealed class AppendToLog(LicenseDbContext db, LogKey key, TimeProvider time)
{
    /// <summary>Appends.</summary>
    /// <returns>Places of the entries, in their order.</returns>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public async Task<IReadOnlyList<LogEntryRecord>> AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("The log is appended to within the transaction of the act.");
        }

        var head = await LockAsync(cancellationToken);
        var range = new MerkleRange(MerkleHash.Sm3, head.Size, Split(head.Edge));
        var now = time.GetUtcMicroseconds();
        var appended = new List<LogEntryRecord>();
        byte[][] contents = [.. entries.Select(entry => entry.Encode(now))];
        foreach (var (entry, content, leaf) in entries.Zip(contents, MerkleHash.Sm3.Leaves(contents)))
        {
            var row = new LogEntryRecord { Index = range.Size, ActId = entry.ActId, Kind = entry.Kind, Content = content, LeafHash = leaf, RecordedAt = now };
            range.Append(row.LeafHash, (start, level, hash) =>
            {
                if (level > 0)
                {
                    db.LogNodes.Add(new LogNodeRecord { Level = level, Start = start, Hash = hash });
                }
            });
            db.LogEntries.Add(row);
            appended.Add(row);
        }

        await db.SaveChangesAsync(cancellationToken);
        await MoveHeadAsync(head.Size, range, now, cancellationToken);
        return appended;
    }

    private async Task<LogHeadRecord> LockAsync(CancellationToken cancellationToken)
    {
        if (await TouchAsync(cancellationToken) == 0)
        {
            await db.InsertIfAbsentAsync(
                new LogHeadRecord { Id = LogHeadRecord.OnlyId, Size = 0, Edge = [], Checkpoint = Sign(new MerkleRange(MerkleHash.Sm3)), SignedAt = time.GetUtcMicroseconds(), Touches = 0 },
                cancellationToken);
            await TouchAsync(cancellationToken);
        }

        return await db.LogHeads.AsNoTracking().SingleAsync(head => head.Id == LogHeadRecord.OnlyId, cancellationToken);
    }

    private Task<int> TouchAsync(CancellationToken cancellationToken) => db.LogHeads.Where(head => head.Id == LogHeadRecord.OnlyId)
        .ExecuteUpdateAsync(set => set.SetProperty(head => head.Touches, head => head.Touches + 1), cancellationToken);

    private async Task MoveHeadAsync(long oldSize, MerkleRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (size, edge, note) = (range.Size, range.Roots.SelectMany(root => root).ToArray(), Sign(range));
        var moved = await db.LogHeads.Where(head => head.Id == LogHeadRecord.OnlyId && head.Size == oldSize).ExecuteUpdateAsync(
            set => set.SetProperty(head => head.Size, size).SetProperty(head => head.Edge, edge).SetProperty(head => head.Checkpoint, note).SetProperty(head => head.SignedAt, now),
            cancellationToken);
        if (moved != 1)
        {
            throw new LogForkException(oldSize);
        }
    }

    private string Sign(MerkleRange range) => SignedNote.Sign(new LogCheckpoint(key.Origin, range.Size, range.Root()).ToText(), key.Origin, key.Key);

    private static IEnumerable<byte[]> Split(byte[] edge) => edge.Chunk(MerkleHash.SizeInBytes);
}
