using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;

namespace Trust.Identity.Areas.Identity.Pages.Registration;

/// <summary>The service agreement: text only.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class AgreementModel : PageModel;
