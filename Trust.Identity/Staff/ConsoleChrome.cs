using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Identity.Applications;
using Trust.Identity.Data;
using Trust.Web;

namespace Trust.Identity.Staff;

/// <summary>Side navigation of Identity's consoles and who is at work, on pages of the staff realm that this process serves.</summary>
internal sealed class ConsoleChrome(IdentityDbContext db, Actor actor, Words words) : IChromeSource
{
    public async ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (!SignInAddresses.IsStaff(context.Request.Path) || actor.Capacity?.Kind != CapacityKind.Staff)
        {
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        var name = await db.Persons.Where(person => person.Id == actor.PersonId).Select(person => person.Name).SingleOrDefaultAsync(context.RequestAborted);
        chrome.Person = name is null ? null : new ChromePerson(name, [new ChromeLink(words["我的工作台"], "/account/staff/home", "home"), new ChromeLink(words["退出登录"], "/account/staff/logout", "log-out", Post: true)]);
        List<ChromeLink> links = [new(words["我的工作台"], "/account/staff/home", "home", Exact: true)];
        if (actor.Roles.Any(role => ApplicationRules.Readers.Contains(role.Name)))
        {
            links.Add(new(words["接入应用"], "/admin/identity/applications", "grid"));
        }

        if (actor.Roles.Any(role => role.Name == StaffRoles.Window))
        {
            links.Add(new(words["窗口核验"], "/admin/identity/window", "id"));
        }

        links.Add(new(words["通行密钥"], "/account/staff/passkeys", "key"));
        chrome.Side.Add(new ChromeGroup(words["身份认证"], links));
    }
}
