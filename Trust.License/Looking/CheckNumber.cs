using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Looking;

/// <summary>What number and secret led to.</summary>
internal enum NumberOutcome
{
    /// <summary>They fit.</summary>
    Found,

    /// <summary>They do not: no such number, or another secret. Which of the two is not said.</summary>
    Wrong,

    /// <summary>Too many wrong secrets were typed for this number today; right ones are not taken either.</summary>
    Closed,
}

/// <summary>
/// Finds a licence by its printed number and printed secret (证照编号 and 验证码). A try is counted in the database before anything is compared, from all sources and processes together,
/// for numbers that do not exist as for those that do; a right secret gives its place back.
/// </summary>
internal sealed class CheckNumber(
    LicenseDbContext db, LookUpLicence lookUp, VersionFiles files, [FromKeyedServices("license")] LookupHash lookup, LicenseOptions options, TimeProvider time)
{
    public const int SecretLength = 10;
    public const int LongestNumber = 40;

    // Versions of all licences that ever had the number.
    private const int MostVersions = 50;

    /// <summary>Checks.</summary>
    /// <param name="type">Type of the catalogue.</param>
    /// <param name="number">Number as printed.</param>
    /// <param name="secret">Secret, see <see cref="Fold"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(NumberOutcome Outcome, SeenLicence? Seen)> CheckAsync(LicenceType type, string number, string secret, CancellationToken cancellationToken)
    {
        var hash = lookup.Of("licence-number", $"{type.Code}|{number}");
        var day = ProvinceDay.Of(time.GetUtcNow());
        if (!await TakeTryAsync(hash, day, cancellationToken))
        {
            return (NumberOutcome.Closed, null);
        }

        if (await FindAsync(hash, secret, cancellationToken) is not { } version)
        {
            return (NumberOutcome.Wrong, null);
        }

        await db.SecretTries.Where(row => row.NumberHash == hash && row.Day == day).ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count - 1), cancellationToken);
        var seen = await lookUp.SeeAsync(version, Shown.Everything, cancellationToken);
        await lookUp.RecordAsync(version, LicenceUseKind.NumberChecked, cancellationToken);
        return (NumberOutcome.Found, seen);
    }

    /// <summary>A typed number or secret without the spaces people type, in the characters they meant; null for what cannot be meant.</summary>
    public static string? Fold(string? typed) => typed is null || typed.Length > 100 || typed.Any(char.IsSurrogate)
        ? null
        : string.Concat(typed.Normalize(NormalizationForm.FormKC).Where(character => !char.IsWhiteSpace(character)));

    private async Task<bool> TakeTryAsync(string hash, DateOnly day, CancellationToken cancellationToken)
    {
        await db.InsertIfAbsentAsync(new SecretTryRecord { NumberHash = hash, Day = day, Count = 0 }, cancellationToken);
        return await db.SecretTries.Where(row => row.NumberHash == hash && row.Day == day && row.Count < options.WrongSecretsADay)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, row => row.Count + 1), cancellationToken) == 1;
    }

    private async Task<LicenceVersionRecord?> FindAsync(string hash, string secret, CancellationToken cancellationToken)
    {
        var candidates = await (
            from version in db.Versions.AsNoTracking()
            join licence in db.Licences.AsNoTracking() on version.LicenceId equals licence.Id
            where licence.NumberHash == hash && version.Step == IssuingStep.Done
            orderby version.BegunAt descending
            select version).Take(MostVersions).ToListAsync(cancellationToken);
        var typed = Encoding.UTF8.GetBytes(secret);

        // All are compared, and each in constant time.
        LicenceVersionRecord? found = null;
        foreach (var version in candidates)
        {
            found = CryptographicOperations.FixedTimeEquals(typed, Encoding.UTF8.GetBytes(files.Data(version).Secret)) ? found ?? version : found;
        }

        return found;
    }
}
