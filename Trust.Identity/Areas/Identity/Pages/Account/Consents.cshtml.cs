using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Consents;

namespace Trust.Identity.Areas.Identity.Pages.Account;

/// <summary>What was given to which application (信息提供记录), and taking it back.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ConsentsModel(OwnConsents own, ConsentStore consents, Actor actor) : PageModel
{
    private const string Path = "/account/consents";
    private const int LongestId = 100;

    public IReadOnlyList<OwnConsent> Consents { get; private set; } = [];

    public bool IsWithdrawn { get; private set; }

    public async Task OnGetAsync(string? done, CancellationToken cancellationToken)
    {
        IsWithdrawn = done == "withdrawn";
        Consents = await own.ListAsync(actor, cancellationToken);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? clientId, CancellationToken cancellationToken)
    {
        var withdrawn = clientId is { Length: > 0 and <= LongestId } && await consents.WithdrawAsync(actor, actor.AccountId!.Value, clientId, cancellationToken);
        return Redirect(withdrawn ? $"{Path}?done=withdrawn" : Path);
    }
}
