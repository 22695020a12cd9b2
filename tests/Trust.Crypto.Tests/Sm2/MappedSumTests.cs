using System.Numerics;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Doublings and additions with the coordinates side by side, beside those one after another, and both beside big integers: at the ends of the field and at random.</summary>
public class MappedSumTests
{
    private static readonly int Chains = SmCases.Count(300);
    private const int Steps = 24;

    private static readonly BigInteger Prime = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");

    // As they stand in limbs, of 29 bits and of 52: nothing, all, one bit, and what a reduction folds back.
    private static readonly BigInteger[] Ends =
    [
        0, 1, 2, 3, Prime - 1, Prime - 2, (Prime - 1) / 2, (BigInteger.One << 256) - Prime, (BigInteger.One << 224) - 1, BigInteger.One << 224, (BigInteger.One << 96) - 1, BigInteger.One << 64,
        .. Enumerable.Range(1, 8).Select(limb => (BigInteger.One << (29 * limb)) - 1), .. Enumerable.Range(1, 4).Select(limb => (BigInteger.One << (52 * limb)) - 1),
    ];

    [Fact]
    public void Steps_one_after_another_agree_with_big_integers() => Compare<MappedPoint>();

    [Fact]
    public void Steps_side_by_side_agree_with_big_integers()
    {
        if (FieldLanes256.IsSupported)
        {
            Compare<MappedLanes>();
        }
        else
        {
            Assert.False(SignatureLanes.IsSupported);
        }
    }

    // Formulas hold for any numbers; there need not be a curve through them.
    private static void Compare<TSum>()
        where TSum : struct, IMappedSum<TSum>
    {
        var random = new Random(11);
        for (var chain = 0; chain < Chains; chain++)
        {
            var (x, y, scale) = (Draw(random), Draw(random), BigInteger.Max(1, Draw(random)));
            var a = Modulo(-3 * BigInteger.ModPow(scale, 4, Prime));
            var (sum, z) = (TSum.Begin(new AffinePoint(Element(x), Element(y)), Element(scale)), BigInteger.One);
            for (var step = 0; step < Steps; step++)
            {
                if (random.Next(4) == 0)
                {
                    var (x2, y2) = (Draw(random), Draw(random));
                    sum.Add(new AffinePoint(Element(x2), Element(y2)));
                    var (h, r) = (Modulo((x2 * z * z) - x), Modulo((y2 * z * z * z) - y));
                    var x3 = Modulo((r * r) - (h * h * h) - (2 * x * h * h));
                    (x, y, z) = (x3, Modulo((r * ((x * h * h) - x3)) - (y * h * h * h)), Modulo(z * h));
                }
                else
                {
                    // What follows is unknown here, so T always goes along.
                    sum.Double(isLast: false);
                    var (alpha, beta) = (Modulo((3 * x * x) + (a * BigInteger.ModPow(z, 4, Prime))), Modulo(x * y * y));
                    var x3 = Modulo((alpha * alpha) - (8 * beta));
                    (x, y, z) = (x3, Modulo((alpha * ((4 * beta) - x3)) - (8 * BigInteger.ModPow(y, 4, Prime))), Modulo(2 * y * z));
                }
            }

            var value = sum.Value;
            if (z.IsZero)
            {
                Assert.NotEqual(0UL, value.Z.IsZero());
                continue;
            }

            var inverse = BigInteger.ModPow(z * scale, Prime - 2, Prime);
            var affine = value.ToAffine();
            Assert.Equal(Modulo(x * BigInteger.ModPow(inverse, 2, Prime)), Number(affine.X));
            Assert.Equal(Modulo(y * BigInteger.ModPow(inverse, 3, Prime)), Number(affine.Y));
        }
    }

    private static BigInteger Draw(Random random)
    {
        if (random.Next(2) == 0)
        {
            return Ends[random.Next(Ends.Length)];
        }

        var bytes = new byte[FieldElement.Size];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Prime;
    }

    private static BigInteger Modulo(BigInteger value) => ((value % Prime) + Prime) % Prime;

    private static FieldElement Element(BigInteger value)
    {
        var bytes = new byte[FieldElement.Size];
        value.TryWriteBytes(bytes.AsSpan(FieldElement.Size - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return FieldElement.Read(bytes);
    }

    private static BigInteger Number(in FieldElement element)
    {
        var bytes = new byte[FieldElement.Size];
        element.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }
}
