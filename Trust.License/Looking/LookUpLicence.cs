using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.License.Checking;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Looking;

/// <summary>What a code led to.</summary>
internal enum CodeOutcome
{
    NotFound,

    /// <summary>The printed QR code.</summary>
    Printed,

    /// <summary>A code that its holder showed, opened now and never again.</summary>
    ShownOnce,

    /// <summary>A code that its holder showed, opened before.</summary>
    AlreadyUsed,

    /// <summary>A code that its holder showed, whose minute is over.</summary>
    TooLate,
}

/// <summary>Finds a licence by the 128 random bits of a code, straight from the database each time, and records the look for its holder.</summary>
internal sealed class LookUpLicence(LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, TimeProvider time)
{
    private const int CodeLength = 32;

    /// <summary>Looks a code up: the printed reference first, then the codes that holders show.</summary>
    public async Task<(CodeOutcome Outcome, SeenLicence? Seen)> ByCodeAsync(string code, CancellationToken cancellationToken)
    {
        if (code.Length != CodeLength || !code.All(char.IsAsciiHexDigitLower))
        {
            return (CodeOutcome.NotFound, null);
        }

        var hash = SHA256.HashData(Convert.FromHexString(code));
        if (await db.Versions.AsNoTracking().Where(version => version.ReferenceHash == hash && version.Step == IssuingStep.Done).Select(VersionWithoutFiles.Of).SingleOrDefaultAsync(cancellationToken) is { } printed)
        {
            var seen = await SeeAsync(printed, Shown.Masked, cancellationToken);
            await RecordAsync(printed, LicenceUseKind.Scanned, cancellationToken);
            return (CodeOutcome.Printed, seen);
        }

        return await ByOneTimeCodeAsync(hash, cancellationToken);
    }

    /// <summary>Everything that is shown of a version.</summary>
    public async Task<SeenLicence> SeeAsync(LicenceVersionRecord version, Shown shown, CancellationToken cancellationToken)
    {
        var licence = await db.Licences.AsNoTracking().SingleAsync(row => row.Id == version.LicenceId, cancellationToken);
        var (form, type) = (files.Data(version).Form, types.Find(licence.TypeCode)!);
        var state = StateNames.OnDay(RegisterState.Of(version.Step, licence.State, version.Number, licence.CurrentVersion), version.ValidFrom, version.ValidTo, ProvinceDay.Of(time.GetUtcNow()));
        return new SeenLicence
        {
            Type = type,
            Holder = shown == Shown.Masked ? MaskedName.Of(form.HolderName) : form.HolderName,
            Number = shown == Shown.Masked ? null : form.Number,
            HolderCode = shown == Shown.Everything ? form.HolderCode : null,
            Items = shown == Shown.Everything ? [.. type.Fields.Where(field => form.Items.ContainsKey(field.Name)).Select(field => (field, form.Items[field.Name]))] : [],
            IssuerName = licence.IssuerName,
            IssuedOn = version.IssuedOn,
            ValidFrom = version.ValidFrom,
            ValidTo = version.ValidTo,
            Version = version.Number,
            CurrentVersion = licence.CurrentVersion,
            State = state,
            Change = await ChangeAsync(licence, state, shown, cancellationToken),
            LogIndex = version.LogIndex ?? 0,
        };
    }

    /// <summary>The decision behind a state of a version, for whoever has its file; null where dates or a newer version brought it.</summary>
    public async Task<SeenChange?> ChangeAsync(string identifier, string state, CancellationToken cancellationToken) =>
        await db.Versions.AsNoTracking().Where(row => row.Identifier == identifier).Join(db.Licences, row => row.LicenceId, licence => licence.Id, (_, licence) => licence).SingleOrDefaultAsync(cancellationToken)
            is { } licence ? await ChangeAsync(licence, state, Shown.Everything, cancellationToken) : null;

    /// <summary>Records a look.</summary>
    public async Task RecordAsync(LicenceVersionRecord version, LicenceUseKind kind, CancellationToken cancellationToken)
    {
        db.Uses.Add(LicenceUses.Of(version, kind, time.GetUtcMicroseconds(), null));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<SeenChange?> ChangeAsync(LicenceRecord licence, string state, Shown shown, CancellationToken cancellationToken)
    {
        // Only the recorded state has a decision behind it.
        if (!state.Equals(licence.State.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var change = await db.StateChanges.AsNoTracking().Where(row => row.LicenceId == licence.Id).OrderByDescending(row => row.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        return change?.To == licence.State && licence.State != LicenceState.Valid ? new SeenChange(change.EffectiveAt, change.AuthorityName, shown == Shown.Everything ? change.Document : null) : null;
    }

    // Whoever changes the row from unused to used is the one who sees: two scans in two processes cannot both.
    private async Task<(CodeOutcome, SeenLicence?)> ByOneTimeCodeAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.OneTimeCodes.Where(row => row.CodeHash == hash && row.UsedAt == null && row.Expires > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), cancellationToken);
        if (await db.OneTimeCodes.AsNoTracking().SingleOrDefaultAsync(row => row.CodeHash == hash, cancellationToken) is not { } shown)
        {
            return (CodeOutcome.NotFound, null);
        }

        if (taken == 0)
        {
            return (shown.UsedAt is null ? CodeOutcome.TooLate : CodeOutcome.AlreadyUsed, null);
        }

        var version = await db.Versions.AsNoTracking().Where(row => row.LicenceId == shown.LicenceId && row.Number == shown.Number).Select(VersionWithoutFiles.Of).SingleAsync(cancellationToken);
        var seen = await SeeAsync(version, Shown.Name, cancellationToken);
        db.Audit(Actor.Anonymous, "license.shown-once", version.LicenceId.ToString("N"), payload: new { version.Identifier });
        await RecordAsync(version, LicenceUseKind.ShownOnce, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (CodeOutcome.ShownOnce, seen);
    }
}

/// <summary>How much is shown.</summary>
internal enum Shown
{
    /// <summary>Type, masked holder, issuer, state.</summary>
    Masked,

    /// <summary>Also the holder's whole name and the number: the holder agrees by showing the code.</summary>
    Name,

    /// <summary>Also the holder's code and all items: whoever has the printed secret has the paper.</summary>
    Everything,
}
