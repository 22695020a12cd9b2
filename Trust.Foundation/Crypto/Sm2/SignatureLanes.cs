using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>Signatures side by side: eight with AVX-512, four with AVX2.</summary>
internal static class SignatureLanes
{
    /// <summary>Room that is enough for the lanes of any processor.</summary>
    internal const int MostLanes = 8;

    /// <summary>How many signatures go side by side here; 1 where they do not.</summary>
    internal static int Lanes
    {
        // A constant of the compiled code, so that loops over secrets have constant bounds.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => FieldLanes512.IsSupported ? FieldLanes512.Lanes : FieldLanes256.IsSupported ? FieldLanes256.Lanes : 1;
    }

    /// <inheritdoc cref="IFieldLanes{TField}.FewestMade"/>
    internal static int FewestMade => FieldLanes512.IsSupported ? FieldLanes512.FewestMade : FieldLanes256.FewestMade;

    /// <inheritdoc cref="IFieldLanes{TField}.FewestChecked"/>
    internal static int FewestChecked => FieldLanes512.IsSupported ? FieldLanes512.FewestChecked : FieldLanes256.FewestChecked;

    internal static bool IsSupported => FieldLanes512.IsSupported || FieldLanes256.IsSupported;

    /// <inheritdoc cref="SignatureLanes{TField}.Verify"/>
    internal static void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> holds)
    {
        if (FieldLanes512.IsSupported)
        {
            SignatureLanes<FieldLanes512>.Verify(checks, holds);
        }
        else
        {
            SignatureLanes<FieldLanes256>.Verify(checks, holds);
        }
    }

    /// <inheritdoc cref="SignatureLanes{TField}.Sum"/>
    internal static CurvePoint Sum(Span<Vector512<ulong>> entries, ReadOnlySpan<byte> digits) =>
        FieldLanes512.IsSupported ? SignatureLanes<FieldLanes512>.Sum(entries, digits) : SignatureLanes<FieldLanes256>.Sum(entries, digits);

    /// <inheritdoc cref="SignatureLanes{TField}.MultiplyBase"/>
    internal static void MultiplyBase(ReadOnlySpan<ScalarElement> scalars, Span<byte> coordinates, Span<ulong> failed)
    {
        if (FieldLanes512.IsSupported)
        {
            SignatureLanes<FieldLanes512>.MultiplyBase(scalars, coordinates, failed);
        }
        else
        {
            SignatureLanes<FieldLanes256>.MultiplyBase(scalars, coordinates, failed);
        }
    }
}

/// <summary>The same digits and tables as <see cref="Sm2Curve"/>, with <see cref="CurveLanes{TField}"/>.</summary>
internal static class SignatureLanes<TField>
    where TField : struct, IFieldLanes<TField>
{
    private static int Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TField.Lanes;
    }

    /// <summary>Checks signatures whose keys have tables, one or more and at most as many as there are lanes.</summary>
    internal static void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> holds)
    {
        Span<byte> ofKeys = stackalloc byte[Lanes * OddDigits.Windows];
        Span<byte> ofBase = stackalloc byte[Lanes * OddDigits.Windows];
        Span<Vector512<ulong>> entries = stackalloc Vector512<ulong>[Lanes];
        Span<ulong> isNegative = stackalloc ulong[Lanes];
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

        CurveLanes<TField> sum = default;
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                entries[lane] = fetched[lane * OddDigits.Windows + window];
            }

            Signs(ofKeys, window, isNegative);
            TField.Unpack(entries, isNegative, out var x, out var y);
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

            Signs(ofBase, window, isNegative);
            TField.Unpack(entries, isNegative, out var x, out var y);
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

    /// <summary>The sum of entries of tables for public digits, as many for each lane; Z is zero where equal or opposite points were met on the way.</summary>
    internal static CurvePoint Sum(Span<Vector512<ulong>> entries, ReadOnlySpan<byte> digits)
    {
        Span<ulong> isNegative = stackalloc ulong[Lanes];
        CurveLanes<TField> sums = default;
        for (var at = 0; at < entries.Length; at += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                isNegative[lane] = OddDigits.Sign(digits[at + lane]);
            }

            TField.Unpack(entries.Slice(at, Lanes), isNegative, out var x, out var y);
            if (at == 0)
            {
                sums.Begin(x, y);
            }
            else
            {
                sums.Add(x, y);
            }
        }

        var sum = sums.Point(0);
        for (var lane = 1; lane < Lanes; lane++)
        {
            sum.PublicAdd(sums.Point(lane));
        }

        return sum;
    }

    /// <summary>x coordinates of kG for secret scalars, one a lane, 32 bytes each; all ones in <paramref name="failed"/> where a scalar meets equal points on the way.</summary>
    internal static void MultiplyBase(ReadOnlySpan<ScalarElement> scalars, Span<byte> coordinates, Span<ulong> failed)
    {
        Span<byte> digits = stackalloc byte[Lanes * OddDigits.Windows];
        Span<Vector512<ulong>> entries = stackalloc Vector512<ulong>[Lanes];
        Span<ulong> isNegative = stackalloc ulong[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            OddDigits.Split(scalars[lane], digits.Slice(lane * OddDigits.Windows, OddDigits.Windows));
        }

        CurveLanes<TField> sum = default;
        var table = PointTable.Base;
        for (var window = 0; window < OddDigits.Windows; window++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                entries[lane] = table.ScanWords(window, digits[lane * OddDigits.Windows + window]);
            }

            Signs(digits, window, isNegative);
            TField.Unpack(entries, isNegative, out var x, out var y);
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
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(isNegative));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(entries));
        Divide(sum, coordinates, failed);

        // With what an addition kept in between.
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<CurveLanes<TField>>(ref sum)));
    }

    // X / Z^2 of every lane with one inversion; a Z of zero is replaced by one, so that the others come out.
    private static void Divide(in CurveLanes<TField> sum, Span<byte> coordinates, Span<ulong> failed)
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
    private static void Signs(ReadOnlySpan<byte> digits, int window, Span<ulong> isNegative)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            isNegative[lane] = OddDigits.Sign(digits[lane * OddDigits.Windows + window]);
        }
    }
}
