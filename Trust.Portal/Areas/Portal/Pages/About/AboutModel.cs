using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;

namespace Trust.Portal.Areas.Portal.Pages.About;

/// <summary>Pages about the platform itself: text only.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class AboutModel(PublicOrigin origin) : PageModel
{
    /// <summary>Address of the platform, as the address bar shows it.</summary>
    public string Origin => origin.ToString();
}
