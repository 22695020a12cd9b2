using System.Security.Cryptography;

namespace Trust.Crypto.Merkle;

/// <summary>Hash function of a tree.</summary>
public enum MerkleHashAlgorithm
{
    /// <summary>SM3 (GB/T 32905-2016).</summary>
    Sm3,

    /// <summary>SHA-256 (FIPS 180-4), as RFC 9162 itself uses.</summary>
    Sha256,
}

/// <summary>
/// Hashes of a Merkle tree (RFC 9162 section 2.1.1): leaf H(00 || entry), node H(01 || left || right), empty tree H(""). The prefixes keep
/// leaves and nodes apart, so that no node passes for an entry.
/// </summary>
public sealed class MerkleHash
{
    /// <summary>Size of every hash: 32 bytes.</summary>
    public const int SizeInBytes = 32;

    private readonly MerkleHashAlgorithm _algorithm;

    private MerkleHash(MerkleHashAlgorithm algorithm) => _algorithm = algorithm;

    /// <summary>With SM3.</summary>
    public static MerkleHash Sm3 { get; } = new(MerkleHashAlgorithm.Sm3);

    /// <summary>With SHA-256.</summary>
    public static MerkleHash Sha256 { get; } = new(MerkleHashAlgorithm.Sha256);

    /// <summary>The hash function.</summary>
    public MerkleHashAlgorithm Algorithm => _algorithm;

    /// <summary>Root of the tree without entries.</summary>
    public byte[] Empty() => HashData([]);

    /// <summary>Hash of a leaf.</summary>
    /// <param name="entry">The entry, any length.</param>
    /// <returns>32 bytes.</returns>
    public byte[] Leaf(ReadOnlySpan<byte> entry) => HashData([0x00, .. entry]);

    /// <summary>Hashes of many leaves, computed side by side where the processor can.</summary>
    /// <param name="entries">The entries, any length.</param>
    /// <returns>32 bytes each, in their order.</returns>
    public byte[][] Leaves(IReadOnlyCollection<byte[]> entries) => HashAll([.. entries.Select(entry => (byte[])[0x00, .. entry])]);

    /// <summary>The level above: a node of each two hashes that stand beside each other. A last one without a neighbour has none.</summary>
    /// <param name="hashes">Hashes of 32 bytes.</param>
    /// <returns>Half as many, computed side by side where the processor can.</returns>
    /// <exception cref="ArgumentException">A hash does not have 32 bytes.</exception>
    public byte[][] Parents(IReadOnlyList<byte[]> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        return HashAll([.. Enumerable.Range(0, hashes.Count / 2).Select(pair => NodeInput(hashes[2 * pair], hashes[2 * pair + 1]))]);
    }

    /// <summary>Hash of a node.</summary>
    /// <param name="left">32 bytes.</param>
    /// <param name="right">32 bytes.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="ArgumentException">A hash does not have 32 bytes.</exception>
    public byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => HashData(NodeInput(left, right));

    private static byte[] NodeInput(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == SizeInBytes && right.Length == SizeInBytes ? [0x01, .. left, .. right] : throw new ArgumentException("Both hashes have 32 bytes.");

    private byte[][] HashAll(byte[][] inputs) => _algorithm == MerkleHashAlgorithm.Sm3 ? Sm3Batch.HashData(inputs) : [.. inputs.Select(SHA256.HashData)];

    private byte[] HashData(ReadOnlySpan<byte> data) => _algorithm == MerkleHashAlgorithm.Sm3 ? Crypto.Sm3.HashData(data) : SHA256.HashData(data);
}
