using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.Portal.Home;
using Trust.Web;

namespace Trust.Portal.Areas.Portal.Pages.Home;

[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class IndexModel(Greeting greeting, PageChrome chrome) : PageModel
{
    public Greeted Greeted { get; private set; } = new(null, IdentityIsAway: false);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Greeted = await greeting.AskAsync(cancellationToken);
        if (Greeted.Person is { } person)
        {
            // The frame need not ask again; and a page with a name on it belongs to one person.
            chrome.Person ??= new ChromePerson(person.DisplayName, []);
            Response.Headers.CacheControl = "no-store";
        }
    }
}
