using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.License;
using Trust.Contracts.Seal;
using Trust.Crypto;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.License.Checking;
using Trust.License.Data;
using Trust.License.Holding;
using Trust.License.Log;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>
/// Carries the making of a version on from its last committed step: content logged, then sealed and in force. Any process may do it at any time: a step is taken by
/// compare-and-swap, and the seal gives the same document for the same key.
/// </summary>
internal sealed class FinishIssuing(LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, AppendToLog append, ReadLog log, PublishedStates states, ISeal seals, TimeProvider time)
{
    private const int MostSealTries = 20;

    /// <summary>Carries on to the end.</summary>
    /// <returns>The licence; a refusal that voided it; or a refusal that leaves it to be tried again.</returns>
    public async Task<Result<IssuedLicence>> FinishAsync(Guid versionId, CancellationToken cancellationToken)
    {
        var version = await ReadAsync(versionId, cancellationToken);
        if (version.Step == IssuingStep.Begun)
        {
            await LogAsync(version, cancellationToken);
            version = await ReadAsync(versionId, cancellationToken);
        }

        if (version.Step == IssuingStep.Logged)
        {
            if (await SealAsync(version, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            version = await ReadAsync(versionId, cancellationToken);
        }

        return version.Step == IssuingStep.Done
            ? new IssuedLicence(version.LicenceId, version.Identifier, version.Number, files.Address(files.Data(version).Reference))
            : LicenseErrors.Voided;
    }

    // The content digest goes into the log, and its proof into the row, in one commit.
    private async Task LogAsync(LicenceVersionRecord version, CancellationToken cancellationToken)
    {
        var licence = await db.Licences.AsNoTracking().SingleAsync(row => row.Id == version.LicenceId, cancellationToken);
        var data = files.Data(version);
        var digest = VersionFiles.DigestOf(files.MakeOfd(data, null).Value);
        var json = Sm3.HashData(data.ToJson(types.Find(licence.TypeCode)!));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.Versions.Where(row => row.Id == version.Id && row.Step == IssuingStep.Begun)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Step, IssuingStep.Logged).SetProperty(row => row.ContentDigest, digest), cancellationToken);
        if (taken == 0)
        {
            return;
        }

        var entry = new LogEntry(version.Id, LogEntry.Issued,
        [
            new("type", licence.TypeCode), new("issuer", licence.IssuerCode), new("version", version.Number.ToString(CultureInfo.InvariantCulture)),
            new("content", Convert.ToHexStringLower(digest)), new("json", Convert.ToHexStringLower(json)),
        ]);
        var appended = (await append.AppendAsync([entry], cancellationToken))[0];
        var index = appended.Index;

        // With the entry itself, so that the file is checked where the log cannot be asked.
        var proof = ((await log.InclusionAsync(index, cancellationToken))! with { Entry = appended.Content }).ToText();
        await db.Versions.Where(row => row.Id == version.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LogIndex, index).SetProperty(row => row.Proof, proof), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    // Null: done, here or by another process.
    private async Task<TrustError?> SealAsync(LicenceVersionRecord version, CancellationToken cancellationToken)
    {
        var licence = await db.Licences.AsNoTracking().SingleAsync(row => row.Id == version.LicenceId, cancellationToken);
        var type = types.Find(licence.TypeCode)!;
        var data = files.Data(version);
        var ofd = await SealAsync(version, type, "ofd", files.MakeOfd(data, version.Proof).Value, cancellationToken);

        // The rendition names the sealed OFD, so it is made after it; the same seal stands on both.
        var pdf = ofd.Succeeded ? await SealAsync(version, type, "pdf", files.MakePdf(data, version.Proof, ofd.Value.Document.Span).Value, cancellationToken) : ofd;
        if (pdf.Succeeded)
        {
            return await CompleteAsync(version, licence, ofd.Value, pdf.Value, cancellationToken);
        }

        if (pdf.Error.Code == SealErrors.UseVoided.Code && version.SealTries < MostSealTries)
        {
            // A signature may have been computed, and nobody got it: the next try has keys of its own.
            await db.Versions.Where(row => row.Id == version.Id && row.SealTries == version.SealTries)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.SealTries, row => row.SealTries + 1), cancellationToken);
            return await SealAsync(await ReadAsync(version.Id, cancellationToken), cancellationToken);
        }

        // What may pass by itself is tried again; a seal that is gone does not come back.
        if (pdf.Error.Kind is ErrorKind.Unavailable or ErrorKind.TooMany || pdf.Error.Code == Hosting.Idempotency.IdempotencyErrors.InProgress.Code)
        {
            return pdf.Error;
        }

