namespace Trust.Crypto;

/// <summary>
/// A sum of multiples of one point, on a curve y^2 = x^3 + a x + b that the curve is mapped to so that all these multiples have Z = 1 there. For public numbers only.
/// </summary>
internal interface IMappedSum<TSelf>
    where TSelf : struct, IMappedSum<TSelf>
{
    /// <summary>Begins with one of the multiples.</summary>
    /// <param name="first">The multiple, on the mapped curve.</param>
    /// <param name="scale">Z of the mapped curve's points on the curve itself.</param>
    static abstract TSelf Begin(in AffinePoint first, in FieldElement scale);

    /// <summary>The sum on the curve itself.</summary>
    CurvePoint Value { get; }

    /// <summary>Doubles.</summary>
    /// <param name="isLast">An addition follows, or nothing: T = a Z^4, which an addition makes anew, may be left out.</param>
    void Double(bool isLast);

    /// <summary>Adds one of the multiples, on the mapped curve.</summary>
    void Add(in AffinePoint other);
}
