using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using ECPoint = Org.BouncyCastle.Math.EC.ECPoint;

namespace Trust.Crypto;

/// <summary>
/// The recommended curve of GB/T 32918.5-2017 and everything SM2 does with its points: the one place to change when the arithmetic is replaced.
/// </summary>
internal static class Sm2Curve
{
    internal const int FieldSize = 32;
    internal const int PointSize = 1 + 2 * FieldSize;

    // The custom curve has fixed-size field arithmetic and is six times faster than the generic curve of the same numbers.
    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Parameters = CustomNamedCurves.GetByName("sm2p256v1");
    private static readonly FixedPointCombMultiplier BaseMultiplier = new();

    internal static readonly BigInteger Order = Parameters.N;
    internal static readonly byte[] OrderBytes = Parameters.N.ToByteArrayUnsigned();

    // a || b || xG || yG, the constant middle of ZA (GB/T 32918.2-2016 clause 5.5).
    internal static readonly byte[] ZaConstants =
    [
        .. Parameters.Curve.A.GetEncoded(), .. Parameters.Curve.B.GetEncoded(),
        .. Parameters.G.AffineXCoord.GetEncoded(), .. Parameters.G.AffineYCoord.GetEncoded(),
    ];

    /// <summary>Reads 04||X||Y; null unless it is a point of the curve other than infinity. The cofactor is 1, so it also has the full order.</summary>
    internal static ECPoint? ReadPoint(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != PointSize || encoded[0] != 0x04)
        {
            return null;
        }

        var x = new BigInteger(1, encoded[1..33]);
        var y = new BigInteger(1, encoded[33..]);
        var prime = Parameters.Curve.Field.Characteristic;
        if (x.CompareTo(prime) >= 0 || y.CompareTo(prime) >= 0)
        {
            return null;
        }

        var point = Parameters.Curve.CreatePoint(x, y);
        return point.IsValid() && !point.IsInfinity ? point : null;
    }

    internal static byte[] WritePoint(ECPoint point) => point.Normalize().GetEncoded(compressed: false);

    internal static ECPoint MultiplyBase(BigInteger scalar) => BaseMultiplier.Multiply(Parameters.G, scalar).Normalize();

    internal static ECPoint Multiply(ECPoint point, BigInteger scalar) => point.Multiply(scalar).Normalize();

    internal static ECPoint SumOfTwo(BigInteger s, BigInteger t, ECPoint key) =>
        ECAlgorithms.SumOfTwoMultiplies(Parameters.G, s, key, t).Normalize();

    /// <summary>Uniform scalar in [1, n-1] by rejection.</summary>
    internal static BigInteger RandomScalar()
    {
        Span<byte> candidate = stackalloc byte[FieldSize];
        try
        {
            while (true)
            {
                RandomNumberGenerator.Fill(candidate);
                var scalar = new BigInteger(1, candidate);
                if (scalar.SignValue > 0 && scalar.CompareTo(Order) < 0)
                {
                    return scalar;
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(candidate);
        }
    }

    /// <summary>Writes a value below 2^256 as 32 bytes, most significant first.</summary>
    internal static void Write(BigInteger value, Span<byte> destination)
    {
        destination[..FieldSize].Clear();
        var length = value.GetLengthofByteArrayUnsigned();
        value.ToByteArrayUnsigned(destination.Slice(FieldSize - length, length));
    }
}
