using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Crypto;
using Trust.Documents.Verification;
using Trust.License.Checking;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Log;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Looking;

/// <summary>
/// Checks a file with all that the node knows: Seal judges its seals, the register says what counts now, read for this very answer. Also a PDF rendition, which is known by its digest.
/// </summary>
internal sealed class CheckLicenceFile(LicenseDbContext db, ISeal seals, LicenceTypeCatalogue types, VersionFiles files, LogKey key, LookUpLicence lookUp, TimeProvider time)
{
    private const int LongestName = 200;

    private sealed record Row(LicenceVersionRecord Version, LicenceRecord Licence, bool IsEntitled);

    /// <summary>Checks.</summary>
    /// <param name="name">Name of the file, for the report.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The report, or why Seal could not judge.</returns>
    public async Task<Result<LicenceReport>> CheckAsync(string name, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var verified = await seals.VerifyDocumentAsync(IssueLicence.Module, new VerifyDocumentCall(name.Length <= LongestName ? name : name[..LongestName], file), cancellationToken);
        if (!verified.Succeeded)
        {
            return verified.Error;
        }

        var seal = JsonSerializer.Deserialize<VerificationReport>(verified.Value.Report, JsonSerializerOptions.Web)!;
        if (seal.Kind == VerifiedKind.Pdf)
        {
            return await CheckRenditionAsync(file, seal, cancellationToken);
        }

        if (!ReadLicence.TryOpen(file, types, out var licence))
        {
            return LicenceVerifier.Plain(seal);
        }

        var row = licence.Identifier is { } identifier ? await FindAsync(version => version.Identifier == identifier.Value, cancellationToken) : null;
        var report = LicenceVerifier.Judge(licence, seal, Knowledge(row), time.GetUtcNow());
        await RecordAsync(report, row, cancellationToken);
        return report;
    }

    private async Task<Result<LicenceReport>> CheckRenditionAsync(ReadOnlyMemory<byte> file, VerificationReport seal, CancellationToken cancellationToken)
    {
        var digest = Sm3.HashData(file.Span);
        if (await FindAsync(version => version.PdfDigest == digest, cancellationToken) is not { } row)
        {
            return LicenceVerifier.Plain(seal) with { Note = seal.Code is null ? LicenceSentences.NoRendition : null };
        }

        var report = LicenceRendition.Judge(files.Data(row.Version), types.Find(row.Licence.TypeCode)!, row.Version.LogIndex, seal, Knowledge(row), ProvinceDay.Of(time.GetUtcNow()));
        await RecordAsync(report, row, cancellationToken);
        return report;
    }

    private async Task<Row?> FindAsync(System.Linq.Expressions.Expression<Func<LicenceVersionRecord, bool>> which, CancellationToken cancellationToken) => await (
        from version in db.Versions.AsNoTracking().Where(which)
        join licence in db.Licences.AsNoTracking() on version.LicenceId equals licence.Id
        select new Row(version, licence, db.Entitlements.Any(right => right.TypeCode == licence.TypeCode && right.IssuerCode == licence.IssuerCode))).FirstOrDefaultAsync(cancellationToken);

    private LicenceKnowledge Knowledge(Row? row) => new()
    {
        LogKey = key.PublicKey,
        LogOrigin = key.Origin,
        IsEntitled = row?.IsEntitled,
        RecordedDigest = row?.Version.ContentDigest,
        State = row is null
            ? new KnownState(StateNames.Unknown, null, StateSources.Register, TimeSpan.Zero, true)
            : new KnownState(RegisterState.Of(row.Version.Step, row.Licence.State, row.Version.Number, row.Licence.CurrentVersion), row.Licence.CurrentVersion, StateSources.Register, TimeSpan.Zero, true),
    };

    // Only a genuine file is a look at the licence: of a made-up one its holder would learn nothing true.
    private async Task RecordAsync(LicenceReport report, Row? row, CancellationToken cancellationToken)
    {
        if (row is not null && report.Report.Indication == Indication.TotalPassed)
        {
            await lookUp.RecordAsync(row.Version, LicenceUseKind.FileChecked, cancellationToken);
        }
    }
}
