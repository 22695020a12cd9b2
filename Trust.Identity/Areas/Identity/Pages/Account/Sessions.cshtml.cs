using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Sessions;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Account;

/// <summary>Where one is signed in (登录设备); ends one, or all others.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class SessionsModel(OwnSessions sessions, Actor actor, Words words) : PageModel
{
    public const string Path = "/account/sessions";

    public IReadOnlyList<OwnSession> Sessions { get; private set; } = [];

    /// <summary>What was done, in words.</summary>
    public string? Done { get; private set; }

    public async Task OnGetAsync(string? done, CancellationToken cancellationToken)
    {
        Done = done switch
        {
            "one" => words["已退出那台设备。"].Value,
            "others" => words["已退出其他所有设备。"].Value,
            _ => null,
        };
        Sessions = await sessions.ListAsync(actor, cancellationToken);
    }

    public async Task<IActionResult> OnPostEndAsync(string? sid, CancellationToken cancellationToken)
    {
        // Ended meanwhile, or never one's own: the list says what there is.
        await sessions.EndAsync(actor, sid, cancellationToken);
        return Redirect($"{Path}?done=one");
    }

    public async Task<IActionResult> OnPostOthersAsync(CancellationToken cancellationToken)
    {
        await sessions.EndOthersAsync(actor, cancellationToken);
        return Redirect($"{Path}?done=others");
    }
}
