using System.Numerics;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math.EC;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Multiples of points against another library, among them those scalars at which fast formulas meet equal or opposite points.</summary>
public class CurveTests
{
    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Peer = CustomNamedCurves.GetByName("sm2p256v1");
    private static readonly BigInteger Order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");

    // 2d 2^252 - n: the sum of all windows below the last equals the last one's entry.
    private static IEnumerable<BigInteger> Edges() =>
    [
        1, 2, 3, 4, 63, 64, 127, 128, 129, Order - 1, Order - 2, Order - 3, Order / 2, (Order / 2) + 1, (30 * (BigInteger.One << 252)) - Order, 2 * Order - (30 * (BigInteger.One << 252)),
        .. Enumerable.Range(1, 255).Select(bit => BigInteger.One << bit), .. Enumerable.Range(1, 255).Select(bit => (BigInteger.One << bit) - 1),
        .. Enumerable.Range(1, 255).Select(bit => Order - (BigInteger.One << bit)), Order - 70, Order - 70 + 2, (BigInteger.One << 256) - Order, ((BigInteger.One << 256) - Order) | 1,
        .. Enumerable.Range(8, 24).Select(d => ((2 * d * (BigInteger.One << 252)) - Order) % Order).Where(value => value.Sign > 0),
        .. Enumerable.Range(1, 31).Select(d => ((2 * d * (BigInteger.One << 255)) - Order) % Order).Where(value => value.Sign > 0),
    ];

    [Fact]
    public void Multiples_of_the_base_point_agree_with_another_library()
    {
        foreach (var scalar in Edges().Concat(Randoms(1, SmCases.Count(300))))
        {
            var ours = Sm2Curve.MultiplyBase(FieldTests.ScalarOf(scalar));
            var theirs = Encoded(Peer.G.Multiply(Of(scalar)));
            Assert.True(theirs.AsSpan().SequenceEqual(Sm2Curve.WritePoint(ours)), $"{scalar:x}");
            Assert.True(theirs.AsSpan().SequenceEqual(Sm2Curve.WritePoint(CompletePoint.Multiply(AffinePoint.Base, FieldTests.ScalarOf(scalar)).ToAffine())), $"{scalar:x}, complete");
        }
    }

    [Fact]
    public void Multiples_of_any_point_agree_with_another_library()
    {
        foreach (var start in Randoms(2, 3).Append(1).Append(2).Append(Order - 1))
        {
            var point = Sm2Curve.MultiplyBase(FieldTests.ScalarOf(start));
            var theirs = Peer.G.Multiply(Of(start));
            foreach (var scalar in Edges().Concat(Randoms(3, SmCases.Count(180) / 6)))
            {
                Assert.True(Encoded(theirs.Multiply(Of(scalar))).AsSpan().SequenceEqual(Sm2Curve.WritePoint(Sm2Curve.Multiply(point, FieldTests.ScalarOf(scalar)))), $"{start:x} {scalar:x}");
            }
        }
    }

    [Fact]
    public void Sums_of_two_multiples_agree_with_another_library_with_and_without_a_table()
    {
        // Keys that are small multiples of G, or opposite ones, meet the base's own entries.
        foreach (var key in new BigInteger[] { 1, 2, 3, 127, Order - 1, Order - 2, Order - 127 }.Concat(Randoms(4, 3)))
        {
            var point = Sm2Curve.MultiplyBase(FieldTests.ScalarOf(key));
            var theirs = Peer.G.Multiply(Of(key));
            var table = new PointTable(point);
            var edges = Edges().Where((_, index) => index % 23 == 0).Concat(Randoms(5, SmCases.Count(1_200) / 100)).ToList();
            foreach (var (s, t) in edges.Zip(Enumerable.Reverse(edges)).Concat(edges.Select(value => (value, value))).Concat(edges.Select(value => (Modulo(-value * key), value))))
            {
                if (s.IsZero)
                {
                    continue;
                }

                var sum = Peer.G.Multiply(Of(s)).Add(theirs.Multiply(Of(t))).Normalize();
                foreach (var used in new[] { null, table })
                {
                    var ours = Sm2Curve.PublicSumOfTwo(FieldTests.ScalarOf(s), FieldTests.ScalarOf(t), point, used);
                    Assert.True(sum.IsInfinity ? ours.Z.IsZero() != 0 : ours.Z.IsZero() == 0 && Encoded(sum).AsSpan().SequenceEqual(Sm2Curve.WritePoint(ours.ToAffine())), $"{key:x} {s:x} {t:x} {used is null}");
                }
            }
        }
    }

    [Fact]
    public void Complete_addition_has_no_exception()
    {
        var g = new CompletePoint(AffinePoint.Base);
        Assert.True(CompletePoint.Add(CompletePoint.Infinity, CompletePoint.Infinity).IsInfinity);
        Assert.True(CompletePoint.Add(g, new CompletePoint(AffinePoint.Base.NegateIf(ulong.MaxValue))).IsInfinity);
        Assert.Equal(Encoded(Peer.G), Sm2Curve.WritePoint(CompletePoint.Add(g, CompletePoint.Infinity).ToAffine()));
        Assert.Equal(Encoded(Peer.G.Twice()), Sm2Curve.WritePoint(CompletePoint.Add(g, g).ToAffine()));
        Assert.True(CompletePoint.Multiply(AffinePoint.Base, default).IsInfinity);
    }

    [Fact]
    public void Points_are_read_only_from_the_curve()
    {
        foreach (var scalar in Edges().Take(20).Concat(Randoms(6, 50)))
        {
            var encoded = Encoded(Peer.G.Multiply(Of(scalar)));
            Assert.True(Sm2Curve.TryReadPoint(encoded, out var point));
            Assert.Equal(encoded, Sm2Curve.WritePoint(point));
            encoded[64] ^= 1;
            Assert.False(Sm2Curve.TryReadPoint(encoded, out _));
        }
    }

    private static BigInteger Modulo(BigInteger value) => ((value % Order) + Order) % Order;

    private static IEnumerable<BigInteger> Randoms(int seed, int count)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var bytes = new byte[32];
            random.NextBytes(bytes);
            yield return (new BigInteger(bytes, isUnsigned: true) % (Order - 1)) + 1;
        }
    }

    private static Org.BouncyCastle.Math.BigInteger Of(BigInteger value) => new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));

    private static byte[] Encoded(ECPoint point) => point.Normalize().GetEncoded(compressed: false);
}
