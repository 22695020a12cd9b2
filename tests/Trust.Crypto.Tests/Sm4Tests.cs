using FsCheck.Xunit;

namespace Trust.Crypto.Tests;

public class Sm4Tests
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
    private static readonly byte[] Nonce = Convert.FromHexString("00001234567800000000ABCD");

    [Fact]
    public void Block_example_of_the_standard_is_reproduced()
    {
        // GB/T 32907-2016 annex A.1: one block; CBC with a zero vector encrypts the first block as it is.
        var ciphertext = Sm4.EncryptCbc(Key, new byte[16], Key);
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(ciphertext.AsSpan(0, 16)));
    }

    [Fact]
    public void Gcm_example_of_RFC_8998_is_reproduced()
    {
        // RFC 8998 appendix A.1.
        var associatedData = Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        var plaintext = Convert.FromHexString(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        var ciphertext = Sm4.EncryptGcm(Key, Nonce, plaintext, associatedData);
        Assert.Equal(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
            + "83DE3541E4C2B58177E065A9BF7B62EC",
            Convert.ToHexString(ciphertext));
        Assert.True(Sm4.TryDecryptGcm(Key, Nonce, ciphertext, associatedData, out var decrypted));
        Assert.Equal(plaintext, decrypted);
    }

    [Fact]
    public void Gcm_changed_in_any_byte_is_refused()
    {
        var ciphertext = Sm4.EncryptGcm(Key, Nonce, "plaintext"u8, "header"u8);
        for (var i = 0; i < ciphertext.Length; i++)
        {
            ciphertext[i] ^= 1;
            Assert.False(Sm4.TryDecryptGcm(Key, Nonce, ciphertext, "header"u8, out var plaintext));
            Assert.Empty(plaintext);
            ciphertext[i] ^= 1;
        }

        Assert.False(Sm4.TryDecryptGcm(Key, Nonce, ciphertext, "Header"u8, out _));
        Assert.False(Sm4.TryDecryptGcm(Key, Nonce, ciphertext.AsSpan(0, 15), "header"u8, out _));
        Assert.True(Sm4.TryDecryptGcm(Key, Nonce, ciphertext, "header"u8, out _));
    }

    [Property]
    public void What_was_encrypted_is_decrypted(byte[] plaintext, byte[] associatedData)
    {
        Assert.True(Sm4.TryDecryptGcm(Key, Nonce, Sm4.EncryptGcm(Key, Nonce, plaintext, associatedData), associatedData, out var gcm));
        Assert.Equal(plaintext, gcm);
        var ciphertext = Sm4.EncryptCbc(Key, Key, plaintext);
        Assert.Equal(plaintext.Length / 16 * 16 + 16, ciphertext.Length);
        Assert.True(Sm4.TryDecryptCbc(Key, Key, ciphertext, out var cbc));
        Assert.Equal(plaintext, cbc);
    }

    [Fact]
    public void Cbc_of_a_wrong_length_or_padding_is_refused()
    {
        Assert.False(Sm4.TryDecryptCbc(Key, Key, [], out _));
        Assert.False(Sm4.TryDecryptCbc(Key, Key, new byte[17], out _));

        // A block whose last plaintext byte is 0 is no PKCS#7 padding.
        var twoBlocks = Sm4.EncryptCbc(Key, Key, new byte[16]);
        Assert.False(Sm4.TryDecryptCbc(Key, Key, twoBlocks.AsSpan(0, 16), out _));
    }

    [Fact]
    public void Wrong_key_and_nonce_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Sm4.EncryptGcm(new byte[15], Nonce, "x"u8));
        Assert.Throws<ArgumentException>(() => Sm4.EncryptGcm(Key, new byte[16], "x"u8));
        Assert.Throws<ArgumentException>(() => Sm4.EncryptCbc(Key, Nonce, "x"u8));
    }
}
