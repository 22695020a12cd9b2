using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
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

/// <summary>Issuing a licence (签发证照): a type, then its form.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.LicenceOfficial)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IssueModel(LicenseDbContext db, LicenceTypeCatalogue types, IssueLicence issue, IIdentity identity, Actor actor, Words words, TimeProvider time) : PageModel
{
    public const string Act = "license.issue";

    public IReadOnlyList<EntitlementRecord> Places { get; private set; } = [];

    public LicenceType? Type { get; private set; }

    public EntitlementRecord? Issuer { get; private set; }

    [BindProperty(SupportsGet = true, Name = "type")]
    public string? TypeCode { get; set; }

    [BindProperty(SupportsGet = true, Name = "issuer")]
    public string? IssuerCode { get; set; }

    [BindProperty]
    public LicenceInput Input { get; set; } = new();

    /// <summary>Names this one act: the same form sent twice issues once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public LicenceType TypeOf(EntitlementRecord place) => types.Find(place.TypeCode)!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        Key = Guid.NewGuid().ToString("N");
        Input.IssuedOn = LicenceMetadata.Iso(ProvinceDay.Of(time.GetUtcNow()));
    }

    public async Task<IActionResult> OnPostAsync(string? assertion, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        if (Type is null || Issuer is null || !IdempotencyKey.TryParse(Key, out var key))
        {
            return NotFound();
        }

        var form = Input.ToForm(Type.Code, Issuer.IssuerCode);
        LicenceInput.Say(form.Normal(Type).Faults(Type, ProvinceDay.Of(time.GetUtcNow())), Type, ModelState, words);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var confirmed = await identity.ConfirmActAsync(actor, new ActCall(Act, key.Value, ActKind.Act, assertion), cancellationToken);
        var made = confirmed.Succeeded ? await issue.IssueAsync(actor, form, key, cancellationToken) : confirmed.Error;
        if (made.Succeeded)
        {
            return Redirect($"/admin/license/{made.Value.LicenceId:N}");
        }

        ModelState.AddModelError("", Explain(made.Error, words));
        return Page();
    }

    /// <summary>Why nothing was issued, for the official.</summary>
    public static string Explain(TrustError error, Words words) => error.Code switch
    {
        _ when error.Code == IdentityErrors.ActRefused.Code => words["这项操作要用通行密钥确认。"],
        _ when error.Code == LicenseErrors.SealMissing.Code => words["本单位没有可以给证照盖章的印章，请先到印章管理申请。"],
        _ when error.Code == LicenseErrors.FaceRefused.Code => words["照面放不下这些内容，或者有字库没有的字。请缩短或核对后再试。"],
        _ when error.Code == LicenseErrors.StateForbids.Code => words["证照的状态已经变了，现在不能这样做。"],
        _ when error.Code == LicenseErrors.ChangedMeanwhile.Code => words["刚才有别人改了这份证照，请看一看现在的状态。"],
        _ => words["没有完成，填写的内容都在。请再试一次。"],
    };

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Places = await IssuingPlaces.OfAsync(db, actor, cancellationToken);
        Issuer = Places.FirstOrDefault(place => place.TypeCode == TypeCode && (IssuerCode is null || place.IssuerCode == IssuerCode));
        Type = Issuer is null ? null : types.Find(Issuer.TypeCode);
    }
}
