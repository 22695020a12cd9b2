using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using Trust.Identity.Staff;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Staff;

/// <summary>Adds a passkey to a running staff session, for a page or application that needs <c>staff:l2</c>.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class StepUpModel(ConfirmAct acts, PasskeyEnrolment enrolment, PendingRequests requests, AuthorizeFlow flow, Actor actor, Words words) : PageModel
{
    public PendingRequest? Pending { get; private set; }

    public bool HasPasskey { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? request, CancellationToken cancellationToken)
    {
        await ReadAsync(request, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? request, string? @return, string? assertion, CancellationToken cancellationToken)
    {
        await ReadAsync(request, cancellationToken);
        if (await acts.ConfirmAsync(actor, new ActCall(PasskeyEndpoints.StepUpAct, actor.SessionId!, ActKind.Confirm, assertion), demandPasskey: true, cancellationToken) is { Succeeded: true })
        {
            return Redirect(Pending?.ContinueAddress ?? LocalPath.OrHome(@return));
        }

        ModelState.AddModelError("", words["没有认出这把通行密钥，请再试一次。"]);
        return Page();
    }

    public async Task<IActionResult> OnPostLeaveAsync(string? request, CancellationToken cancellationToken)
    {
        await ReadAsync(request, cancellationToken);
        return Redirect(Pending is { } pending ? await flow.RefuseAsync(pending, AuthorizeFlow.UnmetAuthentication, cancellationToken) : "/account/staff/home");
    }

    private async Task ReadAsync(string? request, CancellationToken cancellationToken)
    {
        HasPasskey = (await enrolment.ListAsync(actor, cancellationToken)).Count > 0;
        Pending = Guid.TryParseExact(request, "N", out var id) && await requests.FindAsync(HttpContext, id, cancellationToken) is { Record.Realm: Realm.Staff } found ? found : null;
        if (Pending is { } pending)
        {
            FormAction.Allow(HttpContext, pending.RedirectOrigin);
        }
    }
}
