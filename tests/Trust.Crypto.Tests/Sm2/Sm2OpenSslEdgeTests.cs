using System.Formats.Asn1;
using System.Numerics;
using Org.BouncyCastle.Crypto.EC;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>
/// Numbers at the ends of their ranges, where digest, key and signature are chosen: our answer, one by one and side by side, beside OpenSSL's and beside clause 7.1 of
/// GB/T 32918.2-2016 written out with BouncyCastle's points.
/// </summary>
public class Sm2OpenSslEdgeTests
{
    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Peer = CustomNamedCurves.GetByName("sm2p256v1");
    private static readonly BigInteger Prime = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
    private static readonly BigInteger Order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    private static readonly BigInteger B = FieldTests.Number("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93");
    private static readonly BigInteger Largest = (BigInteger.One << 256) - 1;

    // y = 1 and 2; y and x next to p and small in the form of the tables (times 2^260).
    private static readonly string[] SpecialPoints =
    [
        "9C17043EFFE1A805A74A9A5E70B9D659705D3242094A566DC016F49311178D1F0000000000000000000000000000000000000000000000000000000000000001",
        "3B404F94E46027D11401987CD5ACB2953E4BFF91A7D856B40986700015B4F8A60000000000000000000000000000000000000000000000000000000000000002",
        "C3B557FC34B305D60CB5DE4DBC684A736BFCDF6594616669CB3FAC864CF7024E600000001FFFFFFF400000007FFFFFFF9FFFFFFFDFFFFFFFA0000000DFFFFFFF",
        "8F5A14FA4DB19C5A83269B8C0F1C69615D42932D79BC286EEA4A91DF3BA95522EFFFFFFE500000011FFFFFFF400000008FFFFFFEB00000020FFFFFFEB0000000",
        "200000015FFFFFFDC00000017FFFFFFEE00000009FFFFFFDE00000029FFFFFFE5C748662766622FCA57FC9312040BEC16432394582AF42B8146B3F38C4F6B356",
        "8FFFFFFE30000001DFFFFFFEC0000000EFFFFFFED00000026FFFFFFDD000000158141235DA89ADDE1C4C16C58C44388987B6B549028E6C1B87FDF49D2CFDF449",
    ];

    [Fact]
    public void Nonces_keys_and_digests_at_the_ends_give_signatures_that_hold_for_OpenSSL()
    {
        foreach (var d in new[] { 1, 2, 3, Order - 2, Order - 3 })
        {
            Assert.True(Sm2PrivateKey.TryFromScalar(FieldTests.Bytes(d), out var key));
            var point = Peer.G.Multiply(Of(d));
            using var openSsl = OpenSslSm2.FromPublic(key.PublicKey.ToSubjectPublicKeyInfo());
            foreach (var k in new[] { 1, 2, Order - 1, Order - 2, (30 * (BigInteger.One << 252)) - Order, BigInteger.One << 255 })
            {
                foreach (var e in Digests())
                {
                    if (key.SignDigestWith(FieldTests.Bytes(k), FieldTests.Bytes(e)) is { } raw)
                    {
                        var (r, s) = (Number(raw.AsSpan(0, 32)), Number(raw.AsSpan(32)));
                        Assert.Equal((e + Number(Peer.G.Multiply(Of(k)).Normalize().AffineXCoord.GetEncoded())) % Order, r);
                        Assert.Equal(s * (1 + d) % Order, (k - r * d % Order + Order) % Order);
                        Agree(key.PublicKey, point, openSsl, [(e, r, s), (e + 1, r, s), (e, s, r)]);
                    }
                }
            }

            key.Dispose();
        }

        Assert.False(Sm2PrivateKey.TryFromScalar(FieldTests.Bytes(Order - 1), out _));
        Assert.False(Sm2PrivateKey.TryFromScalar(FieldTests.Bytes(0), out _));
    }

    [Fact]
    public void Numbers_of_signatures_at_and_over_the_ends_are_judged_as_by_OpenSSL()
    {
        BigInteger[] ends = [0, 1, 2, Order / 2, Order - 2, Order - 1, Order, Order + 1, Prime, Largest];
        foreach (var point in new[] { Peer.G, Peer.G.Negate(), Peer.G.Twice(), Peer.G.Multiply(Of(FieldTests.Random(new Random(1)))) })
        {
            var (ours, openSsl) = Read(point);
            using (openSsl)
            {
                foreach (var r in ends)
                {
                    // The digest that makes it hold, where one does; the same number once more, as far as there is room; one beside it.
                    Agree(ours, point, openSsl, ends.SelectMany(s => Digests(point, r, s).Select(e => (e, r, s))).ToArray());
                }
            }
        }
    }

