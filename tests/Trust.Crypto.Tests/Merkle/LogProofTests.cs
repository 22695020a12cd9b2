using System.Text;
using Trust.Crypto.Keys;
using Trust.Crypto.Merkle;

namespace Trust.Crypto.Tests.Merkle;

public sealed class LogProofTests : IDisposable
{
    private const string Origin = "trust.yunchuan.example/log";
    private const int Size = 21;

    private readonly SigningKeyMaterial material = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
    private readonly byte[][] entries = [.. Enumerable.Range(0, Size).Select(number => Encoding.UTF8.GetBytes($"entry {number}"))];

    private byte[] PublicKey => material.SubjectPublicKeyInfo.ToArray();

    public void Dispose() => material.Dispose();

    [Fact]
    public void Proof_is_carried_as_text_and_proves_its_entry_and_no_other()
    {
        for (var index = 0; index < Size; index++)
        {
            Assert.True(LogProof.TryRead(Encoding.UTF8.GetBytes(Proof(index).ToText()), out var read));
            Assert.True(read.Proves(Origin, PublicKey, entries[index], out var checkpoint));
            Assert.Equal(Size, checkpoint.Size);
            Assert.False(read.Proves(Origin, PublicKey, entries[(index + 1) % Size], out _));
            Assert.False((read with { Index = (index + 1) % Size }).Proves(Origin, PublicKey, entries[index], out _));
        }
    }

    [Fact]
    public void Proof_of_another_log_or_another_key_proves_nothing()
    {
        var proof = Proof(3);
        using var other = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
        Assert.True(proof.Proves(Origin, PublicKey, entries[3], out _));
        Assert.False(proof.Proves("other.example/log", PublicKey, entries[3], out _));
        Assert.False(proof.Proves(Origin, other.SubjectPublicKeyInfo.Span, entries[3], out _));
        Assert.False(proof.Proves(Origin, [0x30, 0x00], entries[3], out _));
    }

    [Fact]
    public void Entry_is_carried_along_in_one_spelling_only()
    {
        var text = (Proof(13) with { Entry = entries[13] }).ToText();
        Assert.True(LogProof.TryRead(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(entries[13], read.Entry!.Value.ToArray());
        Assert.True(read.Proves(Origin, PublicKey, read.Entry.Value.Span, out _));
        var line = text.Split('\n')[1];
        foreach (var wrong in new[] { "extra ", "extra *", line + " ", line + "\n" + line, line + "====", "extra " + Convert.ToBase64String(new byte[LogProof.LargestEntry + 1]) })
        {
            Assert.False(LogProof.TryRead(Encoding.UTF8.GetBytes(text.Replace(line, wrong, StringComparison.Ordinal)), out _), wrong.Length > 80 ? "too long" : wrong);
        }
    }

    [Fact]
    public void A_checkpoint_that_a_log_never_signed_proves_nothing()
    {
        var proof = Proof(3);
        var forged = proof with { Checkpoint = proof.Checkpoint.Replace($"\n{Size}\n", $"\n{Size + 1}\n", StringComparison.Ordinal) };
        Assert.True(LogProof.TryRead(Encoding.UTF8.GetBytes(forged.ToText()), out _));
        Assert.False(forged.Proves(Origin, PublicKey, entries[3], out _));
    }

    [Fact]
    public void Every_change_of_one_byte_is_refused_or_proves_nothing()
    {
        var text = Encoding.UTF8.GetBytes(Proof(13).ToText());
        for (var place = 0; place < text.Length; place++)
        {
            var changed = (byte[])text.Clone();
            changed[place] ^= 0x04;
            Assert.False(LogProof.TryRead(changed, out var read) && read.Proves(Origin, PublicKey, entries[13], out _), $"byte {place}");
        }
    }

    [Fact]
    public void Broken_and_oversized_texts_are_refused()
    {
        var text = Proof(13).ToText();
        for (var length = 0; length < text.Length; length++)
        {
            Assert.False(LogProof.TryRead(Encoding.UTF8.GetBytes(text[..length]), out var read) && read.Proves(Origin, PublicKey, entries[13], out _));
        }

        Assert.False(LogProof.TryRead(new byte[LogProof.LargestProof + 1], out _));
        Assert.False(LogProof.TryRead(Encoding.UTF8.GetBytes(text.Replace("index 13", "index 013", StringComparison.Ordinal)), out _));
        Assert.False(LogProof.TryRead(Encoding.UTF8.GetBytes(text.Replace("index 13", "index -1", StringComparison.Ordinal)), out _));
        Assert.False(LogProof.TryRead(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)), out _));
        Assert.False(SignedNote.TryRead([0xFF, 0xFE, (byte)'\n', (byte)'\n'], out _));
    }

    [Fact]
    public void Texts_that_could_be_read_in_two_ways_are_not_signed()
    {
        using var key = material.ToSigningKey(KeyPurpose.Log);
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("no line", Origin, key));
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("a\n\nb\n", Origin, key));
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("a\n", "a name", key));
        Assert.Throws<InvalidOperationException>(() => new LogCheckpoint("a b", 1, new byte[32]).ToText());
        Assert.Throws<InvalidOperationException>(() => new LogCheckpoint(Origin, 1, new byte[31]).ToText());
    }

    private LogProof Proof(int index)
    {
        var hash = MerkleHash.Sm3;
        var tree = MerkleTree.FromLeaves(hash, [.. entries.Select(entry => hash.Leaf(entry))]);
        var key = material.ToSigningKey(KeyPurpose.Log);
        var note = SignedNote.Sign(new LogCheckpoint(Origin, Size, tree.Root(Size)).ToText(), Origin, key);
        return new LogProof(index, tree.InclusionProof(index, Size), note);
    }
}
