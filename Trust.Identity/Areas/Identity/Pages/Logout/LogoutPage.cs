using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using Trust.Identity.Sessions;

namespace Trust.Identity.Areas.Identity.Pages.Logout;

/// <summary>Signing out (退出登录) of either realm: asked by a page of ours, or by an application that could not show whose session it means.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal abstract class LogoutPage(BrowserSessions sessions, LogoutQuestions questions, Actor actor) : PageModel
{
    private protected abstract Realm Realm { get; }

    private protected abstract string Afterwards { get; }

    public void OnGet(string? question) => Allow(question);

    public async Task<IActionResult> OnPostAsync(string? question, CancellationToken cancellationToken)
    {
        Allow(question);
        if (actor is { Kind: ActorKind.Person, SessionId: { } sid } && (actor.Capacity?.Kind == CapacityKind.Staff) == (Realm == Realm.Staff))
        {
            await sessions.EndAsync(actor, sid, "logout", cancellationToken);
        }

        sessions.ForgetCookie(HttpContext, Realm);
        return Redirect(questions.Open(question) ?? Afterwards);
    }

    private void Allow(string? question)
    {
        if (questions.Open(question) is { } address)
        {
            FormAction.Allow(HttpContext, new Uri(address).GetLeftPart(UriPartial.Authority));
        }
    }
}
