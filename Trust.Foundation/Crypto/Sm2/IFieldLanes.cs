using System.Runtime.Intrinsics;

namespace Trust.Crypto;

/// <summary>
/// Elements of the field side by side, a lane each, in Montgomery form (times 2^261), as nine limbs of 29 bits: a product of two limbs is one 32-bit multiplication, and a
/// column takes nine of them and all of a reduction without a carry. Limbs that are multiplied are below 2^30 in one factor and little above 2^29 in the other. As
/// <see cref="FieldElement"/> otherwise. There is one form for each width of the registers; what is made of it (<see cref="CurveLanes{TField}"/>,
/// <see cref="SignatureLanes{TField}"/>) is the same.
/// </summary>
internal interface IFieldLanes<TSelf>
    where TSelf : struct, IFieldLanes<TSelf>
{
    static abstract int Lanes { get; }

    /// <summary>Fewer signatures than this are made faster one after another.</summary>
    static abstract int FewestMade { get; }

    /// <summary>Fewer signatures than this are checked faster one after another, each by all lanes.</summary>
    static abstract int FewestChecked { get; }

    /// <summary>One in every lane: 2^261 modulo p.</summary>
    static abstract TSelf One { get; }

    /// <summary>a b / 2^261.</summary>
    static abstract void Multiply(out TSelf r, in TSelf a, in TSelf b);

    /// <summary>a^2 / 2^261.</summary>
    static abstract void Square(out TSelf r, in TSelf a);

    /// <summary>a - b + 2p, its carries run one limb far; b below 1.9p.</summary>
    static abstract void Subtract(out TSelf r, in TSelf a, in TSelf b);

    /// <summary>a - b - 2c and 16p more, reduced to below 1.01p and limbs little above 2^29.</summary>
    static abstract void ReducedDifference(out TSelf r, in TSelf a, in TSelf b, in TSelf twice);

    /// <summary>a - b and 16p more, reduced likewise.</summary>
    static abstract void ReducedDifference(out TSelf r, in TSelf a, in TSelf b);

    /// <summary>Points of entries of tables, each of eight words of 64 bits, times 2^260: doubled, they are in this form.</summary>
    /// <param name="entries">Entries, a lane each; overwritten.</param>
    /// <param name="isNegative">A word a lane: all ones where the digit is negative, else zero.</param>
    /// <param name="x">Coordinates, below 2p.</param>
    /// <param name="y">Coordinates with the signs of the digits, at most 4p.</param>
    static abstract void Unpack(Span<Vector512<ulong>> entries, ReadOnlySpan<ulong> isNegative, out TSelf x, out TSelf y);

    /// <summary>One lane as an element of <see cref="FieldElement"/>: the same number, which there is that of twice the value.</summary>
    FieldElement Lane(int lane);
}
