using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Applications;
using Trust.Identity.Data;
using Trust.Identity.Staff;

namespace Trust.Identity.Areas.Identity.Pages.Staff;

/// <summary>Where staff arrive: who they are here and what they may open.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class HomeModel(IdentityDbContext db, Actor actor) : PageModel
{
    public StaffRecord Staff { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public IReadOnlyList<ScopedRole> Roles => actor.Roles;

    public int Level => actor.Level;

    public bool SeesApplications => actor.Roles.Any(role => ApplicationRules.Readers.Contains(role.Name));

    public bool WorksAtWindow => actor.Roles.Any(role => role.Name == StaffRoles.Window);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (actor.Capacity?.Kind != CapacityKind.Staff)
        {
            return Redirect("/account/staff/login");
        }

        Staff = await db.Staff.AsNoTracking().SingleAsync(row => row.AccountId == actor.AccountId, cancellationToken);
        Name = await db.Persons.Where(person => person.Id == actor.PersonId).Select(person => person.Name).SingleAsync(cancellationToken);
        return Page();
    }
}