    [Fact]
    public void Keys_with_special_coordinates_are_judged_as_by_OpenSSL()
    {
        var random = new Random(2);
        var points = SpecialPoints.Select(hex => Peer.Curve.DecodePoint(Convert.FromHexString("04" + hex))).ToList();
        foreach (var x in Enumerable.Range(0, 12).SelectMany(x => new[] { x, Prime - 1 - x }))
        {
            var square = (BigInteger.Pow(x, 3) - 3 * x + B) % Prime;
            var y = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
            if (y * y % Prime == square)
            {
                points.Add(Peer.Curve.CreatePoint(Of(x), Of(y)));
            }
        }

        Assert.Contains(points, point => point.AffineXCoord.IsZero);
        foreach (var point in points.SelectMany(point => new[] { point, point.Negate() }))
        {
            var (ours, openSsl) = Read(point);
            using (openSsl)
            {
                // A low byte of t of 129 or 127 takes the entry that is the point itself, or its opposite.
                foreach (var low in new[] { 129, 127 })
                {
                    var pairs = Enumerable.Range(0, 24).Select(_ => (T: (FieldTests.Random(random) >> 8 << 8) + low, S: FieldTests.Random(random))).Select(pair => (R: (pair.T - pair.S + Order) % Order, pair.S));
                    Agree(ours, point, openSsl, pairs.ToList().SelectMany(pair => Digests(point, pair.R, pair.S).Take(2).Select(e => (e, pair.R, pair.S))).ToArray());
                }
            }
        }
    }

    [Fact]
    public void Sums_whose_x_is_the_order_or_more_are_judged_as_by_OpenSSL()
    {
        // x = n + j is j modulo n; of random sums one in 2^128 is so. sG + tP = Q gives the key, P = (Q - sG) / t.
        var (random, sums) = (new Random(3), 0);
        foreach (var j in Enumerable.Range(0, 24).Select(j => (BigInteger)j).Concat(Enumerable.Range(1, 24).Select(j => Prime - Order - j)))
        {
            var square = (BigInteger.ModPow(Order + j, 3, Prime) + 3 * (Prime - Order - j) + B) % Prime;
            var y = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
            if (y * y % Prime != square)
            {
                continue;
            }

            sums++;
            var (s, t) = (FieldTests.Random(random), FieldTests.Random(random));
            var point = Peer.Curve.CreatePoint(Of(Order + j), Of(y)).Subtract(Peer.G.Multiply(Of(s))).Multiply(Of(BigInteger.ModPow(t, Order - 2, Order))).Normalize();
            var r = (t - s + Order) % Order;
            var e = (r - j + Order) % Order;
            Assert.True(Holds(point, e, r, s));
            var (ours, openSsl) = Read(point);
            using (openSsl)
            {
                // Before the key has its table, then with it, alone and side by side; the number without the order taken off would be another r.
                Agree(ours, point, openSsl, [(e, r, s), (e + 1, r, s), (e + Order, r, s), ((r - Order - j + 2 * Prime) % Prime, r, s)]);
            }
        }

        Assert.True(sums > 12);
    }

    [Fact]
    public void Points_off_the_curve_and_coordinates_over_the_prime_are_refused()
    {
        var (x, y) = (Number(Peer.G.AffineXCoord.GetEncoded()), Number(Peer.G.AffineYCoord.GetEncoded()));
        Assert.True(IsRead(4, x, y));
        Assert.True(IsRead(4, x, Prime - y));
        var zero = BigInteger.ModPow(B, (Prime + 1) / 4, Prime);
        Assert.True(IsRead(4, 0, zero));
        foreach (var (prefix, one, other) in new (byte, BigInteger, BigInteger)[]
        {
            (4, x, y + 1), (4, x + 1, y), (4, y, x), (4, 0, 0), (4, x, 0), (4, 0, y), (4, Prime - x, y), (4, Prime, zero), (4, 0, zero + Prime > Largest ? Prime : zero + Prime),
            (4, Prime, Prime), (4, Largest, Largest), (4, Prime + 1, y), (0, x, y), (2, x, y), (3, x, y), (5, x, y), (6, x, y), (7, x, y),
        })
        {
            Assert.False(IsRead(prefix, one, other), $"{prefix} {one:x} {other:x}");
        }

        // A point whose x is small enough to be written as x + p too: the same point, another encoding.
        for (var small = 1; small < 1_000; small++)
        {
            var square = (BigInteger.Pow(small, 3) - 3 * small + B) % Prime;
            var root = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
            var isOn = root * root % Prime == square;
            Assert.Equal(isOn, IsRead(4, small, root));
            Assert.False(IsRead(4, small + Prime, root));
        }

        Assert.False(Sm2PublicKey.TryFromPoint([0], out _));
        Assert.False(Sm2PublicKey.TryFromPoint([], out _));
        Assert.False(Sm2PublicKey.TryFromPoint(Peer.G.GetEncoded(compressed: true), out _));
        Assert.False(Sm2PublicKey.TryFromPoint([.. Peer.G.GetEncoded(compressed: false), 0], out _));
    }

