using Microsoft.AspNetCore.Http;
using Trust.Web;

namespace Trust.Portal.Home;

/// <summary>Development only: the person who is previewed stands in the header. Who is signed in, Identity's own part of the frame says.</summary>
internal sealed class PersonChrome(Greeting greeting, PortalOptions options) : IChromeSource
{
    public async ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (options.PreviewPerson is not null && chrome.Person is null && await greeting.AskAsync(context.RequestAborted) is { Person: { } person })
        {
            chrome.Person = new ChromePerson(person.DisplayName, []);
            context.Response.Headers.CacheControl = "no-store";
        }
    }
}
