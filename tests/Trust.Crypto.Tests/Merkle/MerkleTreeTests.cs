using System.Security.Cryptography;
using Trust.Crypto.Merkle;

namespace Trust.Crypto.Tests.Merkle;

public class MerkleTreeTests
{
    private const int Size = 40;

    public static TheoryData<MerkleHashAlgorithm> Algorithms => [MerkleHashAlgorithm.Sm3, MerkleHashAlgorithm.Sha256];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_inclusion_proof_is_verified_and_nothing_beside_it(MerkleHashAlgorithm algorithm)
    {
        var (hash, leaves, tree) = Tree(algorithm);
        for (var size = 1; size <= Size; size++)
        {
            var root = tree.Root(size);
            for (var index = 0; index < size; index++)
            {
                var path = tree.InclusionProof(index, size);
                Assert.True(MerkleProof.VerifyInclusion(hash, index, size, leaves[index], path, root));
                Assert.False(MerkleProof.VerifyInclusion(hash, index, size, leaves[(index + 1) % Size], path, root));
                Assert.False(MerkleProof.VerifyInclusion(hash, index, size, leaves[index], [.. path, leaves[0]], root));
                Assert.False(path.Count > 0 && MerkleProof.VerifyInclusion(hash, index, size, leaves[index], [.. path.Skip(1)], root));
                Assert.False(size > 1 && MerkleProof.VerifyInclusion(hash, (index + 1) % size, size, leaves[index], path, root));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_consistency_proof_is_verified_and_nothing_beside_it(MerkleHashAlgorithm algorithm)
    {
        var (hash, leaves, tree) = Tree(algorithm);
        for (var second = 1; second <= Size; second++)
        {
            for (var first = 1; first <= second; first++)
            {
                var proof = tree.ConsistencyProof(first, second);
                var (older, newer) = (tree.Root(first), tree.Root(second));
                Assert.True(MerkleProof.VerifyConsistency(hash, first, second, older, newer, proof));
                Assert.False(MerkleProof.VerifyConsistency(hash, first, second, older, newer, [.. proof, leaves[0]]));
                Assert.False(first < second && MerkleProof.VerifyConsistency(hash, first, second, newer, newer, proof));
                Assert.False(first < second && MerkleProof.VerifyConsistency(hash, first, second, older, older, proof));
                Assert.False(proof.Count > 0 && MerkleProof.VerifyConsistency(hash, first, second, older, newer, [.. proof.Skip(1)]));
            }
        }
    }

    [Fact]
    public void Tree_over_kept_subtrees_equals_the_tree_in_memory()
    {
        var (hash, leaves, tree) = Tree(MerkleHashAlgorithm.Sm3);
        var kept = new Dictionary<(long, int), byte[]>();
        var range = new MerkleRange(hash);
        foreach (var leaf in leaves)
        {
            range.Append(leaf, (start, level, node) => kept.Add((start, level), node));
            var resumed = new MerkleRange(hash, range.Size, range.Roots);
            Assert.Equal(tree.Root(range.Size), range.Root());
            Assert.Equal(range.Root(), resumed.Root());
        }

        var log = new MerkleTree(hash, Size, (start, level) => kept[(start, level)]);
        for (var i = 0; i < Size; i++)
        {
            Assert.Equal(tree.InclusionProof(i, Size), log.InclusionProof(i, Size));
            Assert.Equal(tree.ConsistencyProof(i + 1, Size), log.ConsistencyProof(i + 1, Size));
        }
    }

    [Fact]
    public void Empty_hashes_are_refused_before_anything_is_compared()
    {
        Assert.False(MerkleProof.VerifyInclusion(MerkleHash.Sm3, 0, 1, [], [], []));
        Assert.False(MerkleProof.VerifyConsistency(MerkleHash.Sm3, 1, 1, [], [], []));
        Assert.False(MerkleProof.VerifyInclusion(MerkleHash.Sm3, 0, 2, new byte[32], [[]], new byte[32]));
        Assert.False(MerkleProof.VerifyInclusion(MerkleHash.Sm3, 0, 2, new byte[32], [null!], new byte[32]));
    }

    [Fact]
    public void Sizes_at_the_end_of_the_number_range_are_answered()
    {
        var hash = new byte[32];
        List<byte[]> proof = [.. Enumerable.Repeat(hash, 64)];
        foreach (var index in new[] { 0, 1, long.MaxValue - 1, long.MaxValue, -1 })
        {
            for (var count = 60; count <= 64; count++)
            {
                Assert.False(MerkleProof.VerifyInclusion(MerkleHash.Sha256, index, long.MaxValue, hash, proof[..count], hash));
                Assert.False(MerkleProof.VerifyConsistency(MerkleHash.Sha256, index, long.MaxValue, hash, new byte[32], proof[..count]) && index != long.MaxValue);
            }
        }
    }

    [Fact]
    public void Empty_tree_is_the_start_of_every_tree()
    {
        var (hash, _, tree) = Tree(MerkleHashAlgorithm.Sm3);
        Assert.True(MerkleProof.VerifyConsistency(hash, 0, Size, hash.Empty(), tree.Root(), []));
        Assert.False(MerkleProof.VerifyConsistency(hash, 0, Size, tree.Root(1), tree.Root(), []));
        Assert.Equal(hash.Empty(), tree.Root(0));
    }

    [Fact]
    public void Edge_that_does_not_fit_its_size_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MerkleRange(MerkleHash.Sm3, 3, [new byte[32]]));
        Assert.Throws<ArgumentException>(() => new MerkleRange(MerkleHash.Sm3, 1, [new byte[31]]));
        Assert.Throws<ArgumentException>(() => new MerkleRange(MerkleHash.Sm3).Append(new byte[31]));
    }

    private static (MerkleHash Hash, List<byte[]> Leaves, MerkleTree Tree) Tree(MerkleHashAlgorithm algorithm)
    {
        var hash = algorithm == MerkleHashAlgorithm.Sm3 ? MerkleHash.Sm3 : MerkleHash.Sha256;
        List<byte[]> leaves = [.. Enumerable.Range(0, Size).Select(_ => hash.Leaf(RandomNumberGenerator.GetBytes(10)))];
        return (hash, leaves, MerkleTree.FromLeaves(hash, leaves));
    }
}
