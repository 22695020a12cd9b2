using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>Eight signatures side by side: the same digits and tables as <see cref="Sm2Curve"/>, with <see cref="CurveLanes"/>.</summary>
internal static class SignatureLanes
{
    internal const int Lanes = FieldLanes.Lanes;

    /// <summary>Fewer signatures than this are faster one after another.</summary>
    internal const int Fewest = 3;

    internal static bool IsSupported => FieldLanes.IsSupported;

    /// <summary>Checks up to eight signatures whose keys have tables.</summary>
    internal static void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> holds)
    {
        Span<byte> ofKeys = stackalloc byte[Lanes * OddDigits.Windows];
        Span<byte> ofBase = stackalloc byte[Lanes * OddDigits.Windows];
        Span<Vector512<ulong>> entries = stackalloc Vector512<ulong>[Lanes];
        Span<Vector512<ulong>> fetched = stackalloc Vector512<ulong>[Lanes * OddDigits.Windows];
        for (var lane = 0; lane < Lanes; lane++)
        {
            // Lanes that stand idle repeat the first.
            ref readonly var check = ref checks[lane < checks.Length ? lane : 0];
            var at = lane * OddDigits.Windows;
            OddDigits.Split(check.T, ofKeys.Slice(at, OddDigits.Windows));
            OddDigits.Split(check.S, ofBase.Slice(at, OddDigits.Windows));
            check.Table!.Fetch(ofKeys[at..], fetched[at..]);
        }

        CurveLanes sum = default;
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                entries[lane] = fetched[lane * OddDigits.Windows + window];
            }

            CurveLanes.Unpack(entries, Signs(ofKeys, window), out var x, out var y);
            if (window == 0)
            {
                sum.Begin(x, y);
            }
            else
            {
                sum.Add(x, y);
            }
        }

        // The table of G is always at hand.
        var table = PointTable.Base;
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                entries[lane] = table.LoadWords(window, ofBase[lane * OddDigits.Windows + window]);
            }

            CurveLanes.Unpack(entries, Signs(ofBase, window), out var x, out var y);
            sum.Add(x, y);
        }

        for (var lane = 0; lane < checks.Length; lane++)
        {
            // Both are twice what they stand for: X / Z^2 = 2 x / z^2.
            var (x, z) = (sum.X.Lane(lane), sum.Z.Lane(lane));
            FieldElement.Add(out var twice, x, x);
            FieldElement.Square(out var square, z);
            holds[lane] = z.IsZero() != 0 ? checks[lane].Holds() : checks[lane].HasX(twice, square);
        }
    }

    /// <summary>x coordinates of kG for eight secret scalars, 32 bytes each; all ones in <paramref name="failed"/> where a scalar meets equal points on the way.</summary>
    internal static void MultiplyBase(ReadOnlySpan<ScalarElement> scalars, Span<byte> coordinates, Span<ulong> failed)
    {
        Span<byte> digits = stackalloc byte[Lanes * OddDigits.Windows];
        Span<Vector512<ulong>> entries = stackalloc Vector512<ulong>[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            OddDigits.Split(scalars[lane], digits.Slice(lane * OddDigits.Windows, OddDigits.Windows));
        }

        CurveLanes sum = default;
        var table = PointTable.Base;
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                entries[lane] = table.ScanWords(window, digits[lane * OddDigits.Windows + window]);
            }

            CurveLanes.Unpack(entries, Signs(digits, window), out var x, out var y);
            if (window == 0)
            {
                sum.Begin(x, y);
            }
            else
            {
                sum.Add(x, y);
            }
        }

        CryptographicOperations.ZeroMemory(digits);
        Divide(sum, coordinates, failed);
    }

    // X / Z^2 of every lane with one inversion; a Z of zero is replaced by one, so that the others come out.
    private static void Divide(in CurveLanes sum, Span<byte> coordinates, Span<ulong> failed)
    {
        Span<FieldElement> z = stackalloc FieldElement[Lanes];
        Span<FieldElement> products = stackalloc FieldElement[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            z[lane] = sum.Z.Lane(lane);
            failed[lane] = z[lane].IsZero();
            z[lane] = FieldElement.Select(failed[lane], FieldElement.One, z[lane]);
            products[lane] = lane == 0 ? z[0] : FieldElement.Times(products[lane - 1], z[lane]);
        }

        var inverse = FieldElement.Invert(products[Lanes - 1]);
        for (var lane = Lanes - 1; lane >= 0; lane--)
        {
            var own = lane == 0 ? inverse : FieldElement.Times(inverse, products[lane - 1]);
            FieldElement.Square(out var square, own);
            var x = sum.X.Lane(lane);
            FieldElement.Add(out var twice, x, x);
            FieldElement.Times(twice, square).Write(coordinates[(lane * FieldElement.Size)..]);
            inverse = FieldElement.Times(inverse, z[lane]);
        }
    }

    // All ones in the lanes whose digit is negative.
    private static Vector512<ulong> Signs(ReadOnlySpan<byte> digits, int window)
    {
        Span<ulong> signs = stackalloc ulong[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            signs[lane] = OddDigits.Sign(digits[lane * OddDigits.Windows + window]);
        }

        return Vector512.Create<ulong>(signs);
    }
}
