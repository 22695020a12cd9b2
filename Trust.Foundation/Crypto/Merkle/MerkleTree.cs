using System.Numerics;

namespace Trust.Crypto.Merkle;

/// <summary>
/// Roots and proofs of a tree whose node hashes the caller keeps (RFC 9162 section 2.1). A proof asks for O(log n) subtree hashes,
/// each over leaves [start, start + 2^level), which a log keeps in a table of complete subtrees; <see cref="FromLeaves"/> computes them instead.
/// </summary>
public sealed class MerkleTree
{
    private readonly MerkleHash _hash;
    private readonly Func<long, int, ReadOnlyMemory<byte>> _subtree;

    /// <summary>A tree over kept hashes.</summary>
    /// <param name="hash">Hash function.</param>
    /// <param name="size">Number of leaves, 0 or more.</param>
    /// <param name="subtree">
    /// Gives the hash of the complete subtree over leaves [start, start + 2^level); level 0 is a leaf hash. Start is a multiple of 2^level.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public MerkleTree(MerkleHash hash, long size, Func<long, int, ReadOnlyMemory<byte>> subtree)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(subtree);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _hash = hash;
        Size = size;
        _subtree = subtree;
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; }

    /// <summary>A tree over leaf hashes in memory; levels are computed once.</summary>
    /// <param name="hash">Hash function.</param>
    /// <param name="leafHashes">Leaf hashes of 32 bytes, in order; see <see cref="MerkleHash.Leaf"/>.</param>
    public static MerkleTree FromLeaves(MerkleHash hash, IReadOnlyList<byte[]> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(leafHashes);
        var levels = new List<IReadOnlyList<byte[]>> { leafHashes };
        while (levels[^1].Count > 1)
        {
            levels.Add(hash.Parents(levels[^1]));
        }

        return new(hash, leafHashes.Count, (start, level) => levels[level][(int)(start >> level)]);
    }

    /// <summary>Root hash, 32 bytes.</summary>
    public byte[] Root() => Size == 0 ? _hash.Empty() : HashOf(0, Size);

    /// <summary>Root hash of the first leaves, 32 bytes.</summary>
    /// <param name="size">0 to <see cref="Size"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public byte[] Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size == 0 ? _hash.Empty() : HashOf(0, size);
    }

    /// <summary>Inclusion proof PATH(index, D[0:size]) (RFC 9162 section 2.1.3.1).</summary>
    /// <param name="index">Place of the leaf, below <paramref name="size"/>.</param>
    /// <param name="size">Size of the tree for which it is proved, at most <see cref="Size"/>.</param>
    /// <returns>Hashes from the leaf upwards.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Index or size is out of range.</exception>
    public IReadOnlyList<byte[]> InclusionProof(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        long start = 0, end = size;
        while (end - start > 1)
        {
            var middle = start + SplitOf(end - start);
            var goesLeft = index < middle;
            path.Add(goesLeft ? HashOf(middle, end) : HashOf(start, middle));
            (start, end) = goesLeft ? (start, middle) : (middle, end);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Consistency proof PROOF(first, D[0:second]) (RFC 9162 section 2.1.4.1).</summary>
    /// <param name="first">Size of the older tree, 1 or more.</param>
    /// <param name="second">Size of the newer tree, at least <paramref name="first"/> and at most <see cref="Size"/>.</param>
    /// <returns>Hashes from below upwards; empty where both sizes are equal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public IReadOnlyList<byte[]> ConsistencyProof(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(second, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var proof = new List<byte[]>();
        long start = 0, end = second;

        // SUBPROOF: walk to the edge of the older tree; its own subtree is left out where the older root is just that subtree.
        var isWholeOldTree = true;
        while (end != first)
        {
            var middle = start + SplitOf(end - start);
            if (first <= middle)
            {
                proof.Add(HashOf(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(HashOf(start, middle));
                start = middle;
                isWholeOldTree = false;
            }
        }

        if (!isWholeOldTree)
        {
            proof.Add(HashOf(start, end));
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>Largest power of two below n, n &gt; 1 (RFC 9162 section 2.1.1).</summary>
    internal static long SplitOf(long n) => 1L << BitOperations.Log2((ulong)(n - 1));

    private byte[] HashOf(long start, long end)
    {
        var count = end - start;
        return BitOperations.IsPow2(count)
            ? _subtree(start, BitOperations.Log2((ulong)count)).ToArray()
            : _hash.Node(HashOf(start, start + SplitOf(count)), HashOf(start + SplitOf(count), end));
    }
}
