using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>The field side by side, in every width this processor has, against the framework's big integers, at random and at the ends of what limbs may hold.</summary>
public class LanesFieldTests
{
    private const int Limbs = 9;
    private const int Bits = 29;

    // What a subtraction leaves at most, and what stands in the looser factor of a product.
    private const ulong Tight = (1UL << Bits) + (1UL << 27);
    private const ulong Loose = 1UL << 30;

    private static readonly BigInteger Prime = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
    private static readonly BigInteger Radix = BigInteger.One << 261;

    [Fact]
    public void Eight_lanes_multiply_and_reduce_as_big_integers_do_at_every_extreme() => If(FieldLanes512.IsSupported, MultiplyAndReduce<FieldLanes512>);

    [Fact]
    public void Four_lanes_multiply_and_reduce_as_big_integers_do_at_every_extreme() => If(FieldLanes256.IsSupported, MultiplyAndReduce<FieldLanes256>);

    [Fact]
    public void Eight_entries_of_tables_become_lanes_with_their_signs() => If(FieldLanes512.IsSupported, Unpack<FieldLanes512>);

    [Fact]
    public void Four_entries_of_tables_become_lanes_with_their_signs() => If(FieldLanes256.IsSupported, Unpack<FieldLanes256>);

    private static void MultiplyAndReduce<TField>()
        where TField : struct, IFieldLanes<TField>
    {
        var random = new Random(9);
        for (var number = 0; number < 4_000; number++)
        {
            var (a, b) = (Any<TField>(random, Tight, 26), Any<TField>(random, Loose, 27));
            TField.Multiply(out var product, a, b);
            TField.Multiply(out var swapped, b, a);
            TField.Square(out var square, a);
            TField.ReducedDifference(out var reduced, product, square, product);
            TField.ReducedDifference(out var once, square, product);
            TField.Subtract(out var difference, a, reduced);
            for (var lane = 0; lane < TField.Lanes; lane++)
            {
                var (x, y, xy, xx) = (Value(a, lane), Value(b, lane), Value(product, lane), Value(square, lane));
                Assert.Equal(x * y % Prime, xy * Radix % Prime);
                Assert.Equal(x * y % Prime, Value(swapped, lane) * Radix % Prime);
                Assert.Equal(x * x % Prime, xx * Radix % Prime);
                Assert.True(xy * Radix <= (x * y) + (Radix * Prime));
                Assert.True(xx * Radix <= (x * x) + (Radix * Prime));
                Assert.Equal(Modulo(-xy - xx), Value(reduced, lane) % Prime);
                Assert.Equal(Modulo(xx - xy), Value(once, lane) % Prime);
                Assert.True(Value(reduced, lane) * 100 < Prime * 101);
                Assert.True(Value(once, lane) * 100 < Prime * 101);
                Assert.Equal(x - Value(reduced, lane) + (2 * Prime), Value(difference, lane));
                Assert.All(LimbsOf(product, lane).Concat(LimbsOf(square, lane)), limb => Assert.True(limb < 1UL << Bits));
                Assert.All(LimbsOf(difference, lane).Concat(LimbsOf(reduced, lane)).Concat(LimbsOf(once, lane)), limb => Assert.True(limb < Tight));
                Assert.Equal(xy, Value(product.Lane(lane)));
                Assert.Equal(Value(reduced, lane), Value(reduced.Lane(lane)));
            }
        }

        // In place, as points are added.
        var (c, d) = (Any<TField>(random, Tight, 26), Any<TField>(random, Loose, 27));
        TField.Multiply(out var apart, c, d);
        TField.Multiply(out c, c, d);
        Assert.Equal(LimbsOf(apart, 0), LimbsOf(c, 0));
    }

    private static void Unpack<TField>()
        where TField : struct, IFieldLanes<TField>
    {
        var random = new Random(10);
        BigInteger[] ends = [0, 1, Prime - 1, Prime - 2, Prime / 2, (BigInteger.One << 255) - 1, Prime - (BigInteger.One << 203), (BigInteger.One << 224) - 1];
        var entries = new Vector512<ulong>[TField.Lanes];
        for (var number = 0; number < 1_000; number++)
        {
            var values = Enumerable.Range(0, 2 * TField.Lanes).Select(_ => random.Next(2) == 0 ? ends[random.Next(ends.Length)] : FieldTests.Random(random) % Prime).ToArray();
            var signs = Enumerable.Range(0, TField.Lanes).Select(_ => random.Next(2) == 0 ? ulong.MaxValue : 0).ToArray();
            for (var lane = 0; lane < TField.Lanes; lane++)
            {
                entries[lane] = Vector512.Create<ulong>([.. Words(values[2 * lane]), .. Words(values[2 * lane + 1])]);
            }

            TField.Unpack(entries, signs, out var x, out var y);
            for (var lane = 0; lane < TField.Lanes; lane++)
            {
                Assert.Equal(2 * values[2 * lane], Value(x, lane));
                Assert.Equal(signs[lane] == 0 ? 2 * values[2 * lane + 1] : (4 * Prime) - (2 * values[2 * lane + 1]), Value(y, lane));
                Assert.All(LimbsOf(x, lane).Concat(LimbsOf(y, lane)), limb => Assert.True(limb < Tight));
            }
        }
    }

    // Nothing to see where the processor lacks the width: PathTests says which one it has.
    private static void If(bool isSupported, Action test)
    {
        if (isSupported)
        {
            test();
        }
    }

    private static TField Any<TField>(Random random, ulong limit, int bitsOfLast)
        where TField : struct, IFieldLanes<TField>
    {
        TField lanes = default;
        var limbs = MemoryMarshal.Cast<TField, ulong>(MemoryMarshal.CreateSpan(ref lanes, 1));
        var isWhole = random.Next(4) == 0;
        for (var index = 0; index < limbs.Length; index++)
        {
            var most = (index < (Limbs - 1) * TField.Lanes ? limit : 1UL << bitsOfLast) - 1;
            limbs[index] = isWhole ? most : random.Next(6) switch { 0 => 0, 1 => 1, 2 => most, 3 => most - 1, 4 => most & ((1UL << Bits) - 1), _ => (ulong)random.NextInt64((long)most) };
        }

        return lanes;
    }

    private static IEnumerable<ulong> Words(BigInteger value) => Enumerable.Range(0, 4).Select(word => (ulong)(value >> (64 * word) & ulong.MaxValue));

    private static ulong[] LimbsOf<TField>(TField lanes, int lane)
        where TField : struct, IFieldLanes<TField>
    {
        var limbs = MemoryMarshal.Cast<TField, ulong>(MemoryMarshal.CreateSpan(ref lanes, 1)).ToArray();
        return [.. Enumerable.Range(0, Limbs).Select(limb => limbs[limb * TField.Lanes + lane])];
    }

    private static BigInteger Value<TField>(TField lanes, int lane)
        where TField : struct, IFieldLanes<TField> => LimbsOf(lanes, lane).Reverse().Aggregate(BigInteger.Zero, (value, limb) => (value << Bits) + limb);

    private static BigInteger Value(in FieldElement element) =>
        element.L0 + ((BigInteger)element.L1 << 52) + ((BigInteger)element.L2 << 104) + ((BigInteger)element.L3 << 156) + ((BigInteger)element.L4 << 208);

    private static BigInteger Modulo(BigInteger value) => ((value % Prime) + Prime) % Prime;
}
