using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.Portal.Home;

namespace Trust.Portal.Areas.Portal.Pages.Home;

[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class IndexModel(Greeting greeting) : PageModel
{
    public Greeted Greeted { get; private set; } = new(null, IdentityIsAway: false);

    public async Task OnGetAsync(CancellationToken cancellationToken) => Greeted = await greeting.AskAsync(cancellationToken);
}
