using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.License.Looking;

namespace Trust.License.Areas.License.Pages.Look;

/// <summary>Target of the QR code (二维码): is it known, and does it count today. Anybody, without signing in.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ReferenceModel(LookUpLicence lookUp) : PageModel
{
    public SeenLicence? Seen { get; private set; }

    public string Sentence => Seen!.State switch
    {
        "valid" => "平台签发过这份证照，现在有效。",
        "suspended" => "这份证照被暂扣，现在不能用。",
        "annulled" => "这份证照已被撤销，不能用。",
        "cancelled" => "这份证照已注销，不能用。",
        "revoked" => "这份证照已被吊销，不能用。",
        "superseded" => "这份证照已换发，请看新的一份。",
        "expired" => "这份证照已过期，不能用。",
        _ => "这份证照还没有生效。",
    };

    public string StateWord => Seen!.State switch
    {
        "valid" => "有效",
        "suspended" => "暂扣",
        "annulled" => "撤销",
        "cancelled" => "注销",
        "revoked" => "吊销",
        "superseded" => "已换发",
        "expired" => "已过期",
        _ => "未生效",
    };

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        // The address is all that guards what the page says.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Seen = await lookUp.ByReferenceAsync(code, cancellationToken);
        if (Seen is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }
}