        await VoidAsync(version, pdf.Error, cancellationToken);
        return pdf.Error;
    }

    private Task<Result<SealedDocument>> SealAsync(LicenceVersionRecord version, LicenceType type, string form, byte[] document, CancellationToken cancellationToken)
    {
        var call = new SealDocumentCall(
            version.SealId, version.GrantId, $"签发{type.Name}", $"{version.Id:N}.{form}", document, [new StampPlace(1, type.Face.Seal.X, type.Face.Seal.Y)]);
        return IdempotencyKey.TryParse($"{version.Id:N}-{form}-{version.SealTries.ToString(CultureInfo.InvariantCulture)}", out var key)
            ? seals.SealDocumentAsync(IssueLicence.Module, call, key, cancellationToken)
            : throw new InvalidOperationException("The key of an act of sealing is none.");
    }

    // Null: in force. A licence that ended while its next version was made keeps its last one.
    private async Task<TrustError?> CompleteAsync(LicenceVersionRecord version, LicenceRecord licence, SealedDocument ofd, SealedDocument pdf, CancellationToken cancellationToken)
    {
        var digests = (Ofd: Sm3.HashData(ofd.Document.Span), Pdf: Sm3.HashData(pdf.Document.Span), Json: Sm3.HashData(files.Data(version).ToJson(types.Find(licence.TypeCode)!)));
        var content = (Ofd: files.EncryptOfd(version.Id, ofd.Document), Pdf: files.EncryptPdf(version.Id, pdf.Document));
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var entry = new LogEntry(version.Id, LogEntry.Sealed,
            [
                new("content", Convert.ToHexStringLower(version.ContentDigest!)), new("signature", ofd.SignatureDigest), new("ofd", Convert.ToHexStringLower(digests.Ofd)),
                new("pdf", Convert.ToHexStringLower(digests.Pdf)), new("json", Convert.ToHexStringLower(digests.Json)),
            ]);
            var taken = await db.Versions.Where(row => row.Id == version.Id && row.Step == IssuingStep.Logged).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Step, IssuingStep.Done).SetProperty(row => row.SealedAt, ofd.SealedAt)
                    .SetProperty(row => row.Ofd, content.Ofd).SetProperty(row => row.OfdDigest, digests.Ofd).SetProperty(row => row.Pdf, content.Pdf).SetProperty(row => row.PdfDigest, digests.Pdf),
                cancellationToken);
            if (taken == 0)
            {
                return null;
            }

            var current = await db.Licences.Where(row => row.Id == licence.Id && (row.State == LicenceState.Issuing || row.State == LicenceState.Valid)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.CurrentVersion, version.Number).SetProperty(row => row.State, LicenceState.Valid).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
            if (current == 1)
            {
                await append.AppendAsync([entry], cancellationToken);
                db.HolderNotices.Add(TellHolders.Of(licence.Id, version.Number == 1 ? HolderNotices.Issued : HolderNotices.Changed, time.GetUtcMicroseconds()));
                db.Audit(IssueLicence.Module, "license.issued", licence.Id.ToString("N"), payload: new { version.Identifier, Ofd = Convert.ToHexStringLower(digests.Ofd), Use = ofd.UseId, PdfUse = pdf.UseId, For = version.Caller });
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                db.ChangeTracker.Clear();
                if (version.Number > 1)
                {
                    await states.RefreshAsync(cancellationToken);
                }

                return null;
            }
        }

        db.ChangeTracker.Clear();
        await VoidAsync(version, LicenseErrors.StateForbids, cancellationToken);
        return LicenseErrors.StateForbids;
    }

    private async Task VoidAsync(LicenceVersionRecord version, TrustError why, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.Versions.Where(row => row.Id == version.Id && row.Step == IssuingStep.Logged)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Step, IssuingStep.Voided), cancellationToken);
        if (taken == 0)
        {
            return;
        }

        await db.Licences.Where(row => row.Id == version.LicenceId && row.State == LicenceState.Issuing)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, LicenceState.Voided).SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
        await append.AppendAsync([new LogEntry(version.Id, LogEntry.Voided, [new("content", Convert.ToHexStringLower(version.ContentDigest!))])], cancellationToken);
        db.Audit(IssueLicence.Module, "license.issue-voided", version.LicenceId.ToString("N"), why.Code, new { version.Identifier });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private Task<LicenceVersionRecord> ReadAsync(Guid id, CancellationToken cancellationToken) => db.Versions.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
}
