using Trust.Crypto.Certificates;
using Trust.Documents.Seals;
using Trust.Seal.Data;

namespace Trust.Seal.Signing;

/// <summary>What a row holds, read; it was written by us.</summary>
internal static class StoredSeal
{
    public static SesSeal ReadSeal(this SealRecord seal) => SesSeal.TryParse(seal.Seal!, out var parsed, out var fault)
        ? parsed
        : throw new InvalidOperationException($"The stored seal {seal.Number} does not read: {fault.Detail}");

    public static Certificate ReadCertificate(this SealRecord seal) => Certificate.TryParse(seal.Certificate!, out var certificate)
        ? certificate
        : throw new InvalidOperationException($"The stored certificate of the seal {seal.Number} does not read.");
}
