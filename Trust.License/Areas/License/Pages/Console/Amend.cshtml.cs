using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.States;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Console;

/// <summary>Another version of a licence (换发新版).</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.LicenceOfficial)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class AmendModel(
    LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, IssueLicence issue, IIdentity identity, Actor actor, Words words, TimeProvider time) : PageModel
{
    public const string Act = "license.amend";

    public LicenceRecord Licence { get; private set; } = null!;

    public LicenceType Type { get; private set; } = null!;

    [BindProperty]
    public LicenceInput Input { get; set; } = new();

    [BindProperty]
    public string? Cause { get; set; }

    [BindProperty]
    public string? Basis { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    public IEnumerable<SelectListItem> Causes => Amendment.Causes.Select(cause => new SelectListItem(LicenceWords.Cause(words, cause), cause));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await ReadAsync(id, cancellationToken) is not { } form)
        {
            return NotFound();
        }

        Key = Guid.NewGuid().ToString("N");
        Input = LicenceInput.Of(form, ProvinceDay.Of(time.GetUtcNow()));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? assertion, CancellationToken cancellationToken)
    {
        if (await ReadAsync(id, cancellationToken) is not { } before || !IdempotencyKey.TryParse(Key, out var key))
        {
            return NotFound();
        }

        // What stays for life comes from the licence, not from the form.
        (Input.HolderCodeType, Input.HolderCode, Input.Number) = (before.HolderCodeType, before.HolderCode, before.Number);
        var form = Input.ToForm(Type.Code, Licence.IssuerCode);
        LicenceInput.Say(form.Normal(Type).Faults(Type, ProvinceDay.Of(time.GetUtcNow())), Type, ModelState, words);
        if (Basis?.Trim() is not { Length: >= 2 and <= 300 })
        {
            ModelState.AddModelError("Basis", words["请填写2到{0}个字。", 300]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var confirmed = await identity.ConfirmActAsync(actor, new ActCall(Act, id.ToString("N"), ActKind.Act, assertion), cancellationToken);
        var made = confirmed.Succeeded ? await issue.AmendAsync(actor, new Amendment(id, Cause ?? "", Basis!), form, key, cancellationToken) : confirmed.Error;
        if (made.Succeeded)
        {
            return Redirect($"/admin/license/{id:N}");
        }

        ModelState.AddModelError("", IssueModel.Explain(made.Error, words));
        return Page();
    }

    private async Task<IssueForm?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var licence = await IssuingRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.State == LicenceState.Valid, cancellationToken);
        if (licence is null || !await IssuingRules.ActsForAsync(db, actor, licence.IssuerCode, licence.Region, cancellationToken))
        {
            return null;
        }

        (Licence, Type) = (licence, types.Find(licence.TypeCode)!);
        return files.Data(await db.Versions.AsNoTracking().SingleAsync(row => row.LicenceId == id && row.Number == licence.CurrentVersion, cancellationToken)).Form;
    }
}
