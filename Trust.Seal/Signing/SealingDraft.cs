using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Seal.Data;

namespace Trust.Seal.Signing;

/// <summary>A document of which everything is fixed but the signature value.</summary>
internal abstract class SealingDraft
{
    /// <summary>Digest of what is signed, SM3, 32 bytes.</summary>
    public abstract ReadOnlyMemory<byte> Digest { get; }

    /// <summary>Bytes that a value may have.</summary>
    public virtual int Room => int.MaxValue;

    /// <summary>Makes the value: signed by the seal's key, its own octets stamped.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="key">Its key.</param>
    /// <param name="issuer">Authority of its certificate; written along where the format has room for it.</param>
    /// <param name="stamp">Stamps the octets of the value and gives a token (RFC 3161).</param>
    public abstract byte[] MakeValue(SealRecord seal, SigningKeyMaterial key, Certificate issuer, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> stamp);

    /// <summary>The sealed document; the same bytes for the same value.</summary>
    public abstract byte[] Complete(ReadOnlySpan<byte> value);
}
