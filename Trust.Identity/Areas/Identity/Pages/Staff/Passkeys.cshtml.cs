using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Staff;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Staff;

/// <summary>Passkeys (通行密钥) of a staff account.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class PasskeysModel(PasskeyEnrolment enrolment, StaffOptions options, Actor actor, Words words) : PageModel
{
    private const int LongestName = 30;

    public IReadOnlyList<PasskeyRecord> Passkeys { get; private set; } = [];

    public bool MayEnrol { get; private set; }

    public int Minutes => options.EnrolMinutes;

    [BindProperty]
    public string Name { get; set; } = "";

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAddAsync(string? assertion, CancellationToken cancellationToken)
    {
        var name = Name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : words["安全密钥"].Value;
        if (await enrolment.AddAsync(HttpContext, actor, name, assertion, cancellationToken))
        {
            return Redirect("/account/staff/passkeys");
        }

        return await RefuseAsync(words["没有添加成功。请插好或靠近安全密钥，按提示验证后再试一次。"], cancellationToken);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string credential, string? assertion, CancellationToken cancellationToken)
    {
        if (await enrolment.RemoveAsync(actor, credential, assertion, cancellationToken) is { Succeeded: true })
        {
            return Redirect("/account/staff/passkeys");
        }

        return await RefuseAsync(words["没有移除。移除前要用通行密钥确认。"], cancellationToken);
    }

    private async Task<IActionResult> RefuseAsync(string sentence, CancellationToken cancellationToken)
    {
        ModelState.AddModelError("", sentence);
        await ReadAsync(cancellationToken);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Passkeys = await enrolment.ListAsync(actor, cancellationToken);
        MayEnrol = await enrolment.MayEnrolAsync(actor, cancellationToken);
    }
}
