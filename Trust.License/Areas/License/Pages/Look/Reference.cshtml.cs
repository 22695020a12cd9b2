using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.License.Looking;

namespace Trust.License.Areas.License.Pages.Look;

/// <summary>Target of QR codes (二维码), the printed one and the one that a holder shows for a minute: is it known, and does it count today. Anybody, without signing in.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ReferenceModel(LookUpLicence lookUp, TimeProvider time) : PageModel
{
    public CodeOutcome Outcome { get; private set; }

    public SeenLicence? Seen { get; private set; }

    public DateTimeOffset CheckedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        // The address is all that guards what the page says.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        CheckedAt = time.GetUtcNow();
        (Outcome, Seen) = await lookUp.ByCodeAsync(code, cancellationToken);
        Response.StatusCode = Outcome switch
        {
            CodeOutcome.NotFound => StatusCodes.Status404NotFound,
            CodeOutcome.AlreadyUsed or CodeOutcome.TooLate => StatusCodes.Status410Gone,
            _ => StatusCodes.Status200OK,
        };
        return Page();
    }

    // Whoever only asks for the head sees nothing, so no code is used up.
    public IActionResult OnHead() => Content("");
}
