using Trust.Crypto;
using Trust.Documents.Seals;
using Trust.Documents.Signing;
using Trust.Seal.Data;
using Trust.Seal.Making;
using Trust.Seal.Pki;

namespace Trust.Seal.Signing;

/// <summary>Makes the SES_Signature (GB/T 38540) of a draft with the seal's own key, and has it stamped by our time stamp authority.</summary>
internal sealed class SealSigner(SealKeys keys, TimeStampService stamps)
{
    public SignedValue Sign(SealRecord seal, OfdSignatureDraft draft, DateTimeOffset time)
    {
        if (!SesSeal.TryParse(seal.Seal!, out var parsed, out var fault))
        {
            throw new InvalidOperationException($"The stored seal {seal.Number} does not read: {fault.Detail}");
        }

        using var key = keys.Open(seal.Id, seal.PrivateKey!);
        byte[] digest = [];
        DateTimeOffset? stampedAt = null;
        var signature = new SesSignatureBuilder { Seal = parsed, Time = time, DataHash = draft.Digest, PropertyInfo = draft.SignatureXmlEntryName }.Build(
            seal.Certificate!,
            toSign => key.Sign(toSign.Span),
            value =>
            {
                digest = Sm3.HashData(value.Span);
                var token = stamps.Stamp(digest);
                stampedAt = token.Time;
                return token.Encoded;
            });
        return new SignedValue(signature.Encoded.ToArray(), digest, stampedAt!.Value);
    }
}
