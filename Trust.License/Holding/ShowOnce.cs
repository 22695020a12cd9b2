using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.License.Data;
using Trust.License.Issuing;

namespace Trust.License.Holding;

/// <summary>A code that is shown now.</summary>
/// <param name="Address">What its QR code says.</param>
/// <param name="Seconds">For how long it holds.</param>
internal sealed record ShownCode(string Address, int Seconds);

/// <summary>Makes one-time codes (一次性二维码): they hold for a minute and for one look; a new one ends the one before.</summary>
internal sealed class ShowOnce(LicenseDbContext db, VersionFiles files, TimeProvider time)
{
    public const int Seconds = 60;

    public async Task<ShownCode> MakeAsync(Actor actor, HeldLicence held, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        var session = actor.SessionId ?? "";
        var old = now - TimeSpan.FromHours(1);
        var code = LicenceData.NewBits();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.OneTimeCodes.Where(row => (row.SessionId == session && row.LicenceId == held.Licence.Id && row.UsedAt == null) || row.Expires < old).ExecuteDeleteAsync(cancellationToken);
        db.OneTimeCodes.Add(new OneTimeCodeRecord
        {
            CodeHash = SHA256.HashData(Convert.FromHexString(code)),
            LicenceId = held.Licence.Id,
            Number = held.Version.Number,
            SessionId = session,
            Expires = now + TimeSpan.FromSeconds(Seconds),
        });
        db.Audit(actor, "license.code-shown", held.Licence.Id.ToString("N"));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return new ShownCode(files.Address(code), Seconds);
    }
}
