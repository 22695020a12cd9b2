using System.Runtime.CompilerServices;

namespace Trust.Crypto;

/// <summary>Points side by side, a lane each, as <see cref="CurvePoint"/>: where a lane meets equal or opposite points its Z is zero from there on.</summary>
internal struct CurveLanes<TField>
    where TField : struct, IFieldLanes<TField>
{
    internal TField X, Y, Z;

    /// <summary>Adds points with Z = 1, one a lane; x below 2p, y at most 4p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in TField x, in TField y)
    {
        TField.Square(out var zz, Z);
        TField.Multiply(out var u, x, zz);
        TField.Multiply(out var zzz, zz, Z);
        TField.Multiply(out var s, y, zzz);
        TField.Subtract(out var h, u, X);
        TField.Subtract(out var r, s, Y);
        TField.Square(out var hh, h);
        TField.Multiply(out var hhh, hh, h);
        TField.Multiply(out var v, X, hh);
        TField.Square(out var rr, r);
        TField.Multiply(out Z, Z, h);
        TField.ReducedDifference(out X, rr, hhh, v);
        TField.Subtract(out var d, v, X);
        TField.Multiply(out var a, d, r);
        TField.Multiply(out var c, Y, hhh);
        TField.ReducedDifference(out Y, a, c);
    }

    /// <summary>Begins with points with Z = 1.</summary>
    internal void Begin(in TField x, in TField y)
    {
        TField.ReducedDifference(out X, x, default);
        TField.ReducedDifference(out Y, y, default);
        Z = TField.One;
    }
}
