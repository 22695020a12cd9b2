using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>
/// The recommended curve of GB/T 32918.5-2017 and everything SM2 does with its points. What takes a secret scalar does the same steps for every scalar; what says
/// "public" in its name may not.
/// </summary>
internal static class Sm2Curve
{
    internal const int FieldSize = 32;
    internal const int PointSize = 1 + 2 * FieldSize;

    // Of a single multiplication: 52 windows of 5 bits, 16 odd multiples.
    private const int Width = 5;
    private const int Windows = 52;
    private const int Entries = 16;

    internal static readonly byte[] OrderBytes = Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");

    private static readonly byte[] PrimeBytes = Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");

    // a || b || xG || yG, the constant middle of ZA (GB/T 32918.2-2016 clause 5.5).
    internal static readonly byte[] ZaConstants = Convert.FromHexString(
        "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC" + "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"
        + "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7" + "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0");

    /// <summary>Reads 04||X||Y; false unless it is a point of the curve other than infinity. The cofactor is 1, so it also has the full order.</summary>
    internal static bool TryReadPoint(ReadOnlySpan<byte> encoded, out AffinePoint point)
    {
        point = default;
        if (encoded.Length != PointSize || encoded[0] != 0x04 || encoded[1..33].SequenceCompareTo(PrimeBytes) >= 0 || encoded[33..].SequenceCompareTo(PrimeBytes) >= 0)
        {
            return false;
        }

        point = new(FieldElement.Read(encoded[1..33]), FieldElement.Read(encoded[33..]));
        return point.IsOnCurve();
    }

    /// <summary>04||X||Y.</summary>
    internal static byte[] WritePoint(in AffinePoint point)
    {
        var encoded = new byte[PointSize];
        encoded[0] = 0x04;
        point.X.Write(encoded.AsSpan(1));
        point.Y.Write(encoded.AsSpan(33));
        return encoded;
    }

    /// <summary>kG for k in [1, n-1].</summary>
    internal static AffinePoint MultiplyBase(in ScalarElement scalar)
    {
        Span<byte> digits = stackalloc byte[OddDigits.Windows];
        OddDigits.Split(scalar, digits);
        var table = PointTable.Base;
        var sum = new CurvePoint(table.Scan(0, digits[0]));
        for (var window = 1; window < OddDigits.Windows; window++)
        {
            sum.Add(table.Scan(window, digits[window]));
        }

        CryptographicOperations.ZeroMemory(digits);
        return Finish(sum, AffinePoint.Base, scalar);
    }

