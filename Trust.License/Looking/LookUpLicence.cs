using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.License.Looking;

/// <summary>What counts today.</summary>
internal enum Force
{
    InForce,
    NotInForce,
}

/// <summary>What anybody learns who has the QR code: type, masked holder, issuer, state.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Holder">Masked name.</param>
/// <param name="IssuerName">Issuing authority.</param>
/// <param name="IssuedOn">Day of issue.</param>
/// <param name="ValidTo">Last day, or null.</param>
/// <param name="State">Recorded state, or expired, or superseded.</param>
/// <param name="Force">Whether it counts today.</param>
/// <param name="LogIndex">Place in the log.</param>
internal sealed record SeenLicence(LicenceType Type, string Holder, string IssuerName, DateOnly IssuedOn, DateOnly? ValidTo, string State, Force Force, long LogIndex);

/// <summary>Finds a licence by the 128 random bits of its QR code. Never from a cache: state is told as it is.</summary>
internal sealed class LookUpLicence(LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, TimeProvider time)
{
    private const int ReferenceLength = 32;

    /// <summary>Looks it up.</summary>
    /// <returns>Null where there is none, or it is still being made.</returns>
    public async Task<SeenLicence?> ByReferenceAsync(string reference, CancellationToken cancellationToken)
    {
        if (reference.Length != ReferenceLength || !reference.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var hash = SHA256.HashData(Convert.FromHexString(reference));
        var found = await (
            from version in db.Versions.AsNoTracking()
            join licence in db.Licences.AsNoTracking() on version.LicenceId equals licence.Id
            where version.ReferenceHash == hash && version.Step == IssuingStep.Done
            select new { version.Id, version.Data, version.Number, version.IssuedOn, version.ValidFrom, version.ValidTo, version.LogIndex, licence.TypeCode, licence.IssuerName, licence.State, licence.CurrentVersion })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date);
        var state = StateOn(found.State, found.Number, found.CurrentVersion, found.ValidFrom, found.ValidTo, today);
        var name = files.Data(found.Id, found.Data).Form.HolderName;
        return new SeenLicence(
            types.Find(found.TypeCode)!, Masked(name), found.IssuerName, found.IssuedOn, found.ValidTo, state, state == "valid" ? Force.InForce : Force.NotInForce, found.LogIndex ?? 0);
    }

    /// <summary>The state that counts on a day: a final one before all else, then a newer version, then the dates.</summary>
    internal static string StateOn(LicenceState recorded, int version, int current, DateOnly from, DateOnly? to, DateOnly today) =>
        recorded is LicenceState.Annulled or LicenceState.Cancelled or LicenceState.Revoked ? recorded.ToString().ToLowerInvariant()
        : version < current ? "superseded"
        : to < today ? "expired"
        : from > today ? "not-yet-valid"
        : recorded.ToString().ToLowerInvariant();

    /// <summary>The first character, and the last where there are more than two: 林**, 澜江市******公司 would tell too much.</summary>
    internal static string Masked(string name)
    {
        var characters = name.EnumerateRunes().ToList();
        return characters.Count <= 2
            ? $"{characters[0]}*"
            : $"{characters[0]}{new string('*', Math.Min(characters.Count - 2, 8))}{characters[^1]}";
    }
}
