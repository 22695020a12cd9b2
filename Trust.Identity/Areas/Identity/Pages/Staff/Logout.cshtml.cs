using Trust.Contracts;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using Trust.Identity.Sessions;

namespace Trust.Identity.Areas.Identity.Pages.Staff;

/// <summary>Signing out of the staff realm, at an address where its cookie is seen.</summary>
internal sealed class LogoutModel(BrowserSessions sessions, LogoutQuestions questions, Actor actor) : Logout.LogoutPage(sessions, questions, actor)
{
    private protected override Realm Realm => Realm.Staff;

    private protected override string Afterwards => "/account/staff/login";
}
