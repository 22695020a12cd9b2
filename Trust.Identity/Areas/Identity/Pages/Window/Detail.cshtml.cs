using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Data;
using Trust.Identity.Staff;
using Trust.Identity.Window;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Window;

/// <summary>One proof: the second clerk compares, confirms or refuses; the first may take it back.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRoles.Window)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DetailModel(IdentityDbContext db, DecideProof decide, ConfirmProof confirm, FindHolder parties, ConfirmAct acts, Actor actor, Words words) : PageModel
{
    public WindowProofRecord Proof { get; private set; } = null!;

    /// <summary>Masked; null when it has served.</summary>
    public string? Number { get; private set; }

    /// <summary>Masked; null when it has served.</summary>
    public string? Mobile { get; private set; }

    public bool IsOpen { get; private set; }

    public bool IsMine { get; private set; }

    public bool MayDecide { get; private set; }

    /// <summary>What follows, or followed.</summary>
    public IReadOnlyList<(PointKind Kind, string Text)> Consequences { get; private set; } = [];

    public string Ethnicity => EthnicityCode.TryParse(Proof.Ethnicity, out var code) ? Words.IsEnglish ? code.EnglishName : code.Name : "";

    public (State Badge, string Text) State => Proof.State switch
    {
        WindowProofState.Confirmed => (Web.State.Ok, words["已通过"]),
        WindowProofState.Refused => (Web.State.Bad, words["没有通过"]),
        WindowProofState.Withdrawn => (Web.State.Ended, words["已撤回"]),
        _ => IsOpen ? (Web.State.Waiting, words["等待复核"]) : (Web.State.Ended, words["已过期"]),
    };

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await ReadAsync(id, cancellationToken) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(Guid id, string? assertion, CancellationToken cancellationToken) => ActAsync(
        id, new ActCall(WindowRules.ConfirmAct, id.ToString("N"), ActKind.Confirm, assertion),
        async () => (await confirm.ConfirmAsync(actor, id, cancellationToken)).Error, cancellationToken);

    public Task<IActionResult> OnPostRefuseAsync(Guid id, string? reason, string? assertion, CancellationToken cancellationToken) => ActAsync(
        id, new ActCall(WindowRules.RefuseAct, id.ToString("N"), ActKind.Confirm, assertion),
        async () => (await decide.EndAsync(actor, id, reason, withdraw: false, cancellationToken)).Error, cancellationToken);

    public Task<IActionResult> OnPostWithdrawAsync(Guid id, string? assertion, CancellationToken cancellationToken) => ActAsync(
        id, new ActCall(WindowRules.WithdrawAct, id.ToString("N"), ActKind.Act, assertion),
        async () => (await decide.EndAsync(actor, id, null, withdraw: true, cancellationToken)).Error, cancellationToken);

    // Whoever may not see it learns nothing, before any key is asked for.
    private async Task<IActionResult> ActAsync(Guid id, ActCall call, Func<Task<TrustError?>> act, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var confirmed = await acts.ConfirmAsync(actor, call, cancellationToken);
        var fault = confirmed.Succeeded ? await act() : confirmed.Error;
        if (fault is null)
        {
            return Redirect($"/admin/identity/window/{id:N}");
        }

        ModelState.AddModelError("", WindowWords.Explain(words, fault).Sentence);
        return await ReadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await decide.ReadAsync(actor, id, cancellationToken) is not { } proof)
        {
            return false;
        }

        Proof = proof;
        IsOpen = decide.IsOpen(proof);
        IsMine = proof.RecorderPersonId == actor.PersonId;
        MayDecide = await decide.RefusalAsync(actor, proof, cancellationToken) is null;
        Number = proof.IdNumber is null ? null : decide.NumberOf(proof).ToString();
        Mobile = proof.Mobile is null ? null : decide.MobileOf(proof).ToString();
        Consequences = IsOpen ? await ExpectedAsync(proof, cancellationToken) : proof.State == WindowProofState.Confirmed ? await DoneAsync(proof, cancellationToken) : [];
        return true;
    }

    private async Task<List<(PointKind, string)>> ExpectedAsync(WindowProofRecord proof, CancellationToken cancellationToken)
    {
        var found = await parties.FindAsync(decide.NumberOf(proof), proof.IdNumberHash, proof.MobileHash, cancellationToken);
        db.ChangeTracker.Clear();
        List<(PointKind, string)> points =
        [
            (PointKind.Do, found.Account is null
                ? words["本人还没有账号：号码被另一个账号占着，注册不了。通过以后，本人用这个手机号注册，注册好就是中级实名。"]
                : words["本人的账号变成中级实名，可以出示证照。"]),
        ];
        if (found.Claimant is not null)
        {
            points.Add((PointKind.Not, words["另一个账号也登记了这个号码，没有当面核验过。它会退回未实名，并从所有设备退出。"]));
        }

        return points;
    }

    private async Task<List<(PointKind, string)>> DoneAsync(WindowProofRecord proof, CancellationToken cancellationToken) =>
    [
        await db.Accounts.AnyAsync(account => account.PersonId == proof.PersonId, cancellationToken)
            ? (PointKind.Do, words["本人的账号现在是中级实名，已发短信告诉本人。"])
            : (PointKind.Do, words["号码已经留给本人。请本人用登记的手机号注册，姓名和身份证号照证件填写，注册好就是中级实名。"]),
    ];
}
