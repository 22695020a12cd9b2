using System.Runtime.CompilerServices;

namespace Trust.Crypto;

/// <summary>Points side by side, a lane each, as <see cref="CurvePoint"/>: where a lane meets equal or opposite points its Z is zero from there on.</summary>
internal struct CurveLanes<TField>
    where TField : struct, IFieldLanes<TField>
{
    internal TField X, Y, Z;

    // What an addition needs in between. They would be locals, but those are zeroed at each call: 7 KB for a point of eight lanes, a fifth of the whole addition.
    private TField a, b, c, d;

    /// <summary>Adds points with Z = 1, one a lane; x below 2p, y at most 4p. Names as in <see cref="CurvePoint.Add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in TField x, in TField y)
    {
        TField.Square(out a, Z);
        TField.Multiply(out b, x, a);
        TField.Multiply(out a, a, Z);
        TField.Multiply(out a, y, a);

        // H and R.
        TField.Subtract(out b, b, X);
        TField.Subtract(out a, a, Y);
        TField.Multiply(out Z, Z, b);

        // H^3, V and R^2.
        TField.Square(out c, b);
        TField.Multiply(out b, c, b);
        TField.Multiply(out c, X, c);
        TField.Square(out d, a);
        TField.ReducedDifference(out X, d, b, c);
        TField.Subtract(out c, c, X);
        TField.Multiply(out a, c, a);
        TField.Multiply(out b, Y, b);
        TField.ReducedDifference(out Y, a, b);
    }

    /// <summary>Begins with points with Z = 1.</summary>
    internal void Begin(in TField x, in TField y)
    {
        TField.ReducedDifference(out X, x, default);
        TField.ReducedDifference(out Y, y, default);
        Z = TField.One;
    }

    /// <summary>The point of one lane.</summary>
    internal readonly CurvePoint Point(int lane) => CurvePoint.OfLanes(X.Lane(lane), Y.Lane(lane), Z.Lane(lane));
}
