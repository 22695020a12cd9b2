using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.License;
using Trust.Contracts.Seal;
using Trust.Crypto;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Keys;
using Trust.License.Data;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>A licence that was issued.</summary>
/// <param name="LicenceId">Row of License.</param>
/// <param name="Identifier">证照标识.</param>
/// <param name="Version">版本号.</param>
/// <param name="Address">Where its QR code leads to.</param>
internal sealed record IssuedLicence(Guid LicenceId, string Identifier, int Version, string Address);

/// <summary>Why a licence gets another version.</summary>
/// <param name="LicenceId">The licence.</param>
/// <param name="Cause"><c>change</c> (变更), <c>renew</c> (延续、换发) or <c>issue-error</c> (制证错误).</param>
/// <param name="Basis">Legal basis, or what was wrong.</param>
internal sealed record Amendment(Guid LicenceId, string Cause, string Basis)
{
    public const string First = "issue";

    public static IReadOnlyList<string> Causes { get; } = ["change", "renew", "issue-error"];
}

/// <summary>
/// Issues a licence: checked and minted, its content logged, sealed, stored. Each step is one commit; <see cref="FinishIssuing"/> carries on from whichever was the last, in this
/// call or after a loss of the process. A repeated call gives the same licence.
/// </summary>
internal sealed class IssueLicence(
    LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, FinishIssuing finish, ISeal seals, [FromKeyedServices("license")] LookupHash lookup, TimeProvider time)
{
    /// <summary>The process itself uses the seal; who asked stands in the audit and in the row.</summary>
    internal static readonly Actor Module = Actor.Process("license");

    private const string PreferredSeal = "电子证照专用章";

    public Task<Result<IssuedLicence>> IssueAsync(Actor actor, IssueForm form, IdempotencyKey key, CancellationToken cancellationToken) =>
        IssueAsync(actor, form, key, isDemo: false, cancellationToken);

    public Task<Result<IssuedLicence>> IssueAsync(Actor actor, IssueForm form, IdempotencyKey key, bool isDemo, CancellationToken cancellationToken) =>
        MakeAsync(actor, form, null, key, isDemo, cancellationToken);

    /// <summary>Makes the next version of a licence (变更、换发、制证错误); the file before answers "replaced" from then on.</summary>
    public Task<Result<IssuedLicence>> AmendAsync(Actor actor, Amendment amendment, IssueForm form, IdempotencyKey key, CancellationToken cancellationToken) =>
        MakeAsync(actor, form, amendment, key, isDemo: false, cancellationToken);

    private async Task<Result<IssuedLicence>> MakeAsync(Actor actor, IssueForm form, Amendment? amendment, IdempotencyKey key, bool isDemo, CancellationToken cancellationToken)
    {
        var caller = IssuingRules.CallerOf(actor);
        var sorted = form with { Items = new SortedDictionary<string, string>(form.Items.ToDictionary(), StringComparer.Ordinal) };
        var callDigest = Sm3.HashData(JsonSerializer.SerializeToUtf8Bytes(new { Form = sorted, Amendment = amendment }));
        if (await KnownAsync(caller, key, cancellationToken) is { } known)
        {
            return await RepeatAsync(known, callDigest, cancellationToken);
        }

        if (types.Find(form.TypeCode) is not { } type)
        {
            return LicenseErrors.TypeUnknown;
        }

        var entitled = await db.Entitlements.AsNoTracking().SingleOrDefaultAsync(row => row.TypeCode == form.TypeCode && row.IssuerCode == form.IssuerCode, cancellationToken);
        if (entitled is null || !(isDemo || await IssuingRules.ActsForAsync(db, actor, entitled.IssuerCode, entitled.Region, cancellationToken)))
        {
            return await RefuseAsync(actor, form, LicenseErrors.NotEntitled, cancellationToken);
        }

        var now = time.GetUtcMicroseconds();
        var check = form.Check(type, ProvinceDay.Of(now));
        if (!check.Succeeded)
        {
            return check.Error;
        }

        var predecessor = await PredecessorAsync(amendment, check.Value, cancellationToken);
        if (!predecessor.Succeeded)
        {
            return predecessor.Error;
        }

        var seal = await SealAsync(form.IssuerCode, cancellationToken);
        if (!seal.Succeeded)
        {
            return seal.Error;
        }

        var begun = await BeginAsync(actor, new Minting(type, check.Value, entitled, seal.Value, predecessor.Value, isDemo), caller, key, callDigest, now, cancellationToken);
        return begun.Succeeded ? await finish.FinishAsync(begun.Value, cancellationToken) : begun.Error;
    }

    // What stays the same for life: holder, number, type, issuer. One version in the making at a time.
    private async Task<Result<Predecessor?>> PredecessorAsync(Amendment? amendment, IssueForm form, CancellationToken cancellationToken)
    {
        if (amendment is null)
        {
            return (Predecessor?)null;
        }

        var basis = amendment.Basis.Trim();
        if (!Amendment.Causes.Contains(amendment.Cause) || basis.Length is < 2 or > 300 || basis.Any(char.IsControl))
        {
            return LicenseErrors.DataInvalid with { Detail = $"The cause is one of {string.Join(", ", Amendment.Causes)}; the basis has 2 to 300 characters." };
        }

        var licence = await db.Licences.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == amendment.LicenceId && row.TypeCode == form.TypeCode && row.IssuerCode == form.IssuerCode && row.CurrentVersion > 0, cancellationToken);
        if (licence is null)
        {
            return LicenseErrors.NotFound;
        }

        if (licence.HolderHash != Holder(lookup, form.HolderCodeType, form.HolderCode) || licence.NumberHash != Number(lookup, form.TypeCode, form.Number))
        {
            return LicenseErrors.DataInvalid with { Detail = "Holder and number of a licence stay the same in all its versions." };
        }

        var versions = await db.Versions.AsNoTracking().Where(row => row.LicenceId == licence.Id).Select(row => new { row.Number, row.Step }).ToListAsync(cancellationToken);
        return licence.State != LicenceState.Valid || versions.Exists(row => row.Step is IssuingStep.Begun or IssuingStep.Logged)
            ? LicenseErrors.StateForbids
            : new Predecessor(licence, versions.Max(row => row.Number) + 1, amendment with { Basis = basis });
    }

    private sealed record Predecessor(LicenceRecord Licence, int NextNumber, Amendment Amendment);

    private sealed record Minting(LicenceType Type, IssueForm Form, EntitlementRecord Issuer, UsableSeal Seal, Predecessor? Predecessor, bool IsDemo);

    private async Task<Result<Guid>> BeginAsync(
        Actor actor, Minting minting, string caller, IdempotencyKey key, byte[] callDigest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (type, form, issuer, seal, predecessor, isDemo) = minting;
        var serial = predecessor?.Licence.Serial ?? LicenceIdentifier.NewSerial();
        var number = predecessor?.NextNumber ?? 1;
        var identifier = LicenceIdentifier.Mint(type.TypeCode, UnifiedSocialCreditCode.Parse(form.IssuerCode), serial, number).Value;
        var data = new LicenceData
        {
            Form = form,
            IssuerName = issuer.IssuerName,
            Identifier = identifier,
            Version = number,
            Reference = LicenceData.NewBits(),
            Secret = LicenceData.NewSecret(),
            Salt = LicenceData.NewBits(),
            CreatedAt = WholeSeconds.Cut(now),
        };

        // What cannot be drawn is refused before anything is minted for good.
        var drawn = files.MakeOfd(data, null);
        if (!drawn.Succeeded)
        {
            return drawn.Error;
        }

        var licence = predecessor?.Licence ?? new LicenceRecord
        {
            Id = Guid.CreateVersion7(now),
            TypeCode = type.Code,
            IssuerCode = issuer.IssuerCode,
            IssuerName = issuer.IssuerName,
            Region = issuer.Region,
            Serial = serial,
            HolderHash = Holder(lookup, form.HolderCodeType, form.HolderCode),
            NumberHash = Number(lookup, type.Code, form.Number),
            HeldByPerson = form.HolderCodeType == "111",
            CurrentVersion = 0,
            State = LicenceState.Issuing,
            CreatedAt = now,
            IsDemo = isDemo,
        };
        var id = Guid.CreateVersion7(now);
        var version = new LicenceVersionRecord
        {
            Id = id,
            LicenceId = licence.Id,
            Number = number,
            Identifier = identifier,
            ReferenceHash = SHA256.HashData(Convert.FromHexString(data.Reference)),
            Caller = caller,
            Key = key.Value,
            CallDigest = callDigest,
            Step = IssuingStep.Begun,
            BegunAt = now,
            IssuedOn = form.IssuedOn,
            ValidFrom = form.ValidFrom!.Value,
            ValidTo = form.ValidTo,
            SealId = seal.SealId,
            GrantId = seal.GrantId,
            Data = files.Encrypt(id, data),
            Cause = predecessor?.Amendment.Cause ?? Amendment.First,
            Basis = predecessor?.Amendment.Basis,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (predecessor is null)
        {
            db.Licences.Add(licence);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (!await db.InsertIfAbsentAsync(version, cancellationToken))
        {
            // The same key was faster in another call, or another amendment of the same licence.
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            return await KnownAsync(caller, key, cancellationToken) is { } known ? known.Id : LicenseErrors.ChangedMeanwhile;
        }

        db.Audit(actor, "license.issuing", licence.Id.ToString("N"), payload: new { Identifier = identifier, Type = type.Code, Issuer = issuer.IssuerCode });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return id;
    }

    /// <summary>Keyed hash under which a holder's licences are found.</summary>
    public static string Holder(LookupHash lookup, string codeType, string code) => lookup.Of("licence-holder", $"{codeType}|{code}");

    /// <summary>Keyed hash under which a printed number is found within its type.</summary>
    public static string Number(LookupHash lookup, string typeCode, string number) => lookup.Of("licence-number", $"{typeCode}|{number}");

    private Task<LicenceVersionRecord?> KnownAsync(string caller, IdempotencyKey key, CancellationToken cancellationToken) =>
        db.Versions.AsNoTracking().SingleOrDefaultAsync(row => row.Caller == caller && row.Key == key.Value, cancellationToken);

    private async Task<Result<IssuedLicence>> RepeatAsync(LicenceVersionRecord known, byte[] callDigest, CancellationToken cancellationToken) =>
        CryptographicOperations.FixedTimeEquals(known.CallDigest, callDigest) ? await finish.FinishAsync(known.Id, cancellationToken) : IdempotencyErrors.KeyReused;

    private async Task<Result<UsableSeal>> SealAsync(string issuerCode, CancellationToken cancellationToken)
    {
        var usable = await seals.ListUsableAsync(Module, cancellationToken);
        return !usable.Succeeded ? usable.Error
            : usable.Value.Where(seal => seal.OwnerCode == issuerCode).OrderByDescending(seal => seal.Name == PreferredSeal).ThenBy(seal => seal.Number, StringComparer.Ordinal).FirstOrDefault() is { } seal ? seal
            : LicenseErrors.SealMissing;
    }

    // A try to issue for somebody else is something that the authority wants to see.
    private async Task<TrustError> RefuseAsync(Actor actor, IssueForm form, TrustError error, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        db.Audit(actor, "license.issue-refused", form.IssuerCode.Length <= 40 ? form.IssuerCode : form.IssuerCode[..40], error.Code, new { Type = form.TypeCode.Length <= 40 ? form.TypeCode : form.TypeCode[..40] });
        await db.SaveChangesAsync(cancellationToken);
        return error;
    }
}
