using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.Identity.SignIn;

namespace Trust.Identity.Areas.Identity.Pages.Registration;

/// <summary>The end of a registration, the same for a new number and one that somebody has: the text message tells.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class RegisterDoneModel(SignInPlace place) : PageModel
{
    public const string Path = "/account/register/done";

    public SignInPlace Place => place;

    public Task OnGetAsync(CancellationToken cancellationToken) => place.ReadAsync(HttpContext, cancellationToken);
}
