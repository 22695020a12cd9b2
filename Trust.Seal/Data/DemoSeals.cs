using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.LifeCycle;
using Trust.Seal.Making;

namespace Trust.Seal.Data;

/// <summary>Seals of the invented province, present in Development only; their pictures carry 样章.</summary>
internal sealed class DemoSeals(SealDbContext db, SealDrawing drawing, SealWork work, TimeProvider time)
{
    private static readonly Acting Maker = new(new Guid("0199aaaa-0000-7000-8000-000000001001"), "许立诚");
    private static readonly Acting Reviewer = new(new Guid("0199aaaa-0000-7000-8000-000000001002"), "何静怡");
    private static readonly Actor Adder = Actor.Process("seal");

    // Codes of invented organisations; the first two are Identity's demo offices.
    private static readonly (string Number, string Code, string Owner, string Region, string Name, SealKind Kind, SealState State)[] Seals =
    [
        ("9901000012386", "11990100MB0000027F", "澜江市市场监督管理局", "990100", "电子证照专用章", SealKind.Special, SealState.Active),
        ("9900000000018", "11990000MB0000019F", "云川省政务服务管理局", "990000", "公章", SealKind.Official, SealState.Active),
        ("9901000017733", "11990100MB0000027F", "澜江市市场监督管理局", "990100", "行政审批专用章", SealKind.Special, SealState.Lost),
        ("9901000009912", "11990100MB0000027F", "澜江市市场监督管理局", "990100", "公章", SealKind.Official, SealState.Destroyed),
        ("9900000010027", "11990000MB0000019F", "云川省政务服务管理局", "990000", "电子公文专用章", SealKind.Special, SealState.Approved),
        ("9901000020190", "11990100MB0000027F", "澜江市市场监督管理局", "990100", "收费专用章", SealKind.Special, SealState.Applied),
    ];

    public async Task AddAsync(CancellationToken cancellationToken)
    {
        var known = await db.Seals.Where(seal => seal.IsDemo).Select(seal => seal.Number).ToListAsync(cancellationToken);
        var day = 60;
        foreach (var demo in Seals.Where(demo => !known.Contains(demo.Number)))
        {
            await AddAsync(demo.Number, demo.Code, demo.Owner, demo.Region, demo.Name, demo.Kind, demo.State, day -= 9, cancellationToken);
        }
    }

    private async Task AddAsync(string number, string code, string owner, string region, string name, SealKind kind, SealState state, int daysAgo, CancellationToken cancellationToken)
    {
        var applied = time.GetUtcMicroseconds() - TimeSpan.FromDays(daysAgo);
        var picture = drawing.Draw(owner, name, kind, number, 42, star: true);
        var seal = new SealRecord
        {
            Id = Guid.CreateVersion7(applied),
            Number = number,
            Name = name,
            Kind = kind,
            OwnerCode = code,
            OwnerName = owner,
            Region = region,
            Basis = "云政办函〔2026〕12号",
            DiameterMm = 42,
            Star = true,
            ValidYears = 3,
            State = SealState.Applied,
            ApplicantPersonId = Maker.Id,
            AppliedAt = applied,
            Picture = picture.Value,
            IsDemo = true,
        };
        db.Seals.Add(seal);
        db.Events.Add(SealEvents.Of(seal.Id, SealLifeCycle.Of(SealAct.Apply), SealState.Applied, Maker, seal.Basis, applied));
        db.Audit(Adder, "seal.apply", seal.Id.ToString("N"), payload: new { seal.Number, seal.IsDemo });
        var moment = applied;
        foreach (var (act, person, note) in StepsTo(state))
        {
            moment += TimeSpan.FromHours(20);
            await MoveAsync(seal, act, person, note, moment, cancellationToken);
        }

        if (state == SealState.Active)
        {
            Grant(seal, GranteeKind.Process, "license", "证照签发模块", "电子证照", moment);
            Grant(seal, GranteeKind.Client, "demo-machine", "演示系统", "演示文件", moment);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task MoveAsync(SealRecord seal, SealAct act, Acting person, string? note, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var step = SealLifeCycle.Of(act);
        var from = seal.State;

        // What the step before made is found in the database.
        await db.SaveChangesAsync(cancellationToken);
        seal.State = step.To;
        if (await work.DoAsync(Adder, seal, act, note, moment, cancellationToken) is { } refused)
        {
            throw new InvalidOperationException($"The demo seal {seal.Number} is not brought to {act}: {refused.Code}.");
        }

        db.Events.Add(SealEvents.Of(seal.Id, step, from, person, note, moment));
        db.Audit(Adder, step.Name, seal.Id.ToString("N"), payload: new { seal.Number, seal.IsDemo });
    }

    private static IEnumerable<(SealAct Act, Acting Person, string? Note)> StepsTo(SealState state)
    {
        if (state == SealState.Applied)
        {
            yield break;
        }

        yield return (SealAct.Approve, Reviewer, null);
        if (state == SealState.Approved)
        {
            yield break;
        }

        yield return (SealAct.Make, Maker, null);
        yield return (SealAct.HandOver, Maker, "周明慧");
        if (state == SealState.Lost)
        {
            yield return (SealAct.ReportLoss, Maker, "存放密钥的设备找不到了");
        }
        else if (state == SealState.Destroyed)
        {
            yield return (SealAct.Destroy, Reviewer, "机构改革，印章停用");
        }
    }

    private void Grant(SealRecord seal, GranteeKind kind, string grantee, string name, string purpose, DateTimeOffset now)
    {
        var grant = new SealGrantRecord
        {
            Id = Guid.CreateVersion7(now),
            SealId = seal.Id,
            Kind = kind,
            Grantee = grantee,
            GranteeName = name,
            Purpose = purpose,
            MostUses = 1_000_000,
            ValidFrom = now,
            ValidTo = now.AddYears(2),
            CreatedAt = now,
        };
        db.Grants.Add(grant);
        db.Audit(Adder, Grants.ManageGrants.GiveAct, seal.Id.ToString("N"), payload: new { Grant = grant.Id, seal.IsDemo });
    }
}
