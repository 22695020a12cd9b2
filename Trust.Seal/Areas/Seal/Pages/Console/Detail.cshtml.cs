using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.Seal;
using Trust.Hosting.Http;
using Trust.Seal.Data;
using Trust.Seal.Grants;
using Trust.Seal.LifeCycle;
using Trust.Web;

namespace Trust.Seal.Areas.Seal.Pages.Console;

/// <summary>One seal: what it is, its life, who may use it, and how it was used.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.SealMaker, StaffRole.SealReviewer, StaffRole.SecurityAdministrator, StaffRole.AuditAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DetailModel(SealDbContext db, ChangeSeal change, ManageGrants grants, IIdentity identity, Actor actor, Words words, TimeProvider time) : PageModel
{
    private const int UsesShown = 20;

    public SealRecord Seal { get; private set; } = null!;

    public IReadOnlyList<SealEventRecord> Events { get; private set; } = [];

    public IReadOnlyList<SealGrantRecord> Grants { get; private set; } = [];

    public IReadOnlyList<SealUseRecord> Uses { get; private set; } = [];

    public int UseCount { get; private set; }

    /// <summary>Acts that the state and the actor's roles allow now.</summary>
    public IReadOnlyList<SealStep> Acts { get; private set; } = [];

    /// <summary>The applicant looks at their own application: somebody else reviews it.</summary>
    public bool WaitsForAnother { get; private set; }

    public bool MayGrant { get; private set; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    [BindProperty]
    public string? Note { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await ReadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (!Enum.TryParse<SealAct>(act, out var wanted) || !Enum.IsDefined(wanted) || Acts.FirstOrDefault(step => step.Act == wanted) is not { } step)
        {
            return Refuse(words["印章的状态已经变了，现在不能这样做。"]);
        }

        if (ChangeSeal.NeedsNote(wanted) && Note?.Trim() is not { Length: >= 2 and <= ChangeSeal.LongestNote })
        {
            return Refuse(words["请写明原因或保管人，2到300个字。"]);
        }

        if (await identity.ConfirmActAsync(actor, new ActCall(step.Name, id.ToString("N"), step.Kind, assertion), cancellationToken) is { Succeeded: false })
        {
            return Refuse(words["这项操作要用通行密钥确认。"]);
        }

        var done = await change.ChangeAsync(actor, id, wanted, Note, cancellationToken);
        return done.Succeeded ? Redirect($"/admin/seal/{id:N}") : Refuse(Explain(done.Error));
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, Guid grant, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (await identity.ConfirmActAsync(actor, new ActCall(ManageGrants.RevokeAct, grant.ToString("N"), ActKind.Act, assertion), cancellationToken) is { Succeeded: false })
        {
            return Refuse(words["这项操作要用通行密钥确认。"]);
        }

        var done = await grants.RevokeAsync(actor, id, grant, cancellationToken);
        return done.Succeeded ? Redirect($"/admin/seal/{id:N}") : Refuse(Explain(done.Error));
    }

    public (State State, string Text) StateOf(SealGrantRecord grant) => grant switch
    {
        { RevokedAt: not null } => (State.Ended, words["已收回"]),
        _ when grant.ValidTo < Now => (State.Ended, words["已到期"]),
        _ when grant.ValidFrom > Now => (State.Waiting, words["{0}起", Moments.Day(grant.ValidFrom)]),
        _ when grant.Uses >= grant.MostUses => (State.Warn, words["已用完"]),
        _ when grant.Uses >= grant.MostUses * 0.9 => (State.Warn, words["快用完"]),
        _ => (State.Ok, words["生效"]),
    };

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await SealRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } seal)
        {
            return false;
        }

        Seal = seal;
        Events = await db.Events.AsNoTracking().Where(row => row.SealId == id).OrderByDescending(row => row.Time).ThenByDescending(row => row.Id).ToListAsync(cancellationToken);
        Grants = await db.Grants.AsNoTracking().Where(row => row.SealId == id).OrderByDescending(row => row.CreatedAt).ToListAsync(cancellationToken);
        UseCount = await db.Uses.CountAsync(row => row.SealId == id, cancellationToken);
        Uses = await db.Uses.AsNoTracking().Where(row => row.SealId == id).OrderByDescending(row => row.IntendedAt).Take(UsesShown).ToListAsync(cancellationToken);
        Acts = [.. SealLifeCycle.Steps.Where(step => step.From.Count > 0 && ChangeSeal.Refusal(seal, actor, step) is null)];
        WaitsForAnother = SealLifeCycle.Steps.Any(step => ChangeSeal.Refusal(seal, actor, step) == SealErrors.SamePerson && step.From.Contains(seal.State) && seal.State == SealState.Applied);
        MayGrant = seal.State is SealState.Made or SealState.Active && SealRules.Reaches(actor, [SealRules.GrantRole], seal.OwnerCode, seal.Region);
        return true;
    }

    private PageResult Refuse(string text)
    {
        ModelState.AddModelError("", text);
        return Page();
    }

    private string Explain(TrustError error) => error.Code switch
    {
        "seal.same-person" => words["申请人不能审核或销毁自己申请的印章，要由另一个人来做。"],
        "seal.changed-meanwhile" => words["刚才有别人改了这枚印章，请看一看现在的状态。"],
        "seal.state-forbids" => words["印章的状态已经变了，现在不能这样做。"],
        _ => words["没有完成。请刷新页面，再试一次。"],
    };
}
