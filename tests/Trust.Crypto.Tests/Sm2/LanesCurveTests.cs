using System.Numerics;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Points and signatures side by side, in every width this processor has, where lanes meet equal or opposite points too.</summary>
public class LanesCurveTests
{
    private static readonly BigInteger Order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");

    [Fact]
    public void Scalars_side_by_side_give_the_points_of_one_by_one()
    {
        if (FieldLanes512.IsSupported)
        {
            ScalarsSideBySide<FieldLanes512>();
        }

        if (FieldLanes256.IsSupported)
        {
            ScalarsSideBySide<FieldLanes256>();
        }
    }

    [Fact]
    public void Signatures_that_meet_equal_points_hold_in_every_lane_beside_good_and_bad_ones()
    {
        if (FieldLanes512.IsSupported)
        {
            SignaturesSideBySide<FieldLanes512>();
        }

        if (FieldLanes256.IsSupported)
        {
            SignaturesSideBySide<FieldLanes256>();
        }
    }

    private static void ScalarsSideBySide<TField>()
        where TField : struct, IFieldLanes<TField>
    {
        // The third meets equal points at the last window.
        BigInteger[] edges = [1, 2, (30 * (BigInteger.One << 252)) - Order, Order - 1, Order - 2, 127, 128, BigInteger.One << 255];
        var (coordinates, failed, wanted) = (new byte[TField.Lanes * 32], new ulong[TField.Lanes], new byte[32]);
        for (var round = 0; round < 64; round++)
        {
            var scalars = Enumerable.Range(0, TField.Lanes).Select(lane => round < 8 ? FieldTests.ScalarOf(edges[(round + lane) % 8]) : Sm2Curve.RandomScalar()).ToArray();
            SignatureLanes<TField>.MultiplyBase(scalars, coordinates, failed);
            for (var lane = 0; lane < TField.Lanes; lane++)
            {
                Sm2Curve.MultiplyBase(scalars[lane]).X.Write(wanted);
                Assert.Equal(round < 8 && (round + lane) % 8 == 2 ? ulong.MaxValue : 0, failed[lane]);
                Assert.True(failed[lane] != 0 || wanted.AsSpan().SequenceEqual(coordinates.AsSpan(32 * lane, 32)), $"round {round}, lane {lane}");
            }
        }
    }

    // Key 1 or n - 1: tP is the multiple of G that the first window of s adds, or its opposite. The first such sum is doubled, the second is infinity on the way.
    private static void SignaturesSideBySide<TField>()
        where TField : struct, IFieldLanes<TField>
    {
        var random = new Random(11);
        foreach (var isOpposite in new[] { false, true })
        {
            var point = Sm2Curve.WritePoint(isOpposite ? AffinePoint.Base.NegateIf(ulong.MaxValue) : AffinePoint.Base);
            Assert.True(Sm2PublicKey.TryFromPoint(point, out var key));
            Assert.True(Sm2PrivateKey.TryFromScalar(FieldTests.Bytes(7), out var other));
            for (var round = 0; round < 200; round++)
            {
                var (checks, wanted, holds) = (new SignatureCheck[1 + random.Next(TField.Lanes)], new List<bool>(), new bool[TField.Lanes]);
                for (var lane = 0; lane < checks.Length; lane++)
                {
                    var isGood = random.Next(3) != 0;
                    checks[lane] = random.Next(2) == 0 ? Exceptional(random, key, isOpposite, isGood) : Plain(random, other, isGood);
                    wanted.Add(isGood);
                }

                SignatureLanes<TField>.Verify(checks, holds);
                Assert.Equal(wanted, holds.Take(checks.Length));
            }

            other.Dispose();
        }
    }

    private static SignatureCheck Exceptional(Random random, Sm2PublicKey key, bool isOpposite, bool isGood)
    {
        var digits = new byte[OddDigits.Windows];
        var s = FieldTests.Random(random);
        OddDigits.Split(FieldTests.ScalarOf(s), digits);
        var (digit, sign) = (2 * digits[0] - 127, random.Next(2) == 0 ? 1 : -1);
        var t = (digit * sign + Order) % Order;
        var sum = (s + (isOpposite ? Order - t : t)) % Order;
        var x = new byte[32];
        Sm2Curve.MultiplyBase(FieldTests.ScalarOf(sum)).X.Write(x);
        var r = (t - s + Order) % Order;
        var e = (r - new BigInteger(x, isUnsigned: true, isBigEndian: true) + (2 * Order) + (isGood ? 0 : 1)) % Order;
        return TabledCheck.Read(key, FieldTests.Bytes(e), [.. FieldTests.Bytes(r), .. FieldTests.Bytes(s)])!.Value;
    }

    private static SignatureCheck Plain(Random random, Sm2PrivateKey key, bool isGood)
    {
        var e = FieldTests.Bytes(FieldTests.Random(random));
        var signature = key.SignDigest(e, SignatureFormat.Raw);
        e[31] ^= isGood ? (byte)0 : (byte)1;
        return TabledCheck.Read(key.PublicKey, e, signature)!.Value;
    }
}
