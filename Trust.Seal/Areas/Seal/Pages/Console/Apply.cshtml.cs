using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.Seal;
using Trust.Hosting.Http;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;
using Trust.Web;

namespace Trust.Seal.Areas.Seal.Pages.Console;

/// <summary>Applying for a seal (印章申请).</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.SealMaker)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ApplyModel(ApplyForSeal apply, IIdentity identity, Actor actor, Words words) : PageModel
{
    public const string Reference = "new";

    [BindProperty]
    public ApplyInput Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Kinds => [new(words["单位公章"], nameof(SealKind.Official)), new(words["专用章"], nameof(SealKind.Special))];

    public async Task<IActionResult> OnPostAsync(string? assertion, CancellationToken cancellationToken)
    {
        var form = new SealForm(
            Input.OwnerCode ?? "", Input.OwnerName ?? "", Input.Region ?? "", Enum.TryParse<SealKind>(Input.Kind, out var kind) ? kind : 0, Input.Name ?? "", Input.Basis ?? "",
            Input.DiameterMm, Input.Star, Input.ValidYears);
        if (form.Check() is { Succeeded: false, Error: { } fault })
        {
            Say(fault);
            return Page();
        }

        var confirmed = await identity.ConfirmActAsync(actor, new ActCall(SealLifeCycle.Of(SealAct.Apply).Name, Reference, ActKind.Act, assertion), cancellationToken);
        var made = confirmed.Succeeded ? await apply.ApplyAsync(actor, form, isDemo: false, cancellationToken) : confirmed.Error;
        if (made.Succeeded)
        {
            return Redirect($"/admin/seal/{made.Value:N}");
        }

        Say(made.Error);
        return Page();
    }

    private void Say(TrustError error)
    {
        var (field, text) = error switch
        {
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("ownerCode", StringComparison.Ordinal) => ("Input.OwnerCode", words["统一社会信用代码应为18位，请逐位核对。"]),
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("ownerName", StringComparison.Ordinal) => ("Input.OwnerName", words["单位名称为2到60个字，按批准文书写全称。"]),
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("region", StringComparison.Ordinal) => ("Input.Region", words["行政区划代码应为6位数字。"]),
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("name", StringComparison.Ordinal) => ("Input.Name", words["印章名称为2到20个字。"]),
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("basis", StringComparison.Ordinal) => ("Input.Basis", words["请写批准文书的名称和文号。"]),
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("diameterMm", StringComparison.Ordinal) => ("Input.DiameterMm", words["直径为38到58毫米。"]),
            { Code: "seal.form-invalid" } when error.Detail.StartsWith("validYears", StringComparison.Ordinal) => ("Input.ValidYears", words["有效期为1到5年。"]),
            { Code: "document.glyph-missing" } => ("Input.OwnerName", words["单位名称里有字库没有的字，请联系平台管理员补字。"]),
            _ when error.Code == IdentityErrors.ActRefused.Code => ("", words["这项操作要用通行密钥确认。"]),
            _ when error.Code == SealErrors.OutOfReach.Code => ("Input.OwnerCode", words["这个单位不在您的管理范围内。"]),
            _ => ("", words["没有提交成功，填写的内容都在。请再试一次。"]),
        };
        ModelState.AddModelError(field, text);
    }
}

/// <summary>Fields of the page.</summary>
internal sealed class ApplyInput
{
    public string? OwnerName { get; set; }

    public string? OwnerCode { get; set; }

    public string? Region { get; set; }

    public string? Kind { get; set; } = nameof(SealKind.Official);

    public string? Name { get; set; }

    public string? Basis { get; set; }

    public int DiameterMm { get; set; } = 42;

    public bool Star { get; set; } = true;

    public int ValidYears { get; set; } = 3;
}
