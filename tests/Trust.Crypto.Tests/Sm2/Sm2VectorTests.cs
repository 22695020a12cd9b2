using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

public class Sm2VectorTests
{
    [Fact]
    public void Signature_example_of_the_standard_is_reproduced()
    {
        var vector = TestFiles.Vector("gbt-32918", "signature.json");
        Assert.True(Sm2PrivateKey.TryFromScalar(vector.Hex("privateKey"), out var key));
        byte[] point = [0x04, .. vector.Hex("publicKeyX"), .. vector.Hex("publicKeyY")];
        Assert.Equal(point, key.PublicKey.Point.ToArray());
        Assert.Equal(vector.Hex("za"), key.PublicKey.ComputeZa(vector.Text("userIdText")));
        Assert.Equal(vector.Hex("e"), key.PublicKey.ComputeE(vector.Text("userIdText"), vector.Text("messageText")));

        var raw = key.SignDigestWith(vector.Hex("k"), vector.Hex("e"))!;
        Assert.Equal([.. vector.Hex("r"), .. vector.Hex("s")], raw);
        Assert.True(key.PublicKey.Verify(vector.Text("messageText"), raw, vector.Text("userIdText"), SignatureFormat.Raw));
        Assert.True(key.PublicKey.Verify(vector.Text("messageText"), Sm2SignatureEncoding.ToDer(raw)));
    }

    [Fact]
    public void Signature_example_wrong_by_one_byte_anywhere_is_refused()
    {
        var vector = TestFiles.Vector("gbt-32918", "signature.json");
        Assert.True(Sm2PublicKey.TryFromPoint([0x04, .. vector.Hex("publicKeyX"), .. vector.Hex("publicKeyY")], out var key));
        byte[] raw = [.. vector.Hex("r"), .. vector.Hex("s")];
        var message = vector.Text("messageText");
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] ^= 1;
            Assert.False(key.Verify(message, raw, SignatureFormat.Raw));
            raw[i] ^= 1;
        }

        for (var i = 0; i < message.Length; i++)
        {
            message[i] ^= 1;
            Assert.False(key.Verify(message, raw, SignatureFormat.Raw));
            message[i] ^= 1;
        }

        Assert.False(key.Verify(message, raw, "1234567812345679"u8, SignatureFormat.Raw));
        Assert.True(key.Verify(message, raw, SignatureFormat.Raw));
    }

    [Fact]
    public void Encryption_example_of_the_standard_is_reproduced()
    {
        var vector = TestFiles.Vector("gbt-32918", "encryption.json");
        Assert.True(Sm2PrivateKey.TryFromScalar(vector.Hex("privateKey"), out var key));
        byte[] c1 = [0x04, .. vector.Hex("c1x"), .. vector.Hex("c1y")];
        byte[] current = [.. c1, .. vector.Hex("c3"), .. vector.Hex("c2")];
        byte[] legacy = [.. c1, .. vector.Hex("c2"), .. vector.Hex("c3")];
        var message = vector.Text("messageText");
        var k = vector.Hex("k");

        Assert.Equal(current, key.PublicKey.EncryptWith(k, message, Sm2CiphertextFormat.C1C3C2));
        Assert.Equal(legacy, key.PublicKey.EncryptWith(k, message, Sm2CiphertextFormat.C1C2C3));
        foreach (var ciphertext in new[] { current, legacy, key.PublicKey.EncryptWith(k, message, Sm2CiphertextFormat.Der)! })
        {
            Assert.True(key.TryDecrypt(ciphertext, out var plaintext));
            Assert.Equal(message, plaintext);
        }
    }

    [Theory]
    [InlineData(Sm2CiphertextFormat.C1C3C2)]
    [InlineData(Sm2CiphertextFormat.C1C2C3)]
    [InlineData(Sm2CiphertextFormat.Der)]
    public void Encryption_example_wrong_by_one_byte_anywhere_is_refused(Sm2CiphertextFormat format)
    {
        var vector = TestFiles.Vector("gbt-32918", "encryption.json");
        Assert.True(Sm2PrivateKey.TryFromScalar(vector.Hex("privateKey"), out var key));
        var ciphertext = key.PublicKey.EncryptWith(vector.Hex("k"), vector.Text("messageText"), format)!;
        for (var i = 0; i < ciphertext.Length; i++)
        {
            ciphertext[i] ^= 1;
            Assert.False(key.TryDecrypt(ciphertext, out var plaintext));
            Assert.Empty(plaintext);
            ciphertext[i] ^= 1;
        }
    }
}
