using Trust.Crypto;
using Trust.Seal.Data;
using Trust.Seal.Making;
using Trust.Seal.Pki;

namespace Trust.Seal.Signing;

/// <summary>Makes the value of a draft with the seal's own key, and has it stamped by our time stamp authority.</summary>
internal sealed class SealSigner(SealKeys keys, TimeStampService stamps, IssuingAuthority authority)
{
    // Structure, digests, names of issuers and the two values beside the certificates: about 1,500 bytes.
    private const int BesideCertificates = 4096;

    /// <summary>Whether a value surely has room in a draft: certificates make its size. Asked before anything is signed.</summary>
    public bool HasRoom(SealRecord seal, SealingDraft draft) =>
        seal.Certificate!.Length + (2 * authority.Certificate.Encoded.Length) + authority.TimeStampCertificate.Encoded.Length + BesideCertificates <= draft.Room;

    public SignedValue Sign(SealRecord seal, SealingDraft draft)
    {
        using var key = keys.Open(seal.Id, seal.PrivateKey!);
        byte[] digest = [];
        DateTimeOffset? stampedAt = null;
        var value = draft.MakeValue(seal, key, authority.Certificate, signature =>
        {
            digest = Sm3.HashData(signature.Span);
            var token = stamps.Stamp(digest);
            stampedAt = token.Time;
            return token.Encoded;
        });
        return new SignedValue(value, digest, stampedAt!.Value);
    }
}
