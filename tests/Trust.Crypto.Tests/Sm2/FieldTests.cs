using System.Numerics;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Arithmetic modulo p and modulo n against the framework's big integers, at random and at the ends of what limbs may hold.</summary>
public class FieldTests
{
    private const int Cases = 20_000;

    private static readonly BigInteger Prime = Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
    private static readonly BigInteger Order = Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    private static readonly BigInteger Radix = BigInteger.One << 260;

    // Limbs: the ends, one off them, and one bit.
    private static readonly ulong[] Ends = [0, 1, (1UL << 51), (1UL << 52) - 1, (1UL << 52) - 2, (1UL << 53) - 1, (1UL << 55) - 1];

    [Fact]
    public void Product_and_square_agree_with_big_integers_at_every_extreme_of_the_limbs()
    {
        var random = new Random(1);
        for (var number = 0; number < Cases; number++)
        {
            var (a, b) = (Loose(random), Loose(random));
            FieldElement.Multiply(out var product, a, b);
            Tight(product);
            Assert.Equal(Value(a) * Value(b) % Prime, Value(product) * Radix % Prime);
            Assert.True(Value(product) * 16 * Prime < (Value(a) * Value(b)) + (16 * Prime * Prime) + (16 * Prime));
            FieldElement.Square(out var square, a);
            Tight(square);
            Assert.Equal(Value(a) * Value(a) % Prime, Value(square) * Radix % Prime);
        }
    }

    [Fact]
    public void Sums_differences_and_reductions_agree_with_big_integers()
    {
        var random = new Random(2);
        for (var number = 0; number < Cases; number++)
        {
            var (a, b) = (Below(random, 19, 10), Below(random, 19, 10));
            FieldElement.Add(out var sum, a, b);
            Assert.Equal(Value(a) + Value(b), Value(sum));
            FieldElement.Subtract(out var difference, a, b);
            foreach (var limb in Limbs(difference))
            {
                Assert.True(limb < 1UL << 55, $"{limb:x}");
            }

            Assert.Equal(Value(a) - Value(b) + (2 * Prime), Value(difference));
            var reduced = FieldElement.Reduce(a.L0 - (b.L0 << 3), a.L1 - (b.L1 << 3), a.L2 - (b.L2 << 3), a.L3 - (b.L3 << 3), a.L4 - (b.L4 << 3));
            Assert.Equal(Modulo(Value(a) - (8 * Value(b)), Prime), Value(reduced) % Prime);
            Assert.True(Value(reduced) * 100 < Prime * 101);
            Assert.All(Limbs(reduced), limb => Assert.True(limb < 1UL << 53));
        }
    }

    [Fact]
    public void Least_representative_is_found_for_multiples_of_the_prime_and_their_neighbours()
    {
        for (var multiple = 0; multiple <= 8; multiple++)
        {
            for (var off = -3; off <= 3; off++)
            {
                var value = (multiple * Prime) + off;
                if (value.Sign < 0)
                {
                    continue;
                }

                var element = FieldOf(value);
                element.Pack(out var w0, out var w1, out var w2, out var w3);
                Assert.Equal(value % Prime, w0 + ((BigInteger)w1 << 64) + ((BigInteger)w2 << 128) + ((BigInteger)w3 << 192));
                Assert.Equal(off == 0 ? ulong.MaxValue : 0, element.IsZero());
                Assert.Equal(off == 0, FieldElement.AreEqual(element, FieldOf(Prime)));
            }
        }
    }

