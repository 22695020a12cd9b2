using System.Diagnostics;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;
using Xunit.Abstractions;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>
/// Random signatures by two other libraries are checked here, and ours there, one by one and side by side: <see cref="SmCases"/> of each library, and as many of ours by both.
/// </summary>
[Collection("Tables of keys")]
public class Sm2OpenSslAndBouncyCastleTests(ITestOutputHelper output)
{
    private const int PerKey = 50;

    private static readonly byte[] DefaultUserId = Sm2PublicKey.DefaultUserId.ToArray();

    [Fact]
    public void Our_signatures_hold_for_OpenSSL_and_BouncyCastle() => ForEachKey((key, random, count) =>
    {
        using var openSsl = OpenSslSm2.FromPublic(key.PublicKey.ToSubjectPublicKeyInfo());
        var bouncyCastle = new BouncyCastleSm2(key);
        var messages = Messages(random, count);
        var signatures = Sm2Batch.Sign(key, [.. messages.Select(message => (ReadOnlyMemory<byte>)message)]);
        for (var index = 0; index < count; index++)
        {
            // Half of them made at once, half one by one, and half of those with a user id of their own.
            var (message, signature, userId) = (messages[index], signatures[index], DefaultUserId);
            if (index % 2 != 0)
            {
                userId = UserId(random, index);
                signature = key.Sign(message, userId, SignatureFormat.Der);
            }

            Assert.True(openSsl.Verify(message, signature, userId), Case("OpenSSL", key, message, signature));
            Assert.True(bouncyCastle.Verify(message, signature, userId), Case("BouncyCastle", key, message, signature));
            if (index % 10 == 0)
            {
                message[random.Next(message.Length)] ^= 1;
                Assert.False(openSsl.Verify(message, signature, userId));
                Assert.False(bouncyCastle.Verify(message, signature, userId));
            }
        }
    });

    [Fact]
    public void Signatures_of_OpenSSL_and_BouncyCastle_hold_for_us_and_changed_ones_do_not() => ForEachKey((key, random, count) =>
    {
        using var openSsl = OpenSslSm2.FromPrivate(key.ToPkcs8());
        var bouncyCastle = new BouncyCastleSm2(key);
        var messages = Messages(random, count);
        var (together, wanted) = (new List<Sm2Signed>(), new List<bool>());
        for (var index = 0; index < count; index++)
        {
            var (message, userId) = (messages[index], UserId(random, index));
            foreach (var signature in new[] { openSsl.Sign(message, userId), bouncyCastle.Sign(message, userId) })
            {
                var isDefault = ReferenceEquals(userId, DefaultUserId);
                Assert.True(key.PublicKey.Verify(message, signature, userId, SignatureFormat.Der), Case("ours", key, message, signature));
                var (changedMessage, changed) = ((byte[])message.Clone(), (byte[])signature.Clone());
                var place = random.Next(message.Length + signature.Length);
                (place < message.Length ? changedMessage : changed)[place < message.Length ? place : place - message.Length] ^= (byte)(1 << random.Next(8));
                Assert.False(key.PublicKey.Verify(changedMessage, changed, userId, SignatureFormat.Der), Case("changed", key, changedMessage, changed));
                if (isDefault)
                {
                    together.AddRange([new(key.PublicKey, message, signature), new(key.PublicKey, changedMessage, changed)]);
                    wanted.AddRange([true, false]);
                }
            }
        }

        // With the key's table they go side by side where the processor can. In any order, so that lanes are mixed.
        while (Sm2KeyTables.Find(key.PublicKey) is null)
        {
        }

        var order = Enumerable.Range(0, together.Count).ToArray();
        random.Shuffle(order);
        var results = new bool[together.Count];
        Sm2Batch.Verify([.. order.Select(index => together[index])], results);
        Assert.Equal(order.Select(index => wanted[index]), results);
    });

    [Fact]
    public void Ciphertexts_are_exchanged_with_BouncyCastle() => ForEachKey((key, random, count) =>
    {
        var bouncyCastle = new BouncyCastleSm2(key);
        for (var index = 0; index < count; index += 5)
        {
            var message = Bytes(random, random.Next(1, 300));
            Assert.Equal(message, bouncyCastle.Decrypt(key.PublicKey.Encrypt(message, Sm2CiphertextFormat.C1C3C2)));
            var ciphertext = bouncyCastle.Encrypt(message);
            Assert.True(key.TryDecrypt(ciphertext, Sm2CiphertextFormat.C1C3C2, out var plaintext), Case("BouncyCastle", key, message, ciphertext));
            Assert.Equal(message, plaintext);
            ciphertext[random.Next(ciphertext.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(key.TryDecrypt(ciphertext, Sm2CiphertextFormat.C1C3C2, out plaintext), Case("changed", key, message, ciphertext));
            Assert.Empty(plaintext);
        }
    });

    private void ForEachKey(Action<Sm2PrivateKey, Random, int> test)
    {
        var (cases, started) = (SmCases.Count(1_000), Stopwatch.GetTimestamp());
        Parallel.For(0, (cases + PerKey - 1) / PerKey, index =>
        {
            using var key = Sm2PrivateKey.Generate();
            test(key, new Random(index), Math.Min(PerKey, cases - index * PerKey));
        });
        output.WriteLine($"{cases} cases in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, {Sm2Batch.Lanes} side by side");
    }

    private static byte[][] Messages(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Bytes(random, random.Next(1, 300)))];

    private static byte[] UserId(Random random, int index) => index % 4 == 3 ? Bytes(random, random.Next(1, 100)) : DefaultUserId;

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Case(string name, Sm2PrivateKey key, byte[] message, byte[] signature) =>
        $"{name}: key {Convert.ToHexString(key.PublicKey.Point)}, message {Convert.ToHexString(message)}, signature {Convert.ToHexString(signature)}";
}
