using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
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

/// <summary>Letting somebody use a seal (新增授权).</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.SealMaker)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class GrantModel(SealDbContext db, ManageGrants grants, IIdentity identity, Actor actor, Words words, TimeProvider time) : PageModel
{
    private const string DayFormat = "yyyy-MM-dd";

    // Days in forms are days of the country.
    private static readonly TimeSpan Country = TimeSpan.FromHours(8);

    public SealRecord Seal { get; private set; } = null!;

    [BindProperty]
    public GrantInput Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Kinds =>
        [new(words["接入系统"], nameof(GranteeKind.Client)), new(words["工作人员"], nameof(GranteeKind.Account)), new(words["平台模块"], nameof(GranteeKind.Process))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var today = time.GetUtcNow().ToOffset(Country);
        Input.ValidFrom = today.ToString(DayFormat, CultureInfo.InvariantCulture);
        Input.ValidTo = today.AddYears(1).ToString(DayFormat, CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? assertion, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var form = new GrantForm(
            Enum.TryParse<GranteeKind>(Input.Kind, out var kind) ? kind : (GranteeKind)(-1), Input.Grantee ?? "", Input.GranteeName ?? "", Input.Purpose ?? "", Input.MostUses,
            Day(Input.ValidFrom), Day(Input.ValidTo).AddDays(1).AddTicks(-TimeSpan.TicksPerSecond));
        if (form.Check() is { Succeeded: false, Error: { } fault })
        {
            Say(fault);
            return Page();
        }

        var confirmed = await identity.ConfirmActAsync(actor, new ActCall(ManageGrants.GiveAct, id.ToString("N"), ActKind.Act, assertion), cancellationToken);
        var made = confirmed.Succeeded ? await grants.GiveAsync(actor, id, form, cancellationToken) : confirmed.Error;
        if (made.Succeeded)
        {
            return Redirect($"/admin/seal/{id:N}");
        }

        Say(made.Error);
        return Page();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await SealRules.Visible(db, actor).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { State: SealState.Made or SealState.Active } seal)
        {
            return false;
        }

        Seal = seal;
        return true;
    }

    private static DateTimeOffset Day(string? text) => DateTime.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? new DateTimeOffset(day, Country).ToUniversalTime()
        : DateTimeOffset.UnixEpoch;

    private void Say(TrustError error)
    {
        var detail = error.Detail;
        var (field, text) = error.Code switch
        {
            "seal.form-invalid" when detail.StartsWith("granteeName", StringComparison.Ordinal) => ("Input.GranteeName", words["名称为2到100个字。"]),
            "seal.form-invalid" when detail.StartsWith("grantee", StringComparison.Ordinal) => ("Input.Grantee", words["编号不对：系统写应用编号，工作人员写32位账号编号。"]),
            "seal.form-invalid" when detail.StartsWith("purpose", StringComparison.Ordinal) => ("Input.Purpose", words["请写明可以盖什么文件，2到200个字。"]),
            "seal.form-invalid" when detail.StartsWith("mostUses", StringComparison.Ordinal) => ("Input.MostUses", words["次数为1到10000000。"]),
            "seal.form-invalid" when detail.StartsWith("validTo", StringComparison.Ordinal) => ("Input.ValidTo", words["结束日期要晚于开始日期，最长5年。"]),
            _ when error.Code == IdentityErrors.ActRefused.Code => ("", words["这项操作要用通行密钥确认。"]),
            _ when error.Code == SealErrors.StateForbids.Code => ("", words["印章的状态已经变了，现在不能这样做。"]),
            _ => ("", words["没有提交成功，填写的内容都在。请再试一次。"]),
        };
        ModelState.AddModelError(field, text);
    }
}

/// <summary>Fields of the page.</summary>
internal sealed class GrantInput
{
    public string? Kind { get; set; } = nameof(GranteeKind.Client);

    public string? Grantee { get; set; }

    public string? GranteeName { get; set; }

    public string? Purpose { get; set; }

    public int MostUses { get; set; } = 1000;

    public string? ValidFrom { get; set; }

    public string? ValidTo { get; set; }
}
