using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Actors;
using Trust.Web;

namespace Trust.Seal.LifeCycle;

/// <summary>Side navigation of the seal console, on pages of the staff realm in every process; who is at work where Identity is elsewhere.</summary>
internal sealed class SealChrome(Actor actor, IServiceProvider services, Words words) : IChromeSource
{
    public async ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (!SignInAddresses.IsStaff(context.Request.Path) || actor.Capacity?.Kind != CapacityKind.Staff)
        {
            return;
        }

        if (actor.Roles.Any(role => SealRules.Readers.Contains(role.Name)))
        {
            chrome.Side.Add(new ChromeGroup(words["印章管理"], [new(words["印章"], "/admin/seal", "seal")]));
        }

        if (chrome.Person is null && services.GetService(typeof(IIdentity)) is IIdentity identity
            && await identity.ResolvePersonAsync(actor, context.RequestAborted) is { Succeeded: true, Value: { } person })
        {
            chrome.Person = new ChromePerson(person.DisplayName, [new ChromeLink(words["我的工作台"], "/account/staff/home", "home"), new ChromeLink(words["退出登录"], "/account/staff/logout", "log-out", Post: true)]);
        }
    }
}

/// <summary>Link to the public check of sealed files, on every page of the site.</summary>
internal sealed class CheckChrome(Words words) : IChromeSource
{
    public ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (!SignInAddresses.IsStaff(context.Request.Path))
        {
            chrome.Nav.Add(new ChromeLink(words["印章核验"], "/verify/seal", "seal"));
        }

        return ValueTask.CompletedTask;
    }
}
