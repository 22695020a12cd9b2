using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Sm2;

public class Sm2SmCryptoTests
{
    [Fact]
    public void Thousand_signatures_of_sm_crypto_are_verified_by_us()
    {
        var cases = SmCryptoCases.Create();
        var answers = SmCrypto.Ask(cases.Select((c, i) => (object)new
        {
            op = "sign",
            message = SmCryptoCases.Hex(c.Message),
            privateKey = SmCryptoCases.Hex(c.Key.ToScalar()),
            publicKey = SmCryptoCases.Hex(c.Key.PublicKey.Point),
            der = i % 2 == 0,
        }));
        Assert.Equal(SmCryptoCases.Count, answers.Count);
        for (var i = 0; i < SmCryptoCases.Count; i++)
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
        var cases = SmCryptoCases.Create().Take(100).ToList();
        var ours = SmCrypto.Ask(cases.Select((c, i) => (object)new
        {
            op = "decrypt",
            privateKey = SmCryptoCases.Hex(c.Key.ToScalar()),
            mode = i % 2,
            ciphertext = SmCryptoCases.Hex(c.Key.PublicKey.Encrypt(c.Message, i % 2 == 1 ? Sm2CiphertextFormat.C1C3C2 : Sm2CiphertextFormat.C1C2C3)),
        }));
        var theirs = SmCrypto.Ask(cases.Select((c, i) => (object)new
        {
            op = "encrypt",
            message = SmCryptoCases.Hex(c.Message),
            publicKey = SmCryptoCases.Hex(c.Key.PublicKey.Point),
            mode = i % 2,
        }));
        for (var i = 0; i < cases.Count; i++)
        {
            Assert.Equal(SmCryptoCases.Hex(cases[i].Message), ours[i].GetString());
            Assert.True(cases[i].Key.TryDecrypt(Convert.FromHexString(theirs[i].GetString()!), out var plaintext));
            Assert.Equal(cases[i].Message, plaintext);
        }
    }
}
