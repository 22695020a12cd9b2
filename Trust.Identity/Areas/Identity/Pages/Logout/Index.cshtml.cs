using Trust.Contracts;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using Trust.Identity.Sessions;

namespace Trust.Identity.Areas.Identity.Pages.Logout;

/// <summary>Signing out of the citizens' realm.</summary>
internal sealed class IndexModel(BrowserSessions sessions, LogoutQuestions questions, Actor actor) : LogoutPage(sessions, questions, actor)
{
    private protected override Realm Realm => Realm.Citizen;

    private protected override string Afterwards => "/account/signed-out";
}
