using System.Numerics;
using System.Runtime.Intrinsics;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Many signatures at once: the same answers as one by one, in every mix.</summary>
public class Sm2BatchTests
{
    private static readonly BigInteger Prime = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");

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
        }
    }

    [Fact]
    public void Mixed_keys_lengths_and_faults_are_judged_as_one_by_one()
    {
        var random = new Random(8);
        var keys = Enumerable.Range(0, 12).Select(_ => Sm2PrivateKey.Generate()).ToList();
        keys.Take(6).ToList().ForEach(Warm);
        var signatures = new List<Sm2Signed>();
        for (var number = 0; number < 900; number++)
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

        foreach (var count in new[] { 0, 1, 2, 3, 7, 8, 9, 17, 900 })
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
    public void Scalars_side_by_side_give_the_points_of_one_by_one()
    {
        if (!SignatureLanes.IsSupported)
        {
            return;
        }

        var order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
        BigInteger[] edges = [1, 2, 127, 128, order - 1, order - 2, (30 * (BigInteger.One << 252)) - order, BigInteger.One << 255];
        var (coordinates, failed) = (new byte[8 * 32], new ulong[8]);
        for (var round = 0; round < 40; round++)
        {
            var scalars = edges.Select(edge => round == 0 ? FieldTests.ScalarOf(edge) : Sm2Curve.RandomScalar()).ToArray();
            SignatureLanes.MultiplyBase(scalars, coordinates, failed);
            var wanted = new byte[32];
            for (var lane = 0; lane < 8; lane++)
            {
                Sm2Curve.MultiplyBase(scalars[lane]).X.Write(wanted);
                Assert.True(failed[lane] != 0 ? round == 0 : wanted.AsSpan().SequenceEqual(coordinates.AsSpan(32 * lane, 32)), $"round {round}, lane {lane}");
            }
        }
    }

    [Fact]
    public void Lanes_multiply_and_reduce_as_big_integers_do_at_every_extreme()
    {
        if (!FieldLanes.IsSupported)
        {
            return;
        }

        var random = new Random(9);
        var radix = BigInteger.One << 261;
        for (var number = 0; number < 2_000; number++)
        {
            var (a, b) = (Loose(random), Loose(random));
            FieldLanes.Multiply(out var product, a, b);
            FieldLanes.Square(out var square, a);
            FieldLanes.ReducedDifference(out var reduced, product, square, product);
            FieldLanes.Subtract(out var difference, a, reduced);
            for (var lane = 0; lane < 8; lane++)
            {
                var (x, y) = (Value(a, lane), Value(b, lane));
                Assert.Equal(x * y % Prime, Value(product, lane) * radix % Prime);
                Assert.Equal(x * x % Prime, Value(square, lane) * radix % Prime);
                Assert.Equal(((-Value(product, lane) - Value(square, lane)) % Prime + Prime) % Prime, Value(reduced, lane) % Prime);
                Assert.True(Value(reduced, lane) * 100 < Prime * 101);
                Assert.Equal((x - Value(reduced, lane) + 2 * Prime) % Prime, Value(difference, lane) % Prime);
                Assert.All(Limbs(difference, lane).Concat(Limbs(reduced, lane)), limb => Assert.True(limb < (1UL << 29) + (1UL << 27)));
                var element = product.Lane(lane);
                Assert.Equal(Value(product, lane), element.L0 + ((BigInteger)element.L1 << 52) + ((BigInteger)element.L2 << 104) + ((BigInteger)element.L3 << 156) + ((BigInteger)element.L4 << 208));
            }
        }
    }

    private static void Warm(Sm2PrivateKey key)
    {
        var signature = key.Sign("warm"u8);
        for (var count = 0; count < Sm2KeyTables.Threshold + 1; count++)
        {
            Assert.True(key.PublicKey.Verify("warm"u8, signature));
        }
    }

    private static FieldLanes Loose(Random random)
    {
        Vector512<ulong> Limb(int bits) => Vector512.Create<ulong>([.. Enumerable.Range(0, 8).Select(_ => random.Next(4) switch { 0 => 0UL, 1 => (1UL << bits) + 8, 2 => (1UL << bits) - 1, _ => (ulong)random.NextInt64(1L << bits) })]);
        return new() { L0 = Limb(29), L1 = Limb(29), L2 = Limb(29), L3 = Limb(29), L4 = Limb(29), L5 = Limb(29), L6 = Limb(29), L7 = Limb(29), L8 = Limb(25) };
    }

    private static ulong[] Limbs(in FieldLanes lanes, int lane) =>
        [lanes.L0[lane], lanes.L1[lane], lanes.L2[lane], lanes.L3[lane], lanes.L4[lane], lanes.L5[lane], lanes.L6[lane], lanes.L7[lane], lanes.L8[lane]];

    private static BigInteger Value(in FieldLanes lanes, int lane)
    {
        var value = BigInteger.Zero;
        foreach (var limb in Limbs(lanes, lane).Reverse())
        {
            value = (value << 29) + limb;
        }

        return value;
    }
}
