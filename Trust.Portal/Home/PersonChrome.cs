using Microsoft.AspNetCore.Http;
using Trust.Web;

namespace Trust.Portal.Home;

/// <summary>Who is greeted in the header.</summary>
internal sealed class PersonChrome(Greeting greeting) : IChromeSource
{
    public async ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (chrome.Person is null && await greeting.AskAsync(context.RequestAborted) is { Person: { } person })
        {
            chrome.Person = new ChromePerson(person.DisplayName, []);

            // A page with a name on it belongs to one person.
            context.Response.Headers.CacheControl = "no-store";
        }
    }
}
