using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Applications;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Staff;

namespace Trust.Identity.Areas.Identity.Pages.Applications;

/// <summary>Registered applications (接入应用) within the reach of the official.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRoles.SystemAdministrator, StaffRoles.SecurityAdministrator, StaffRoles.AuditAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(IdentityDbContext db, Actor actor) : PageModel
{
    private const int PageSize = 50;
    private const int LongestSearch = 60;

    public IReadOnlyList<ApplicationRecord> Applications { get; private set; } = [];

    public int Count { get; private set; }

    public bool MayChange => actor.Roles.Any(role => role.Name == ApplicationRules.Role);

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int Number { get; set; } = 1;

    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var found = ApplicationRules.Visible(db, actor, toChange: false).AsNoTracking();
        if (Search?.Trim() is { Length: > 0 and <= LongestSearch } text)
        {
            found = found.Where(application => application.DisplayName!.Contains(text) || application.ClientId == text || application.OwnerName.Contains(text));
        }

        Count = await found.CountAsync(cancellationToken);
        Number = Math.Clamp(Number, 1, Pages);
        Applications = await found.OrderByDescending(application => application.RegisteredAt).ThenBy(application => application.ClientId)
            .Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
    }
}
