using Microsoft.EntityFrameworkCore;
using Trust.Crypto.Merkle;
using Trust.License.Data;

namespace Trust.License.Log;

/// <summary>Checkpoint, proofs and tiles of the log. A proof reads O(log n) rows by key.</summary>
internal sealed class ReadLog(LicenseDbContext db)
{
    /// <summary>Hashes in a tile, and the levels that it spans.</summary>
    public const int TileWidth = 256;
    public const int TileHeight = 8;

    public Task<LogHeadRecord?> HeadAsync(CancellationToken cancellationToken) =>
        db.LogHeads.AsNoTracking().SingleOrDefaultAsync(head => head.Id == LogHeadRecord.OnlyId, cancellationToken);

    /// <summary>Proof that an entry stands in the log as it is now.</summary>
    /// <returns>Null where the log has no such place.</returns>
    public async Task<LogProof?> InclusionAsync(long index, CancellationToken cancellationToken)
    {
        if (await HeadAsync(cancellationToken) is not { } head || index < 0 || index >= head.Size)
        {
            return null;
        }

        var path = await HashesAsync(head.Size, tree => tree.InclusionProof(index, head.Size), cancellationToken);
        return new LogProof(index, path, head.Checkpoint);
    }

    /// <summary>Proof that the log of one size is the beginning of the log of another.</summary>
    /// <returns>Null where the log never had these sizes.</returns>
    public async Task<IReadOnlyList<byte[]>?> ConsistencyAsync(long first, long second, CancellationToken cancellationToken) =>
        await HeadAsync(cancellationToken) is { } head && first >= 1 && first <= second && second <= head.Size
            ? await HashesAsync(head.Size, tree => tree.ConsistencyProof(first, second), cancellationToken)
            : null;

    /// <summary>Hashes of one tile: at most 256 at level 8 × <paramref name="level"/>.</summary>
    /// <returns>Null where the log does not have so many.</returns>
    public async Task<byte[]?> TileAsync(int level, long number, int width, CancellationToken cancellationToken)
    {
        var (from, height) = (number * TileWidth, level * TileHeight);
        if (await HeadAsync(cancellationToken) is not { } head || from + width > head.Size >> height)
        {
            return null;
        }

        var hashes = height == 0
            ? await db.LogEntries.AsNoTracking().Where(row => row.Index >= from && row.Index < from + width).OrderBy(row => row.Index).Select(row => row.LeafHash).ToListAsync(cancellationToken)
            : await NodesAsync(height, from << height, (from + width) << height, cancellationToken);
        return hashes.Count == width ? [.. hashes.SelectMany(hash => hash)] : null;
    }

    /// <summary>Entries of one bundle: each after its length in two bytes.</summary>
    /// <returns>Null where the log does not have so many.</returns>
    public async Task<byte[]?> EntriesAsync(long number, int width, CancellationToken cancellationToken)
    {
        var from = number * TileWidth;
        if (await HeadAsync(cancellationToken) is not { } head || from + width > head.Size)
        {
            return null;
        }

        var entries = await db.LogEntries.AsNoTracking().Where(row => row.Index >= from && row.Index < from + width).OrderBy(row => row.Index).Select(row => row.Content).ToListAsync(cancellationToken);
        return [.. entries.SelectMany(entry => (byte[])[(byte)(entry.Length >> 8), (byte)entry.Length, .. entry])];
    }

    private Task<List<byte[]>> NodesAsync(int level, long from, long to, CancellationToken cancellationToken) => db.LogNodes.AsNoTracking()
        .Where(row => row.Level == level && row.Start >= from && row.Start < to).OrderBy(row => row.Start).Select(row => row.Hash).ToListAsync(cancellationToken);

    // The tree asks for its hashes one after another and does not wait for a database: first it is asked which ones, then they are read, then it is asked again.
    private async Task<IReadOnlyList<byte[]>> HashesAsync(long size, Func<MerkleTree, IReadOnlyList<byte[]>> proof, CancellationToken cancellationToken)
    {
        var asked = new HashSet<(long Start, int Level)>();
        proof(new MerkleTree(MerkleHash.Sm3, size, (start, level) =>
        {
            asked.Add((start, level));
            return new byte[MerkleHash.SizeInBytes];
        }));
        var known = new Dictionary<(long Start, int Level), byte[]>();
        var leaves = asked.Where(node => node.Level == 0).Select(node => node.Start).ToList();
        foreach (var leaf in await db.LogEntries.AsNoTracking().Where(row => leaves.Contains(row.Index)).Select(row => new { row.Index, row.LeafHash }).ToListAsync(cancellationToken))
        {
            known[(leaf.Index, 0)] = leaf.LeafHash;
        }

        foreach (var level in asked.Where(node => node.Level > 0).GroupBy(node => node.Level))
        {
            var starts = level.Select(node => node.Start).ToList();
            foreach (var node in await db.LogNodes.AsNoTracking().Where(row => row.Level == level.Key && starts.Contains(row.Start)).ToListAsync(cancellationToken))
            {
                known[(node.Start, node.Level)] = node.Hash;
            }
        }

        return proof(new MerkleTree(MerkleHash.Sm3, size, (start, level) => known[(start, level)]));
    }
}
