using System.Numerics;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Many signatures at once: the same answers as one by one, in every mix.</summary>
[Collection("Tables of keys")]
public class Sm2BatchTests
{
    [Fact]
    public void Every_mix_of_good_and_bad_signatures_in_the_lanes_is_told_apart()
    {
        using var key = Sm2PrivateKey.Generate();
        Warm(key);
        var (good, bad) = (key.Sign("good"u8), key.Sign("other"u8));
        var results = new bool[8];
        for (var mix = 0; mix < 256; mix++)
        {
            var signatures = Enumerable.Range(0, 8).Select(lane => new Sm2Signed(key.PublicKey, "good"u8.ToArray(), (mix >> lane & 1) != 0 ? good : bad)).ToArray();
            Sm2Batch.Verify(signatures, results);
            Assert.Equal(Enumerable.Range(0, 8).Select(lane => (mix >> lane & 1) != 0), results);
            if (SignatureLanes.IsSupported)
            {
                Array.Clear(results);
                SignatureLanes.Verify([.. signatures.Take(SignatureLanes.Lanes).Select(one => Check(one))], results);
                Assert.Equal(Enumerable.Range(0, SignatureLanes.Lanes).Select(lane => (mix >> lane & 1) != 0), results.Take(SignatureLanes.Lanes));
            }
        }
    }

    [Fact]
    public void Mixed_keys_lengths_and_faults_are_judged_as_one_by_one()
    {
        var random = new Random(8);
        var keys = Enumerable.Range(0, 12).Select(_ => Sm2PrivateKey.Generate()).ToList();
        keys.Take(6).ToList().ForEach(Warm);
        var (signatures, cases) = (new List<Sm2Signed>(), SmCases.Count(900));
        for (var number = 0; number < cases; number++)
        {
            var key = keys[random.Next(keys.Count)];
            var data = new byte[random.Next(20) == 0 ? 9_000 : random.Next(200)];
            random.NextBytes(data);
            var format = number % 3 == 0 ? SignatureFormat.Raw : SignatureFormat.Der;
            var signature = key.Sign(data, format);
            switch (random.Next(5))
            {
                case 0:
                    signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    signature = signature[..random.Next(signature.Length)];
                    break;
                case 2 when data.Length > 0:
                    data[random.Next(data.Length)] ^= 1;
                    break;
            }

            signatures.Add(new Sm2Signed(key.PublicKey, data, signature, format));
        }

        foreach (var count in new[] { 0, 1, 2, 3, 7, 8, 9, 17, cases })
        {
            var results = new bool[count];
            Sm2Batch.Verify(signatures.Take(count).ToArray(), results);
            Assert.Equal(signatures.Take(count).Select(one => one.Key.Verify(one.Data.Span, one.Signature.Span, one.Format)), results);
        }

        Assert.Throws<ArgumentException>(() => Sm2Batch.Verify([.. signatures.Take(2)], new bool[1]));
        keys.ForEach(key => key.Dispose());
    }

    [Theory]
    [InlineData(SignatureFormat.Der)]
    [InlineData(SignatureFormat.Raw)]
    public void Signatures_made_at_once_hold_and_no_two_have_the_same_nonce(SignatureFormat format)
    {
        using var key = Sm2PrivateKey.Generate();
        foreach (var count in new[] { 0, 1, 2, 3, 5, 8, 9, 300 })
        {
            // The same message many times: r would be the same where a nonce is.
            var messages = Enumerable.Range(0, count).Select(index => (ReadOnlyMemory<byte>)(index % 2 == 0 ? "same"u8.ToArray() : BitConverter.GetBytes(index))).ToArray();
            var signatures = Sm2Batch.Sign(key, messages, format);
            Assert.Equal(count, signatures.Length);
            Assert.All(signatures.Zip(messages), pair => Assert.True(key.PublicKey.Verify(pair.Second.Span, pair.First, format)));
            Assert.Equal(count, signatures.Select(Convert.ToHexString).Distinct().Count());
        }

        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Sm2Batch.Sign(key, [new byte[1]]));
        Assert.Throws<ObjectDisposedException>(() => Sm2Batch.Sign(key, Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[1], 8).ToArray()));
    }

    [Fact]
    public void Keys_that_are_small_multiples_of_the_base_point_meet_equal_points_and_come_out_right()
    {
        foreach (var scalar in new BigInteger[] { 1, 2, 3, 64, 127, 128 })
        {
            Assert.True(Sm2PrivateKey.TryFromScalar(FieldTests.Bytes(scalar), out var key));
            Warm(key);
            var signatures = Enumerable.Range(0, 40).Select(index => BitConverter.GetBytes(index)).Select(data => new Sm2Signed(key.PublicKey, data, key.Sign(data))).ToArray();
            var results = new bool[40];
            Sm2Batch.Verify(signatures, results);
            Assert.All(results, Assert.True);
            key.Dispose();
        }
    }

    [Fact]
    public void Tables_are_found_and_forgotten_by_many_at_once()
    {
        var keys = Enumerable.Range(0, 4 * Sm2KeyTables.Capacity).Select(_ => Sm2PrivateKey.Generate()).ToList();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, caller =>
        {
            var random = new Random(caller);
            for (var number = 0; number < 5_000; number++)
            {
                Sm2KeyTables.Find(keys[random.Next(keys.Count)].PublicKey);
            }
        });
        keys.ForEach(key => key.Dispose());
    }

    private static SignatureCheck Check(Sm2Signed signed)
    {
        var raw = new byte[Sm2SignatureEncoding.RawSizeInBytes];
        Assert.True(Sm2SignatureEncoding.TryReadDer(signed.Signature.Span, raw, out _));
        return TabledCheck.Read(signed.Key, signed.Key.ComputeE(Sm2PublicKey.DefaultUserId, signed.Data.Span), raw)!.Value;
    }

    private static void Warm(Sm2PrivateKey key) => Check(new(key.PublicKey, "warm"u8.ToArray(), key.Sign("warm"u8)));
}
