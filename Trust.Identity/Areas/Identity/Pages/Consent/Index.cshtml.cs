using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Consents;
using Trust.Identity.Oidc;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Areas.Identity.Pages.Consent;

/// <summary>Consent (授权确认): must-have and may-have apart, values masked, both answers equal.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(
    PendingRequests pending, AuthorizeFlow flow, ConsentStore consents, DescribeConsent describe, IdentityOptions options, Actor actor) : PageModel
{
    public PendingRequest Pending { get; private set; } = null!;

    public IReadOnlyList<ConsentLine> Lines { get; private set; } = [];

    public int Days => options.ConsentDays;

    public async Task<IActionResult> OnGetAsync(string? request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) ? Page() : Ended();

    public async Task<IActionResult> OnPostAsync(string? request, string? decision, [FromForm(Name = "Input.Scopes")] string[] chosen, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(request, cancellationToken))
        {
            return Ended();
        }

        if (decision != "allow")
        {
            return Redirect(await flow.RefuseAsync(Pending, Errors.AccessDenied, cancellationToken));
        }

        // What was not on the page cannot be given, whatever was posted.
        var asked = ConsentStore.Asked(Pending.Parameters.GetScopes());
        var given = asked.Where(scope => !ConsentStore.IsOptional(Pending.Application, scope) || chosen.Contains(scope)).ToList();
        await consents.GiveAsync(actor, actor.AccountId!.Value, Pending.Application, asked, given, cancellationToken);
        return Redirect(await flow.NextAsync(HttpContext, Pending, cancellationToken));
    }

    private async Task<bool> ReadAsync(string? request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(request, "N", out var id) || await pending.FindAsync(HttpContext, id, cancellationToken) is not { } found || found.Application.Realm != Realm.Citizen || actor.Capacity?.Kind != CapacityKind.Natural)
        {
            return false;
        }

        Pending = found;
        FormAction.Allow(HttpContext, found.RedirectOrigin);
        Lines = await describe.OfAsync(actor.AccountId!.Value, found.Application, ConsentStore.Asked(found.Parameters.GetScopes()), cancellationToken);
        return true;
    }

    private RedirectResult Ended() => Redirect("/account/request-refused?reason=ended");
}
