using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.License.Issuing;
using Trust.Web;

namespace Trust.License.States;

/// <summary>Side navigation of the licence console for who has a role there; the wallet in the navigation of people who signed in.</summary>
internal sealed class LicenceChrome(Actor actor, Words words) : IChromeSource
{
    public ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (SignInAddresses.IsStaff(context.Request.Path))
        {
            if (actor.Capacity?.Kind == CapacityKind.Staff && actor.Roles.Any(role => IssuingRules.Readers.Contains(role.Name)))
            {
                chrome.Side.Add(new ChromeGroup(words["证照管理"], [new(words["证照"], "/admin/license", "card")]));
            }
        }
        else if (actor is { Kind: ActorKind.Person, Capacity.Kind: not CapacityKind.Staff })
        {
            chrome.Nav.Add(new ChromeLink(words["我的证照"], "/me/licences", "wallet"));
        }

        return ValueTask.CompletedTask;
    }
}
