using System.Text.Json;
using Trust.Crypto.Merkle;

namespace Trust.Crypto.Tests.Merkle;

[Trait("Category", "Interop")]
public class MerkleVectorTests
{
    [Fact]
    public void Every_inclusion_case_has_the_expected_verdict()
    {
        var cases = TestFiles.Interop("licence", "merkle-proofs-sha256.json").GetProperty("inclusion").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var isRight = MerkleProof.VerifyInclusion(
                MerkleHash.Sha256, Number(c, "leafIdx"), Number(c, "treeSize"), Bytes(c, "leafHash"), Proof(c), Bytes(c, "root"));
            Assert.True(isRight != c.GetProperty("wantErr").GetBoolean(), c.GetProperty("name").GetString());
        }
    }

    [Fact]
    public void Every_consistency_case_has_the_expected_verdict()
    {
        var cases = TestFiles.Interop("licence", "merkle-proofs-sha256.json").GetProperty("consistency").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var isRight = MerkleProof.VerifyConsistency(
                MerkleHash.Sha256, Number(c, "size1"), Number(c, "size2"), Bytes(c, "root1"), Bytes(c, "root2"), Proof(c));
            Assert.True(isRight != c.GetProperty("wantErr").GetBoolean(), c.GetProperty("name").GetString());
        }
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sm3")]
    public void Roots_and_proofs_of_the_reference_tree_are_reproduced(string name)
    {
        var file = TestFiles.Interop("licence", "merkle-reference-tree.json");
        var hash = name == "sm3" ? MerkleHash.Sm3 : MerkleHash.Sha256;
        var expected = file.GetProperty(name);
        var leaves = Hashes(file.GetProperty("leavesHex")).ConvertAll(leaf => hash.Leaf(leaf));
        Assert.Equal(Hashes(expected.GetProperty("leafHashes")), leaves);

        var tree = MerkleTree.FromLeaves(hash, leaves);
        var roots = Hashes(expected.GetProperty("rootsBySize"));
        var range = new MerkleRange(hash);
        for (var size = 0; size <= leaves.Count; size++)
        {
            Assert.Equal(roots[size], tree.Root(size));
            Assert.Equal(roots[size], range.Root());
            if (size < leaves.Count)
            {
                range.Append(leaves[size]);
            }
        }

        foreach (var c in expected.GetProperty("inclusion").EnumerateArray())
        {
            Assert.Equal(Hashes(c.GetProperty("path")), tree.InclusionProof(c.GetProperty("index").GetInt64(), c.GetProperty("size").GetInt64()));
        }

        foreach (var c in expected.GetProperty("consistency").EnumerateArray())
        {
            var proof = tree.ConsistencyProof(c.GetProperty("first").GetInt64(), c.GetProperty("second").GetInt64());
            Assert.Equal(Hashes(c.GetProperty("path")), proof);
        }
    }

    private static List<byte[]> Hashes(JsonElement array) => [.. array.EnumerateArray().Select(h => Convert.FromHexString(h.GetString()!))];

    private static byte[] Bytes(JsonElement c, string name) => c.GetProperty(name).ValueKind == JsonValueKind.Null ? [] : c.GetProperty(name).GetBytesFromBase64();

    private static List<byte[]> Proof(JsonElement c) =>
        c.GetProperty("proof").ValueKind == JsonValueKind.Null ? [] : [.. c.GetProperty("proof").EnumerateArray().Select(h => h.GetBytesFromBase64())];

    // Hostile cases use numbers up to 2^64 - 1, which our signed numbers turn negative and refuse.
    private static long Number(JsonElement c, string name) => unchecked((long)c.GetProperty(name).GetUInt64());
}
