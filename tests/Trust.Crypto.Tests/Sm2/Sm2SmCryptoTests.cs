using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Sm2;

public class Sm2SmCryptoTests
{
    private const int Count = 1000;

    [Fact]
    public void Our_thousand_signatures_are_verified_by_sm_crypto()
    {
        var requests = Cases().Select((c, i) => (object)new
        {
            op = "verify",
            message = Hex(c.Message),
            publicKey = Hex(c.Key.PublicKey.Point),
            der = i % 2 == 0,
            signature = Hex(c.Key.Sign(c.Message, i % 2 == 0 ? SignatureFormat.Der : SignatureFormat.Raw)),
        });
        var answers = SmCrypto.Ask(requests);
        Assert.Equal(Count, answers.Count);
        Assert.All(answers, answer => Assert.True(answer.GetBoolean()));
    }

    [Fact]
    public void Thousand_signatures_of_sm_crypto_are_verified_by_us()
    {
        var cases = Cases();
        var answers = SmCrypto.Ask(cases.Select((c, i) => (object)new
        {
            op = "sign",
            message = Hex(c.Message),
            privateKey = Hex(c.Key.ToScalar()),
            publicKey = Hex(c.Key.PublicKey.Point),
            der = i % 2 == 0,
        }));
        Assert.Equal(Count, answers.Count);
        for (var i = 0; i < Count; i++)
        {
            var signature = Convert.FromHexString(answers[i].GetString()!);
            var format = i % 2 == 0 ? SignatureFormat.Der : SignatureFormat.Raw;
            Assert.True(cases[i].Key.PublicKey.Verify(cases[i].Message, signature, format), answers[i].GetString());
            signature[^1] ^= 1;
            Assert.False(cases[i].Key.PublicKey.Verify(cases[i].Message, signature, format));
        }
    }

    [Fact]
    public void Ciphertexts_are_exchanged_with_sm_crypto_in_both_raw_layouts()
    {
        var cases = Cases().Take(100).ToList();
        var ours = SmCrypto.Ask(cases.Select((c, i) => (object)new
        {
            op = "decrypt",
            privateKey = Hex(c.Key.ToScalar()),
            mode = i % 2,
            ciphertext = Hex(c.Key.PublicKey.Encrypt(c.Message, i % 2 == 1 ? Sm2CiphertextFormat.C1C3C2 : Sm2CiphertextFormat.C1C2C3)),
        }));
        var theirs = SmCrypto.Ask(cases.Select((c, i) => (object)new
        {
            op = "encrypt",
            message = Hex(c.Message),
            publicKey = Hex(c.Key.PublicKey.Point),
            mode = i % 2,
        }));
        for (var i = 0; i < cases.Count; i++)
        {
            Assert.Equal(Hex(cases[i].Message), ours[i].GetString());
            Assert.True(cases[i].Key.TryDecrypt(Convert.FromHexString(theirs[i].GetString()!), out var plaintext));
            Assert.Equal(cases[i].Message, plaintext);
        }
    }

    private static List<(Sm2PrivateKey Key, byte[] Message)> Cases()
    {
        var keys = Enumerable.Range(0, 25).Select(_ => Sm2PrivateKey.Generate()).ToArray();
        return [.. Enumerable.Range(0, Count).Select(i =>
        {
            var message = new byte[Random.Shared.Next(16, 200)];
            Random.Shared.NextBytes(message);
            return (keys[i % keys.Length], message);
        })];
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
