using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Sm2;

public class SmCryptoVerifiesOursTests
{
    [Fact]
    public void Our_thousand_signatures_are_verified_by_sm_crypto()
    {
        var requests = SmCryptoCases.Create().Select((c, i) => (object)new
        {
            op = "verify",
            message = SmCryptoCases.Hex(c.Message),
            publicKey = SmCryptoCases.Hex(c.Key.PublicKey.Point),
            der = i % 2 == 0,
            signature = SmCryptoCases.Hex(c.Key.Sign(c.Message, i % 2 == 0 ? SignatureFormat.Der : SignatureFormat.Raw)),
        });
        var answers = SmCrypto.Ask(requests);
        Assert.Equal(SmCryptoCases.Count, answers.Count);
        Assert.All(answers, answer => Assert.True(answer.GetBoolean()));
    }
}
