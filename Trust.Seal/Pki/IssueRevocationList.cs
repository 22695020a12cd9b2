using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Crypto.Certificates;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.Data;

namespace Trust.Seal.Pki;

/// <summary>
/// Makes revocation lists from committed rows. The number is the key of the row: of two processes that make one at the same moment one gets it, and both serve the same.
/// </summary>
internal sealed class IssueRevocationList(IDbContextFactory<SealDbContext> contexts, IssuingAuthority authority, SealOptions options, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>The newest list, made anew where a certificate was revoked since or it is getting old.</summary>
    public async Task<RevocationList> CurrentAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var newest = await db.RevocationLists.AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken);
            var revoked = await db.Certificates.AsNoTracking().Where(row => row.RevokedAt != null)
                .Select(row => new { row.Serial, row.RevokedAt, row.RevocationReason }).ToListAsync(cancellationToken);
            var now = time.GetUtcMicroseconds();
            var list = newest is null ? null : Read(newest.Encoded);
            if (list is not null && newest!.ThisUpdate + TimeSpan.FromMinutes(options.RevocationListMinutes) > now && list.Revoked.Count == revoked.Count)
            {
                return list;
            }

            var number = (newest?.Number ?? 0) + 1;
            var next = now + TimeSpan.FromHours(options.RevocationListHours);
            var made = authority.Issue(number, now, next, [.. revoked.Select(row => new RevokedCertificate(row.Serial, row.RevokedAt!.Value, (RevocationReason)row.RevocationReason!.Value))]);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await db.InsertIfAbsentAsync(new RevocationListRecord { Number = number, ThisUpdate = now, NextUpdate = next, Encoded = made.Encoded.ToArray() }, cancellationToken))
            {
                db.Audit(Actor.Process("seal"), "seal.revocation-list-issued", number.ToString(System.Globalization.CultureInfo.InvariantCulture), payload: new { revoked.Count });
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return made;
            }

            await transaction.RollbackAsync(cancellationToken);
            if (attempt == Tries)
            {
                throw new InvalidOperationException("No revocation list could be issued: another process was faster each time.");
            }
        }
    }

    private static RevocationList Read(byte[] encoded) => RevocationList.TryParse(encoded, out var list)
        ? list
        : throw new InvalidOperationException("A stored revocation list does not read.");
}
