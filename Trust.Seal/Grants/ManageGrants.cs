using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Grants;

/// <summary>What somebody fills in to let a seal be used (用印授权).</summary>
/// <param name="Kind">Who it names.</param>
/// <param name="Grantee">Account id (32 hexadecimal digits), client id or process name.</param>
/// <param name="GranteeName">What people call it, 2 to 100 characters.</param>
/// <param name="Purpose">What may be sealed, 2 to 200 characters.</param>
/// <param name="MostUses">1 to 10,000,000.</param>
/// <param name="ValidFrom">First moment.</param>
/// <param name="ValidTo">Last moment; at most five years after the first.</param>
internal sealed record GrantForm(GranteeKind Kind, string Grantee, string GranteeName, string Purpose, int MostUses, DateTimeOffset ValidFrom, DateTimeOffset ValidTo)
{
    public Result<GrantForm> Check()
    {
        var form = this with { Grantee = Grantee.Trim(), GranteeName = GranteeName.Trim(), Purpose = Purpose.Trim(), ValidFrom = Microseconds.Cut(ValidFrom), ValidTo = Microseconds.Cut(ValidTo) };
        return form switch
        {
            _ when !Enum.IsDefined(form.Kind) => Fault("kind is Account, Client or Process."),
            { Kind: GranteeKind.Account } when !Guid.TryParseExact(form.Grantee, "N", out _) => Fault("grantee is an account id of 32 hexadecimal digits."),
            _ when form.Grantee.Length is < 1 or > 100 || !form.Grantee.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') => Fault("grantee has 1 to 100 letters, digits, '-', '_' or '.'."),
            _ when form.GranteeName.Length is < 2 or > 100 => Fault("granteeName has 2 to 100 characters."),
            _ when form.Purpose.Length is < 2 or > 200 => Fault("purpose has 2 to 200 characters."),
            _ when form.MostUses is < 1 or > 10_000_000 => Fault("mostUses is 1 to 10,000,000."),
            _ when form.ValidTo <= form.ValidFrom || form.ValidTo > form.ValidFrom.AddYears(5) => Fault("validTo lies after validFrom and at most five years later."),
            _ => form,
        };
    }

    private static TrustError Fault(string detail) => SealErrors.FormInvalid with { Detail = detail };
}

/// <summary>Gives and takes back the right to use a seal (SEA-07). The caller has had the act confirmed.</summary>
internal sealed class ManageGrants(SealDbContext db, TimeProvider time)
{
    public const string GiveAct = "seal.grant";
    public const string RevokeAct = "seal.revoke-grant";

    public async Task<Result<SealGrantRecord>> GiveAsync(Actor actor, Guid sealId, GrantForm filled, CancellationToken cancellationToken)
    {
        var seal = await SealRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == sealId, cancellationToken);
        if (seal is null)
        {
            return SealErrors.NotFound;
        }

        if (!SealRules.Reaches(actor, [SealRules.GrantRole], seal.OwnerCode, seal.Region))
        {
            return SealErrors.OutOfReach;
        }

        if (seal.State is not (SealState.Made or SealState.Active))
        {
            return SealErrors.StateForbids;
        }

        var check = filled.Check();
        if (!check.Succeeded)
        {
            return check.Error;
        }

        var form = check.Value;
        var now = time.GetUtcMicroseconds();
        var grant = new SealGrantRecord
        {
            Id = Guid.CreateVersion7(now),
            SealId = sealId,
            Kind = form.Kind,
            Grantee = form.Grantee,
            GranteeName = form.GranteeName,
            Purpose = form.Purpose,
            MostUses = form.MostUses,
            ValidFrom = form.ValidFrom,
            ValidTo = form.ValidTo,
            CreatedAt = now,
        };
        db.Grants.Add(grant);
        db.Audit(actor, GiveAct, sealId.ToString("N"), payload: new { Grant = grant.Id, Kind = form.Kind.ToString(), form.Grantee, form.MostUses, form.ValidFrom, form.ValidTo });
        await db.SaveChangesAsync(cancellationToken);
        return grant;
    }

    /// <summary>Takes a grant back; a use that has begun under it does not end sealed.</summary>
    public async Task<Result<SealGrantRecord>> RevokeAsync(Actor actor, Guid sealId, Guid grantId, CancellationToken cancellationToken)
    {
        var seal = await SealRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == sealId, cancellationToken);
        var grant = await db.Grants.SingleOrDefaultAsync(row => row.Id == grantId && row.SealId == sealId, cancellationToken);
        if (seal is null || grant is null)
        {
            return SealErrors.NotFound;
        }

        if (!SealRules.Reaches(actor, [SealRules.GrantRole], seal.OwnerCode, seal.Region))
        {
            return SealErrors.OutOfReach;
        }

        if (grant.RevokedAt is null)
        {
            grant.RevokedAt = time.GetUtcMicroseconds();
            db.Audit(actor, RevokeAct, sealId.ToString("N"), payload: new { Grant = grantId });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                return SealErrors.ChangedMeanwhile;
            }
        }

        return grant;
    }
}