    [Fact]
    public void Bytes_and_inverses_agree_with_big_integers()
    {
        var random = new Random(3);
        Span<byte> bytes = stackalloc byte[32];
        for (var number = 0; number < 300; number++)
        {
            random.NextBytes(bytes);
            if (number < 4)
            {
                bytes.Fill((byte)(number % 2 * 0xff));
            }

            var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            var element = FieldElement.Read(bytes);
            Assert.Equal(value % Prime * Radix % Prime, Value(element) % Prime);
            element.Write(bytes);
            Assert.Equal(value % Prime, new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
            FieldElement.Invert(element).Write(bytes);
            Assert.Equal(BigInteger.ModPow(value, Prime - 2, Prime), new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
        }
    }

    [Fact]
    public void Scalars_agree_with_big_integers()
    {
        var random = new Random(4);
        BigInteger[] ends = [0, 1, 2, Order - 1, Order - 2, Order / 2, BigInteger.One << 255, (BigInteger.One << 208) - 1];
        for (var number = 0; number < 2_000; number++)
        {
            var (a, b) = (number < 64 ? ends[number / 8] : Random(random), number < 64 ? ends[number % 8] : Random(random));
            var (x, y) = (ScalarOf(a), ScalarOf(b));
            Assert.Equal((a + b) % Order, ValueOf(ScalarElement.Add(x, y)));
            Assert.Equal(Modulo(a - b, Order), ValueOf(ScalarElement.Subtract(x, y)));
            Assert.Equal(a * b % Order, ValueOf(ScalarElement.MontgomeryTimes(x, y.ToMontgomery())));
            Assert.Equal(a.IsZero ? ulong.MaxValue : 0, x.IsZero());
            if (number < 200)
            {
                Assert.Equal(BigInteger.ModPow(a, Order - 2, Order), ValueOf(x.Invert()));
            }
        }

        // At the order and above: read modulo n, and said to be too large.
        foreach (var (value, isBelow) in new[] { (Order - 1, true), (Order, false), (Order + 1, false), ((BigInteger.One << 256) - 1, false) })
        {
            var read = ScalarElement.Read(Bytes(value), out var below);
            Assert.Equal((value % Order, isBelow), (ValueOf(read), below != 0));
        }
    }

    internal static ScalarElement ScalarOf(BigInteger value) => ScalarElement.Read(Bytes(value));

    internal static BigInteger ValueOf(in ScalarElement scalar)
    {
        var bytes = new byte[32];
        scalar.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    internal static byte[] Bytes(BigInteger value)
    {
        var bytes = new byte[32];
        Assert.True(value.TryWriteBytes(bytes.AsSpan(32 - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true));
        return bytes;
    }

    internal static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    internal static BigInteger Random(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Order;
    }

    private static BigInteger Modulo(BigInteger value, BigInteger modulus) => ((value % modulus) + modulus) % modulus;

    private static FieldElement Loose(Random random) => new(Limb(random), Limb(random), Limb(random), Limb(random), Limb(random) & ((1UL << 52) - 1));

    private static ulong Limb(Random random) => random.Next(3) == 0 ? Ends[random.Next(Ends.Length)] : (ulong)random.NextInt64(1L << 55);

    // A value below numerator / denominator p, in limbs of 52 bits.
    private static FieldElement Below(Random random, int numerator, int denominator)
    {
        var bytes = new byte[33];
        random.NextBytes(bytes);
        bytes[32] = 0;
        var value = random.Next(8) == 0 ? Prime * numerator / denominator - 1 : new BigInteger(bytes) * numerator / denominator % (Prime * numerator / denominator);
        return FieldOf(value);
    }

    private static FieldElement FieldOf(BigInteger value)
    {
        const ulong mask = (1UL << 52) - 1;
        return new((ulong)(value & mask), (ulong)(value >> 52 & mask), (ulong)(value >> 104 & mask), (ulong)(value >> 156 & mask), (ulong)(value >> 208));
    }

    private static void Tight(in FieldElement element) => Assert.All(Limbs(element)[..4], limb => Assert.True(limb < 1UL << 52));

    private static ulong[] Limbs(in FieldElement element) => [element.L0, element.L1, element.L2, element.L3, element.L4];

    private static BigInteger Value(in FieldElement element) =>
        element.L0 + ((BigInteger)element.L1 << 52) + ((BigInteger)element.L2 << 104) + ((BigInteger)element.L3 << 156) + ((BigInteger)element.L4 << 208);
}
