using Trust.Contracts;
using Trust.Crypto.Certificates;
using Trust.Seal.Data;
using Trust.Seal.Making;
using Trust.Seal.Pki;

namespace Trust.Seal.LifeCycle;

/// <summary>What an act does to the seal itself, beside its new state. The caller saves; the certificates of a seal that ends are saved before.</summary>
internal sealed class SealWork(MakeSeal make, RevokeCertificate revoke)
{
    /// <summary>Does it.</summary>
    /// <returns>Null, or why the seal cannot be made.</returns>
    public async Task<TrustError?> DoAsync(Actor actor, SealRecord seal, SealAct act, string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (act)
        {
            case SealAct.Make:
                return make.Make(seal, now);
            case SealAct.HandOver:
                seal.Custodian = note!.Length <= 60 ? note : note[..60];
                return null;
            case SealAct.ReportLoss:
                seal.EndedAt = now;
                await revoke.RevokeAsync(actor, seal.Id, RevocationReason.KeyCompromise, now, cancellationToken);
                return null;
            case SealAct.Destroy:
                // The key is gone for good; what it signed stays verifiable.
                seal.PrivateKey = null;
                seal.EndedAt ??= now;
                await revoke.RevokeAsync(actor, seal.Id, RevocationReason.CessationOfOperation, now, cancellationToken);
                return null;
            default:
                return null;
        }
    }
}
