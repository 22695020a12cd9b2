using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;

namespace Trust.Identity.Areas.Identity.Pages.Logout;

/// <summary>Says that one is signed out, where no application takes over.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class SignedOutModel : PageModel;
