using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>Eight points side by side, as <see cref="CurvePoint"/>: where a lane meets equal or opposite points its Z is zero from there on.</summary>
internal struct CurveLanes
{
    internal FieldLanes X, Y, Z;

    /// <summary>Adds points with Z = 1, one a lane; x below 2p, y below 4p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in FieldLanes x, in FieldLanes y)
    {
        FieldLanes.Square(out var zz, Z);
        FieldLanes.Multiply(out var u, x, zz);
        FieldLanes.Multiply(out var zzz, zz, Z);
        FieldLanes.Multiply(out var s, y, zzz);
        FieldLanes.Subtract(out var h, u, X);
        FieldLanes.Subtract(out var r, s, Y);
        FieldLanes.Square(out var hh, h);
        FieldLanes.Multiply(out var hhh, hh, h);
        FieldLanes.Multiply(out var v, X, hh);
        FieldLanes.Square(out var rr, r);
        FieldLanes.Multiply(out Z, Z, h);
        FieldLanes.ReducedDifference(out X, rr, hhh, v);
        FieldLanes.Subtract(out var d, v, X);
        FieldLanes.Multiply(out var a, d, r);
        FieldLanes.Multiply(out var c, Y, hhh);
        FieldLanes.ReducedDifference(out Y, a, c);
    }

    /// <summary>Begins with points with Z = 1.</summary>
    internal void Begin(in FieldLanes x, in FieldLanes y)
    {
        FieldLanes.ReducedDifference(out X, x, default);
        FieldLanes.ReducedDifference(out Y, y, default);
        Z = FieldLanes.One;
    }

    /// <summary>Points of eight entries of tables, each of eight words of 64 bits, and their signs.</summary>
    /// <param name="entries">Entries, a lane each; overwritten.</param>
    /// <param name="isNegative">All ones in the lanes of negative digits.</param>
    /// <param name="x">Coordinates.</param>
    /// <param name="y">Coordinates.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Unpack(Span<Vector512<ulong>> entries, Vector512<ulong> isNegative, out FieldLanes x, out FieldLanes y)
    {
        Turn(entries);
        x = FieldLanes.Unpack(entries[0], entries[1], entries[2], entries[3]);
        y = FieldLanes.NegateIf(isNegative, FieldLanes.Unpack(entries[4], entries[5], entries[6], entries[7]));
    }

    // Eight rows of eight words become eight columns.
    private static void Turn(Span<Vector512<ulong>> rows)
    {
        // Words 2i and 2i + 1 of rows 2j and 2j + 1 side by side, in quarters.
        Span<Vector512<ulong>> halves = stackalloc Vector512<ulong>[8];
        for (var pair = 0; pair < 8; pair += 2)
        {
            halves[pair] = Avx512F.UnpackLow(rows[pair], rows[pair + 1]);
            halves[pair + 1] = Avx512F.UnpackHigh(rows[pair], rows[pair + 1]);
        }

        for (var odd = 0; odd < 2; odd++)
        {
            var (v0, v1, v2, v3) = (halves[odd], halves[odd + 2], halves[odd + 4], halves[odd + 6]);
            var (even01, even23) = (Avx512F.Shuffle4x128(v0, v1, 0x88), Avx512F.Shuffle4x128(v2, v3, 0x88));
            var (odd01, odd23) = (Avx512F.Shuffle4x128(v0, v1, 0xdd), Avx512F.Shuffle4x128(v2, v3, 0xdd));
            rows[odd] = Avx512F.Shuffle4x128(even01, even23, 0x88);
            rows[odd + 2] = Avx512F.Shuffle4x128(odd01, odd23, 0x88);
            rows[odd + 4] = Avx512F.Shuffle4x128(even01, even23, 0xdd);
            rows[odd + 6] = Avx512F.Shuffle4x128(odd01, odd23, 0xdd);
        }
    }
}