    private static bool IsRead(byte prefix, BigInteger x, BigInteger y) => Sm2PublicKey.TryFromPoint([prefix, .. FieldTests.Bytes(x), .. FieldTests.Bytes(y)], out _);

    private static void Agree(Sm2PublicKey key, ECPoint point, OpenSslSm2 openSsl, (BigInteger E, BigInteger R, BigInteger S)[] cases)
    {
        var (checks, wanted) = (new List<SignatureCheck>(), new List<bool>());
        foreach (var (e, r, s) in cases.Where(one => one.E <= Largest))
        {
            var (digest, holds) = (FieldTests.Bytes(e), Holds(point, e, r, s));
            byte[] raw = [.. FieldTests.Bytes(r), .. FieldTests.Bytes(s)];
            var name = $"{Convert.ToHexString(key.Point)} e {e:x} r {r:x} s {s:x}";
            Assert.True(holds == openSsl.VerifyDigest(digest, Der(r, s)), name);
            Assert.True(holds == key.VerifyDigest(digest, raw, SignatureFormat.Raw), name);
            Assert.True(holds == key.VerifyDigest(digest, Der(r, s)), name);
            if (TabledCheck.Read(key, digest, raw) is { } check)
            {
                Assert.True(holds == check.Holds(), name);
                checks.Add(check);
                wanted.Add(holds);
            }
        }

        for (var start = 0; SignatureLanes.IsSupported && start < checks.Count; start += SignatureLanes.Lanes)
        {
            var count = Math.Min(SignatureLanes.Lanes, checks.Count - start);
            var holds = new bool[SignatureLanes.Lanes];
            SignatureLanes.Verify(checks.ToArray().AsSpan(start, count), holds);
            Assert.Equal(wanted.Skip(start).Take(count), holds.Take(count));
        }
    }

    private static bool Holds(ECPoint point, BigInteger e, BigInteger r, BigInteger s) =>
        r.Sign > 0 && r < Order && s.Sign > 0 && s < Order && !((r + s) % Order).IsZero && X(point, r, s) is { } x && (e + x) % Order == r;

    // x of sG + tP; null at infinity.
    private static BigInteger? X(ECPoint point, BigInteger r, BigInteger s)
    {
        var sum = Peer.G.Multiply(Of(s)).Add(point.Multiply(Of((r + s) % Order))).Normalize();
        return sum.IsInfinity ? null : Number(sum.AffineXCoord.GetEncoded());
    }

    private static IEnumerable<BigInteger> Digests() => [0, 1, Order - 1, Order, Order + 1, Prime, Largest, FieldTests.Number("B524F552CD82B8B028476E005C377FB19A87E6FC682D48BB5D42E3D9B9EFFE76")];

    private static IEnumerable<BigInteger> Digests(ECPoint point, BigInteger r, BigInteger s)
    {
        var e = X(point, r % Order, s % Order) is { } x ? ((r - x) % Order + Order) % Order : 0;
        return new[] { e, e + 1, e + Order, 0, Order, Largest }.Distinct();
    }

    private static (Sm2PublicKey Ours, OpenSslSm2 OpenSsl) Read(ECPoint point)
    {
        Assert.True(Sm2PublicKey.TryFromPoint(point.Normalize().GetEncoded(compressed: false), out var key));
        return (key, OpenSslSm2.FromPublic(key.ToSubjectPublicKeyInfo()));
    }

    private static byte[] Der(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static Org.BouncyCastle.Math.BigInteger Of(BigInteger value) => new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));
}
