using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Areas.Seal.Pages.Console;

/// <summary>Seals within the reach of the official (印章).</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.SealMaker, StaffRole.SealReviewer, StaffRole.SecurityAdministrator, StaffRole.AuditAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(SealDbContext db, Actor actor, TimeProvider time) : PageModel
{
    private const int PageSize = 20;
    private const int LongestSearch = 60;

    // Months are those of the country.
    private static readonly TimeSpan Country = TimeSpan.FromHours(8);

    /// <summary>Tabs: name in the address, states.</summary>
    private static readonly (string Name, SealState[] States)[] Tabs =
    [
        ("all", []),
        ("work", [SealState.Applied, SealState.Approved, SealState.Made]),
        ("active", [SealState.Active]),
        ("stopped", [SealState.Lost]),
        ("ended", [SealState.Destroyed, SealState.Refused, SealState.Withdrawn]),
    ];

    /// <summary>A row of the list.</summary>
    internal sealed record Row(SealRecord Seal, int UsesThisMonth, bool EndsSoon);

    public IReadOnlyList<Row> Seals { get; private set; } = [];

    public int Count { get; private set; }

    public Dictionary<SealState, int> States { get; private set; } = [];

    public int EndingSoon { get; private set; }

    public DateTimeOffset? FirstEnd { get; private set; }

    public int UsesThisMonth { get; private set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int Number { get; set; } = 1;

    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);

    public int First => Count == 0 ? 0 : ((Number - 1) * PageSize) + 1;

    public bool MayApply => actor.Roles.Any(role => role.Name == StaffRole.SealMaker);

    public bool Reviews => actor.Roles.Any(role => role.Name == StaffRole.SealReviewer);

    public int Waiting => Reviews ? CountOf(SealState.Applied) : CountOf(SealState.Approved) + CountOf(SealState.Made);

    public string Tab => Array.Exists(Tabs, tab => tab.Name == Show) ? Show! : "all";

    public int CountOf(string tab) => Tabs.First(candidate => candidate.Name == tab).States is [_, ..] states ? states.Sum(CountOf) : States.Values.Sum();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var soon = now.AddDays(30);
        var here = now.ToOffset(Country);
        var month = new DateTimeOffset(here.Year, here.Month, 1, 0, 0, 0, Country).ToUniversalTime();
        var visible = SealRules.Visible(db, actor).AsNoTracking();
        States = await visible.GroupBy(seal => seal.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var ending = visible.Where(seal => seal.State == SealState.Active && seal.ValidTo >= now && seal.ValidTo < soon);
        EndingSoon = await ending.CountAsync(cancellationToken);
        FirstEnd = await ending.OrderBy(seal => seal.ValidTo).Select(seal => seal.ValidTo).FirstOrDefaultAsync(cancellationToken);
        UsesThisMonth = await db.Uses.CountAsync(use => use.State == SealUseState.Sealed && use.IntendedAt >= month && visible.Any(seal => seal.Id == use.SealId), cancellationToken);

        var found = visible;
        var states = Tabs.First(tab => tab.Name == Tab).States;
        found = states.Length > 0 ? found.Where(seal => states.Contains(seal.State)) : found;
        if (Search?.Trim() is { Length: > 0 and <= LongestSearch } text)
        {
            found = found.Where(seal => seal.OwnerName.Contains(text) || seal.Name.Contains(text) || seal.Number == text || seal.OwnerCode == text);
        }

        Count = await found.CountAsync(cancellationToken);
        Number = Math.Clamp(Number, 1, Pages);
        var rows = await found.OrderByDescending(seal => seal.AppliedAt).ThenBy(seal => seal.Id).Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var ids = rows.Select(seal => seal.Id).ToList();
        var uses = await db.Uses.Where(use => ids.Contains(use.SealId) && use.State == SealUseState.Sealed && use.IntendedAt >= month)
            .GroupBy(use => use.SealId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        Seals = [.. rows.Select(seal => new Row(seal, uses.GetValueOrDefault(seal.Id), seal.State == SealState.Active && seal.ValidTo >= now && seal.ValidTo < soon))];
    }

    public string Address(string? tab = null, int? page = null) =>
        $"/admin/seal?show={tab ?? Tab}{(Search is { Length: > 0 } ? $"&q={Uri.EscapeDataString(Search)}" : "")}{(page is { } number ? $"&page-number={number}" : "")}";

    private int CountOf(SealState state) => States.GetValueOrDefault(state);
}