    /// <summary>k times a point for k in [1, n-1].</summary>
    internal static AffinePoint Multiply(in AffinePoint point, in ScalarElement scalar)
    {
        Span<AffinePoint> entries = stackalloc AffinePoint[Entries];
        OddMultiples(point, entries);
        scalar.MakeOdd(out var w0, out var w1, out var w2, out var w3, out var w4);

        // As OddDigits, with five bits: T = (k - 1)/2 + 2^259.
        Span<ulong> words = [w0 >> 1 | w1 << 63, w1 >> 1 | w2 << 63, w2 >> 1 | w3 << 63, w3 >> 1 | w4 << 63, w4 >> 1 | 1UL << 3, 0];
        var sum = new CurvePoint(Scan(entries, Digit(words, Windows - 1)));
        for (var window = Windows - 2; window >= 0; window--)
        {
            for (var bit = 0; bit < Width; bit++)
            {
                sum.Double();
            }

            sum.Add(Scan(entries, Digit(words, window)));
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));
        return Finish(sum, point, scalar);
    }

    /// <summary>sG + tP for public numbers, t not zero; Z is zero where the sum is infinity.</summary>
    internal static CurvePoint PublicSumOfTwo(in ScalarElement s, in ScalarElement t, in AffinePoint key, PointTable? table)
    {
        Span<byte> digits = stackalloc byte[2 * OddDigits.Windows];
        Span<Vector512<ulong>> entries = stackalloc Vector512<ulong>[2 * OddDigits.Windows];
        PublicEntries(PointTable.Base, s, digits, entries);
        if (table is not null)
        {
            PublicEntries(table, t, digits[OddDigits.Windows..], entries[OddDigits.Windows..]);
        }

        var count = table is null ? OddDigits.Windows : 2 * OddDigits.Windows;
        var sum = PublicSum(entries[..count], digits[..count]);
        if (table is null)
        {
            sum.PublicAdd(FieldLanes256.IsSupported ? PublicMultiply<MappedLanes>(key, t) : PublicMultiply<MappedPoint>(key, t));
        }

        return sum.Z.IsZero() == 0 ? sum : PublicCompleteSum(s, t, key);
    }

    /// <summary>Uniform scalar in [1, n-1] by rejection.</summary>
    internal static ScalarElement RandomScalar()
    {
        Span<byte> candidate = stackalloc byte[FieldSize];
        try
        {
            while (true)
            {
                RandomNumberGenerator.Fill(candidate);
                var scalar = ScalarElement.Read(candidate, out var isBelow);
                if ((isBelow & ~scalar.IsZero()) != 0)
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

    // Z is zero for a few scalars that meet equal points on the way, and for zero itself.
    private static AffinePoint Finish(in CurvePoint sum, in AffinePoint point, in ScalarElement scalar) =>
        sum.Z.IsZero() == 0 ? sum.ToAffine() : CompletePoint.Multiply(point, scalar).ToAffine();

    private static void PublicEntries(PointTable table, in ScalarElement scalar, Span<byte> digits, Span<Vector512<ulong>> entries)
    {
        OddDigits.Split(scalar, digits);
        table.Fetch(digits, entries);
    }

    // Additions do not care for their order: where there are lanes, each takes its part of the entries. Entries are overwritten.
    private static CurvePoint PublicSum(Span<Vector512<ulong>> entries, ReadOnlySpan<byte> digits)
    {
        var (sum, added) = (default(CurvePoint), 0);
        if (SignatureLanes.IsSupported)
        {
            added = entries.Length / SignatureLanes.Lanes * SignatureLanes.Lanes;
            sum = SignatureLanes.Sum(entries[..added], digits[..added]);
        }
        else
        {
            sum = new CurvePoint(PointTable.Unpack(entries[added], digits[added]));
            added++;
        }

        for (; added < entries.Length; added++)
        {
            sum.Add(PointTable.Unpack(entries[added], digits[added]));
        }

        return sum;
    }

    private static CurvePoint PublicCompleteSum(in ScalarElement s, in ScalarElement t, in AffinePoint key)
    {
        var sum = CompletePoint.Add(CompletePoint.Multiply(AffinePoint.Base, s), CompletePoint.Multiply(key, t));
        return sum.IsInfinity ? default : new CurvePoint(sum.ToAffine());
    }

    // Doublings from the top, and an addition where a digit of the width-5 non-adjacent form is not zero: every sixth bit.
    private static CurvePoint PublicMultiply<TSum>(in AffinePoint point, in ScalarElement scalar)
        where TSum : struct, IMappedSum<TSum>
    {
        Span<AffinePoint> entries = stackalloc AffinePoint[8];
        var scale = MappedPoint.OddMultiples(point, entries);
        Span<sbyte> form = stackalloc sbyte[258];
        var length = NonAdjacentForm(scalar, form);
        var sum = TSum.Begin(entries[form[length - 1] >> 1], scale);
        for (var bit = length - 2; bit >= 0; bit--)
        {
            sum.Double(isLast: bit == 0 || form[bit] != 0);
            if (form[bit] != 0)
            {
                sum.Add(form[bit] > 0 ? entries[form[bit] >> 1] : entries[-form[bit] >> 1].NegateIf(ulong.MaxValue));
            }
        }

        return sum.Value;
    }

    private static int NonAdjacentForm(in ScalarElement scalar, Span<sbyte> form)
    {
        scalar.Pack(out var w0, out var w1, out var w2, out var w3);
        ReadOnlySpan<ulong> words = [w0, w1, w2, w3, 0, 0];
        form.Clear();
        var (carry, length, bit) = (0, 0, 0);
        while (bit < form.Length)
        {
            var (word, at) = (bit >> 6, bit & 63);
            var window = (int)((words[word] >> at | words[word + 1] << 1 << (63 - at)) & 0x1f) + carry;
            if ((window & 1) == 0)
            {
                bit++;
                continue;
            }

            // A carry of this window stands above its five bits.
            carry = window >> 4;
            form[bit] = (sbyte)(window - (carry << 5));
            length = bit + 1;
            bit += Width;
        }

        return length;
    }

    // P, 3P, 5P ...: on the curve that 2P is mapped to with Z = 1, additions are the cheap ones; their Z is multiplied back.
    private static void OddMultiples(in AffinePoint point, Span<AffinePoint> multiples)
    {
        var twice = new CurvePoint(point);
        twice.Double();
        var step = new AffinePoint(twice.X, twice.Y);
        var mapped = new CurvePoint(point.Map(twice.Z));
        Span<CurvePoint> points = stackalloc CurvePoint[Entries];
        for (var index = 0; index < points.Length; index++)
        {
            points[index] = mapped;
            FieldElement.Multiply(out points[index].Z, mapped.Z, twice.Z);
            mapped.Add(step);
        }

        CurvePoint.ToAffine(points, multiples);
    }

    private static byte Digit(ReadOnlySpan<ulong> words, int window)
    {
        var (word, bit) = (window * Width >> 6, window * Width & 63);
        return (byte)((words[word] >> bit | words[word + 1] << 1 << (63 - bit)) & 0x1f);
    }

    // Every entry is read.
    private static AffinePoint Scan(ReadOnlySpan<AffinePoint> entries, byte digit)
    {
        var wanted = (ulong)((digit ^ ((digit >> (Width - 1)) - 1)) & (Entries - 1));
        FieldElement x = default, y = default;
        for (var index = 0; index < entries.Length; index++)
        {
            // All ones where the two are the same.
            var mask = (ulong)((long)(((ulong)index ^ wanted) - 1) >> 63);
            x = FieldElement.Select(mask, entries[index].X, x);
            y = FieldElement.Select(mask, entries[index].Y, y);
        }

        return new AffinePoint(x, y).NegateIf((ulong)(digit >> (Width - 1)) - 1);
    }
}
