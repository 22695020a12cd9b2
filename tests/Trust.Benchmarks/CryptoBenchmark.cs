using Trust.Crypto;
using Trust.Crypto.Tests.Peers;

namespace Trust.Benchmarks;

/// <summary>SM2 and SM3 of Trust.Crypto beside OpenSSL's libcrypto, the same keys and messages in the same run.</summary>
internal sealed class CryptoBenchmark : OperationBenchmark
{
    private readonly Sm2PrivateKey _key = Sm2PrivateKey.Generate();
    private readonly OpenSslSm2 _peer;
    private readonly byte[] _userId = Sm2PublicKey.DefaultUserId.ToArray();
    private readonly byte[] _message = Random(256);
    private readonly byte[] _secret = Random(32);
    private readonly byte[] _hash = new byte[Sm3.HashSizeInBytes];

    internal CryptoBenchmark() => _peer = OpenSslSm2.FromPrivate(_key.ToPkcs8());

    protected override string Name => "crypto";

    protected override string BaselineName => "openssl";

    protected override IEnumerable<Row> Rows()
    {
        var publicKey = _key.PublicKey;
        var signature = _key.Sign(_message);
        var ciphertext = publicKey.Encrypt(_secret, Sm2CiphertextFormat.Der);
        yield return new("sm2-sign", () => _key.Sign(_message), () => _peer.Sign(_message, _userId));
        yield return new("sm2-verify", () => Require(publicKey.Verify(_message, signature)), () => Require(_peer.Verify(_message, signature, _userId)));
        yield return new("sm2-encrypt", () => publicKey.Encrypt(_secret, Sm2CiphertextFormat.Der), () => _peer.Encrypt(_secret));
        yield return new("sm2-decrypt", () => Require(_key.TryDecrypt(ciphertext, out _)), () => Require(_peer.Decrypt(ciphertext) is not null));
        yield return Hash("sm3-64", Random(64));
        yield return Hash("sm3-16k", Random(16384));
    }

    public override ValueTask DisposeAsync()
    {
        _key.Dispose();
        _peer.Dispose();
        return ValueTask.CompletedTask;
    }

    private Row Hash(string name, byte[] message) => new(
        name,
        () => Sm3.HashData(message, _hash),
        () => Require(Libcrypto.EVP_Digest(message, (nuint)message.Length, _hash, out _, Libcrypto.Sm3Digest, 0) == 1));

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("A measured operation failed.");
        }
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }
}
