using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Sm2;

public class Sm2OpenSslTests
{
    private const int KeyCount = 50;

    [Fact]
    public void Ciphertexts_are_exchanged_with_OpenSSL()
    {
        ForEachKey(key =>
        {
            using var peer = OpenSslSm2.FromPrivate(key.ToPkcs8());
            for (var i = 0; i < 4; i++)
            {
                var message = RandomBytes(16 + 40 * i);
                Assert.Equal(message, peer.Decrypt(key.PublicKey.Encrypt(message, Sm2CiphertextFormat.Der)));
                Assert.True(key.TryDecrypt(peer.Encrypt(message), out var plaintext));
                Assert.Equal(message, plaintext);
            }
        });
    }

    [Fact]
    public void Hashes_agree_with_OpenSSL_at_every_length_around_a_block()
    {
        for (var length = 0; length < 300; length++)
        {
            var message = RandomBytes(length);
            var hash = new byte[32];
            Assert.Equal(1, Libcrypto.EVP_Digest(message, (nuint)length, hash, out _, Libcrypto.Sm3Digest, 0));
            Assert.Equal(hash, Sm3.HashData(message));
        }
    }

    [Fact]
    public void Command_line_of_OpenSSL_verifies_ours_and_signs_for_us()
    {
        using var tool = new Tool();
        for (var i = 0; i < 5; i++)
        {
            using var key = Sm2PrivateKey.Generate();
            var message = RandomBytes(100 + i);
            tool.Write("message", message);
            tool.Write("signature", key.Sign(message));
            tool.Write("public.der", key.PublicKey.ToSubjectPublicKeyInfo());
            tool.Write("private.der", key.ToPkcs8());
            var (exitCode, output) = tool.OpenSsl(
                "dgst", "-sm3", "-keyform", "DER", "-verify", "public.der", "-sigopt", "distid:1234567812345678", "-signature", "signature", "message");
            Assert.True(exitCode == 0, output);
            Assert.Contains("Verified OK", output, StringComparison.Ordinal);

            (exitCode, output) = tool.OpenSsl(
                "dgst", "-sm3", "-keyform", "DER", "-sign", "private.der", "-sigopt", "distid:1234567812345678", "-out", "theirs", "message");
            Assert.True(exitCode == 0, output);
            Assert.True(key.PublicKey.Verify(message, File.ReadAllBytes(Path.Combine(tool.Folder, "theirs"))));
        }
    }

    private static void ForEachKey(Action<Sm2PrivateKey> test) => Parallel.For(0, KeyCount, _ =>
    {
        using var key = Sm2PrivateKey.Generate();
        test(key);
    });

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }
}
