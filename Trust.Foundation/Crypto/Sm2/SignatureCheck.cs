using Trust.Crypto.Keys;

namespace Trust.Crypto;

/// <summary>A signature that is to be checked: its numbers, in range, and the key's table where it has one. Everything here is public.</summary>
internal readonly struct SignatureCheck
{
    private readonly AffinePoint _key;
    private readonly ScalarElement _e, _r;

    private SignatureCheck(Sm2PublicKey key, in ScalarElement e, in ScalarElement r, in ScalarElement s, in ScalarElement t) =>
        (_key, _e, _r, S, T, Table) = (key.Key, e, r, s, t, Sm2KeyTables.Find(key));

    internal ScalarElement S { get; }

    /// <summary>r + s modulo n, not zero.</summary>
    internal ScalarElement T { get; }

    /// <summary>Table of the key; null where it has none yet.</summary>
    internal PointTable? Table { get; }

    /// <summary>Reads a signature; false where it cannot hold whatever was signed.</summary>
    internal static bool TryRead(Sm2PublicKey key, ReadOnlySpan<byte> e, ReadOnlySpan<byte> signature, SignatureFormat format, out SignatureCheck check)
    {
        check = default;
        Span<byte> raw = stackalloc byte[Sm2SignatureEncoding.RawSizeInBytes];
        if (format == SignatureFormat.Der)
        {
            if (!Sm2SignatureEncoding.TryReadDer(signature, raw, out _))
            {
                return false;
            }
        }
        else if (Sm2SignatureEncoding.IsValidRaw(signature, out _))
        {
            signature.CopyTo(raw);
        }
        else
        {
            return false;
        }

        // GB/T 32918.2-2016 clause 7.1, B5: t = r + s mod n is not zero.
        var (r, s) = (ScalarElement.Read(raw[..32]), ScalarElement.Read(raw[32..]));
        var t = ScalarElement.Add(r, s);
        if (t.IsZero() != 0)
        {
            return false;
        }

        check = new(key, ScalarElement.Read(e), r, s, t);
        return true;
    }

    /// <summary>Clause 7.1, B6 and B7: (x, y) = sG + tP, e + x mod n equals r.</summary>
    internal bool Holds()
    {
        var sum = Sm2Curve.PublicSumOfTwo(S, T, _key, Table);
        if (sum.Z.IsZero() != 0)
        {
            return false;
        }

        FieldElement.Square(out var square, sum.Z);
        return HasX(sum.X, square);
    }

    /// <summary>
    /// Whether X / Z^2 is r - e modulo n. Instead of dividing, which takes an inversion, both numbers below p that are r - e modulo n are compared, times Z^2, with X.
    /// </summary>
    internal bool HasX(in FieldElement x, in FieldElement squareOfZ)
    {
        var wanted = ScalarElement.Subtract(_r, _e);
        return FieldElement.AreEqual(FieldElement.Times(FieldElement.From(wanted), squareOfZ), x)
            || (wanted.TryAddOrderBelowPrime(out var other) && FieldElement.AreEqual(FieldElement.Times(other, squareOfZ), x));
    }
}
