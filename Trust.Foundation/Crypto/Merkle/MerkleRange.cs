using System.Numerics;

namespace Trust.Crypto.Merkle;

/// <summary>
/// The right edge of a growing tree: the roots of its complete subtrees, largest first, one for each bit of the size. It is all a log needs to
/// append and to know its root; 64 hashes at most. Not safe for use by two threads at once.
/// </summary>
public sealed class MerkleRange
{
    private readonly MerkleHash _hash;
    private readonly List<byte[]> _roots;

    /// <summary>An empty tree.</summary>
    /// <param name="hash">Hash function.</param>
    public MerkleRange(MerkleHash hash)
        : this(hash, 0, [])
    {
    }

    /// <summary>Goes on from a stored edge.</summary>
    /// <param name="hash">Hash function.</param>
    /// <param name="size">Number of leaves.</param>
    /// <param name="roots">As many hashes of 32 bytes as the size has bits of one, largest subtree first.</param>
    /// <exception cref="ArgumentException">The hashes do not fit the size.</exception>
    public MerkleRange(MerkleHash hash, long size, IEnumerable<byte[]> roots)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(roots);
        _hash = hash;
        _roots = [.. roots];
        Size = size;
        if (size < 0 || _roots.Count != BitOperations.PopCount((ulong)size) || _roots.Exists(root => root.Length != MerkleHash.SizeInBytes))
        {
            throw new ArgumentException("The hashes do not fit the size.", nameof(roots));
        }
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Roots of the complete subtrees, largest first.</summary>
    public IReadOnlyList<byte[]> Roots => _roots;

    /// <summary>Appends a leaf.</summary>
    /// <param name="leafHash">32 bytes; see <see cref="MerkleHash.Leaf"/>.</param>
    /// <param name="completed">
    /// Is told each subtree that the leaf completes, itself included: start, level and hash. These are the hashes <see cref="MerkleTree"/> asks for.
    /// </param>
    /// <exception cref="ArgumentException">The hash does not have 32 bytes.</exception>
    public void Append(ReadOnlySpan<byte> leafHash, Action<long, int, byte[]>? completed = null)
    {
        if (leafHash.Length != MerkleHash.SizeInBytes)
        {
            throw new ArgumentException("A leaf hash has 32 bytes.", nameof(leafHash));
        }

        var hash = leafHash.ToArray();
        completed?.Invoke(Size, 0, hash);
        for (var level = 0; (Size >> level & 1) == 1; level++)
        {
            hash = _hash.Node(_roots[^1], hash);
            _roots.RemoveAt(_roots.Count - 1);
            completed?.Invoke(Size - ((2L << level) - 1), level + 1, hash);
        }

        _roots.Add(hash);
        Size++;
    }

    /// <summary>Root of the tree as it stands, 32 bytes.</summary>
    public byte[] Root()
    {
        if (_roots.Count == 0)
        {
            return _hash.Empty();
        }

        var root = _roots[^1];
        for (var i = _roots.Count - 2; i >= 0; i--)
        {
            root = _hash.Node(_roots[i], root);
        }

        return root;
    }
}
