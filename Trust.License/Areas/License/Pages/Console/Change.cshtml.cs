using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.License;
using Trust.Hosting.Http;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.States;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Console;

/// <summary>Changing the state of a licence (变更状态), with its ground.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.LicenceOfficial)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ChangeModel(LicenseDbContext db, LicenceTypeCatalogue types, ChangeState change, IIdentity identity, Actor actor, Words words, TimeProvider time) : PageModel
{
    public const string Act = "license.change-state";

    public LicenceRecord Licence { get; private set; } = null!;

    public LicenceType Type { get; private set; } = null!;

    [BindProperty]
    public ChangeInput Input { get; set; } = new();

    public IEnumerable<SelectListItem> Choices => LicenceStates.After(Licence.State).Select(state =>
    {
        var (text, meaning) = LicenceWords.Choice(words, state);
        var second = Type.SecondPersonFor.Contains(LicenceStates.Name(state)) ? words["要由第二人确认。"].Value : "";
        return new SelectListItem(text, LicenceStates.Name(state)) { Group = new SelectListGroup { Name = meaning + second } };
    });

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Input.EffectiveOn = LicenceMetadata.Iso(ProvinceDay.Of(time.GetUtcNow()));
        return await ReadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (Form() is not { } form)
        {
            return Page();
        }

        var confirmed = await identity.ConfirmActAsync(actor, new ActCall(Act, id.ToString("N"), ActKind.Act, assertion), cancellationToken);
        var decider = confirmed.Succeeded ? await change.DeciderAsync(actor, cancellationToken) : confirmed.Error;
        var done = decider.Succeeded ? await change.AskAsync(actor, decider.Value, id, form, cancellationToken) : decider.Error;
        if (done.Succeeded)
        {
            return Redirect($"/admin/license/{id:N}");
        }

        ModelState.AddModelError(
            done.Error.Code == LicenseErrors.DataInvalid.Code ? "Input.EffectiveOn" : "",
            done.Error.Code == LicenseErrors.DataInvalid.Code ? words["生效日期要在签发日期和今天之间。"] : IssueModel.Explain(done.Error, words));
        return Page();
    }

    // Today means now; an earlier day its beginning.
    private StateForm? Form()
    {
        var now = time.GetUtcNow();
        if (LicenceStates.Read(Input.To) is not { } to || !LicenceStates.After(Licence.State).Contains(to))
        {
            ModelState.AddModelError("Input.To", words["请选择要变更成什么状态。"]);
        }

        if (!DateOnly.TryParseExact(Input.EffectiveOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            ModelState.AddModelError("Input.EffectiveOn", words["请填写生效日期。"]);
        }

        foreach (var (name, text, most) in new[] { ("Document", Input.Document, 100), ("Basis", Input.Basis, 300), ("Reason", Input.Reason, 300) })
        {
            if (text?.Trim() is not { Length: >= 2 } given || given.Length > most)
            {
                ModelState.AddModelError($"Input.{name}", words["请填写2到{0}个字。", most]);
            }
        }

        return ModelState.IsValid
            ? new StateForm { To = Input.To!, EffectiveAt = day == ProvinceDay.Of(now) ? null : ProvinceDay.Start(day), Document = Input.Document!, Basis = Input.Basis!, Reason = Input.Reason! }
            : null;
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var licence = await IssuingRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.CurrentVersion > 0, cancellationToken);
        if (licence is null || LicenceStates.After(licence.State).Count == 0 || !await IssuingRules.ActsForAsync(db, actor, licence.IssuerCode, licence.Region, cancellationToken))
        {
            return false;
        }

        (Licence, Type) = (licence, types.Find(licence.TypeCode)!);
        return true;
    }
}

/// <summary>Fields of the page.</summary>
internal sealed class ChangeInput
{
    public string? To { get; set; }

    public string? EffectiveOn { get; set; }

    public string? Document { get; set; }

    public string? Basis { get; set; }

    public string? Reason { get; set; }
}
