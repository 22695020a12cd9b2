using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Hosting.Audit;
using Trust.Seal.Data;

namespace Trust.Seal.Pki;

/// <summary>Revokes the certificates of a seal; the caller saves.</summary>
internal sealed class RevokeCertificate(SealDbContext db)
{
    public async Task RevokeAsync(Actor actor, Guid sealId, RevocationReason reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var certificate in await db.Certificates.Where(row => row.SealId == sealId && row.RevokedAt == null).ToListAsync(cancellationToken))
        {
            // Lists count in whole seconds, and the whole second of the report is one too many rather than one too few.
            certificate.RevokedAt = WholeSeconds.Cut(now);
            certificate.RevocationReason = (int)reason;
            db.Audit(actor, "seal.certificate-revoked", certificate.Serial, payload: new { Reason = reason.ToString() });
        }
    }
}
