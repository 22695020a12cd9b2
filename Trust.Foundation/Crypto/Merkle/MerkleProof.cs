using System.Numerics;
using System.Security.Cryptography;

namespace Trust.Crypto.Merkle;

/// <summary>
/// Verifies proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Before anything else every hash must have 32 bytes: a verifier that only
/// compares strings accepts an empty leaf against an empty root.
/// </summary>
public static class MerkleProof
{
    /// <summary>Whether a leaf stands at a place of a tree.</summary>
    /// <param name="hash">Hash function.</param>
    /// <param name="index">Place of the leaf.</param>
    /// <param name="size">Size of the tree.</param>
    /// <param name="leafHash">Hash of the leaf.</param>
    /// <param name="path">Hashes from the leaf upwards; exactly as many as the place asks for.</param>
    /// <param name="root">Root of the tree.</param>
    /// <returns>False for anything out of range, too long, too short or different.</returns>
    public static bool VerifyInclusion(
        MerkleHash hash, long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(path);
        if (!HaveRightLength(path, leafHash, root) || index < 0 || size < 1 || index >= size)
        {
            return false;
        }

        var (fn, sn) = (index, size - 1);
        var r = leafHash.ToArray();
        foreach (var p in path)
        {
            if (sn == 0)
            {
                return false;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                r = hash.Node(p, r);
                (fn, sn) = SkipLeftEdge(fn, sn);
            }
            else
            {
                r = hash.Node(r, p);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && CryptographicOperations.FixedTimeEquals(r, root);
    }

    /// <summary>Whether a newer tree starts with all leaves of an older one.</summary>
    /// <param name="hash">Hash function.</param>
    /// <param name="first">Size of the older tree.</param>
    /// <param name="second">Size of the newer tree.</param>
    /// <param name="firstRoot">Root of the older tree.</param>
    /// <param name="secondRoot">Root of the newer tree.</param>
    /// <param name="proof">Hashes from below upwards; exactly as many as the sizes ask for.</param>
    /// <returns>
    /// False for anything out of range, too long, too short or different. Equal sizes need an empty proof and equal roots. An empty older tree is
    /// the start of every tree: it needs an empty proof and the root of the empty tree.
    /// </returns>
    public static bool VerifyConsistency(
        MerkleHash hash, long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(proof);
        if (!HaveRightLength(proof, firstRoot, secondRoot) || first < 0 || first > second)
        {
            return false;
        }

        if (first == 0 || first == second)
        {
            var isRight = first == second ? firstRoot.SequenceEqual(secondRoot) : firstRoot.SequenceEqual(hash.Empty());
            return isRight && proof.Count == 0;
        }

        return proof.Count > 0 && WalkConsistency(hash, first, second, firstRoot, secondRoot, proof);
    }

    private static bool WalkConsistency(
        MerkleHash hash, long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        // Section 2.1.4.2 step 2: where the older size is a power of two, its root is the first hash.
        IEnumerable<byte[]> hashes = BitOperations.IsPow2(first) ? [firstRoot.ToArray(), .. proof] : proof;
        var (fn, sn) = (first - 1, second - 1);
        var shift = BitOperations.TrailingZeroCount(~fn);
        (fn, sn) = (fn >> shift, sn >> shift);
        var fr = hashes.First();
        var sr = fr;
        foreach (var c in hashes.Skip(1))
        {
            if (sn == 0)
            {
                return false;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                fr = hash.Node(c, fr);
                sr = hash.Node(c, sr);
                (fn, sn) = SkipLeftEdge(fn, sn);
            }
            else
            {
                sr = hash.Node(sr, c);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && CryptographicOperations.FixedTimeEquals(fr, firstRoot) && CryptographicOperations.FixedTimeEquals(sr, secondRoot);
    }

    // "Right-shift both until LSB(fn) is set": fn is not zero here, because it is odd or equals sn, which is not zero.
    private static (long First, long Second) SkipLeftEdge(long fn, long sn)
    {
        var zeros = BitOperations.TrailingZeroCount(fn);
        return (fn >> zeros, sn >> zeros);
    }

    private static bool HaveRightLength(IReadOnlyList<byte[]> hashes, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length == MerkleHash.SizeInBytes
        && other.Length == MerkleHash.SizeInBytes
        && hashes.Count <= 64
        && hashes.All(hash => hash is { Length: MerkleHash.SizeInBytes });
}
