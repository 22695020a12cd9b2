using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Areas.Identity.Pages.Registration;
using Trust.Identity.Data;
using Trust.Identity.Staff;
using Trust.Identity.Window;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Window;

/// <summary>Proofs at a window (窗口核验): what waits for the second clerk, and the form of the first.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRoles.Window)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(IdentityDbContext db, RecordProof record, DecideProof decide, ConfirmAct acts, Actor actor, Words words, TimeProvider time) : PageModel
{
    public const string Reference = "new";

    private const int Most = 100;

    [BindProperty]
    public WindowInput Input { get; set; } = new();

    public IReadOnlyList<WindowProofRecord> Waiting { get; private set; } = [];

    public string OfficeName { get; private set; } = "";

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(string? assertion, CancellationToken cancellationToken)
    {
        if (ReadForm() is { } form)
        {
            var confirmed = await acts.ConfirmAsync(actor, new ActCall(WindowRules.RecordAct, Reference, ActKind.Act, assertion), cancellationToken);
            var recorded = confirmed.Succeeded ? await record.RecordAsync(actor, form, cancellationToken) : confirmed.Error;
            if (recorded.Succeeded)
            {
                return Redirect($"/admin/identity/window/{recorded.Value:N}");
            }

            var (field, sentence) = WindowWords.Explain(words, recorded.Error);
            ModelState.AddModelError(field, sentence);
        }

        await ReadAsync(cancellationToken);
        return Page();
    }

    /// <summary>The number, its middle hidden.</summary>
    public string NumberOf(WindowProofRecord proof) => decide.NumberOf(proof).ToString();

    public bool IsMine(WindowProofRecord proof) => proof.RecorderPersonId == actor.PersonId;

    private WindowForm? ReadForm()
    {
        var person = Input.Read(ModelState, words, time.GetUtcNow());
        if (!MobileNumber.TryParse(Input.Mobile, out var mobile))
        {
            ModelState.AddModelError("Input.Mobile", words["请填写11位手机号，例如13900001234。"]);
        }

        if (!Enum.TryParse<WindowDocument>(Input.Document, out var document) || !Enum.IsDefined(document))
        {
            ModelState.AddModelError("Input.Document", words["请选择看的是什么证件。"]);
        }

        return ModelState.IsValid && person is { } read ? new WindowForm(read.Name, read.Number, read.Ethnicity, mobile, document) : null;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        OfficeName = await db.Staff.Where(row => row.AccountId == actor.AccountId).Select(row => row.OrganisationName).SingleOrDefaultAsync(cancellationToken) ?? "";
        Waiting = await WindowRules.Visible(db, actor).AsNoTracking().Where(row => row.State == WindowProofState.Waiting && row.ExpiresAt > now)
            .OrderBy(row => row.RecordedAt).Take(Most).ToListAsync(cancellationToken);
    }
}

/// <summary>Fields of the form, in its order.</summary>
internal sealed class WindowInput : PersonInput
{
    [Display(Order = 4)]
    public string? Document { get; set; } = nameof(WindowDocument.IdCard);

    [Display(Order = 5)]
    public string? Mobile { get; set; }
}
