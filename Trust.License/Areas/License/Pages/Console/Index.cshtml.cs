using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.License.Areas.License.Pages.Console;

/// <summary>Licences within the reach of the official (证照).</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRole.LicenceOfficial, StaffRole.SecurityAdministrator, StaffRole.AuditAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(LicenseDbContext db, LicenceTypeCatalogue types, VersionFiles files, [FromKeyedServices("license")] LookupHash lookup, Actor actor) : PageModel
{
    private const int PageSize = 20;
    private const int LongestSearch = 120;

    private static readonly (string Name, LicenceState[] States)[] Tabs =
    [
        ("all", []),
        ("valid", [LicenceState.Valid]),
        ("suspended", [LicenceState.Suspended]),
        ("ended", [LicenceState.Annulled, LicenceState.Cancelled, LicenceState.Revoked, LicenceState.Transferred]),
        ("making", [LicenceState.Issuing, LicenceState.Voided]),
    ];

    /// <summary>A row of the list.</summary>
    internal sealed record Row(Guid Id, string TypeName, string Holder, string Number, LicenceState State, DateOnly IssuedOn, DateOnly? ValidTo, bool Waits);

    public IReadOnlyList<Row> Licences { get; private set; } = [];

    public int Count { get; private set; }

    public Dictionary<LicenceState, int> States { get; private set; } = [];

    /// <summary>Changes that wait for a second person.</summary>
    public int Waiting { get; private set; }

    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int Number { get; set; } = 1;

    /// <summary>Typed number, holder's code or identifier: posted, so that it stands in no address and no log.</summary>
    [BindProperty]
    public string? Search { get; set; }

    public bool Searched { get; private set; }

    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);

    public int First => Count == 0 ? 0 : ((Number - 1) * PageSize) + 1;

    public bool MayIssue => actor.Roles.Any(role => role.Name == IssuingRules.IssuingRole);

    public string Tab => Array.Exists(Tabs, tab => tab.Name == Show) ? Show! : "all";

    public int CountOf(string tab) => Tabs.First(candidate => candidate.Name == tab).States is [_, ..] states ? states.Sum(state => States.GetValueOrDefault(state)) : States.Values.Sum();

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public Task OnPostAsync(CancellationToken cancellationToken)
    {
        Searched = Search?.Trim() is { Length: > 0 and <= LongestSearch };
        return ReadAsync(cancellationToken);
    }

    public string Address(string? tab = null, int? page = null) => $"/admin/license?show={tab ?? Tab}{(page is { } number ? $"&page-number={number}" : "")}";

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var visible = IssuingRules.Visible(db, actor).AsNoTracking();
        States = await visible.GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        Waiting = await db.StateProposals.CountAsync(row => row.State == ProposalState.Pending && visible.Any(licence => licence.Id == row.LicenceId), cancellationToken);
        var states = Tabs.First(tab => tab.Name == Tab).States;
        var found = states.Length > 0 ? visible.Where(row => states.Contains(row.State)) : visible;
        if (Searched)
        {
            found = Find(found, Search!.Trim());
        }

        Count = await found.CountAsync(cancellationToken);
        Number = Math.Clamp(Number, 1, Pages);
        var rows = await found.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.Id).ToList();
        var versions = (await db.Versions.AsNoTracking().Where(row => ids.Contains(row.LicenceId)).Select(row => new { row.Id, row.LicenceId, row.Number, row.Data, row.IssuedOn, row.ValidTo }).ToListAsync(cancellationToken))
            .ToLookup(row => row.LicenceId);
        var waiting = await db.StateProposals.Where(row => row.State == ProposalState.Pending && ids.Contains(row.LicenceId)).Select(row => row.LicenceId).ToListAsync(cancellationToken);
        Licences = [.. rows.Select(row =>
        {
            var version = versions[row.Id].First(candidate => candidate.Number == Math.Max(row.CurrentVersion, 1));
            var form = files.Data(version.Id, version.Data).Form;
            return new Row(row.Id, types.Find(row.TypeCode)!.Name, form.HolderName, form.Number, row.State, version.IssuedOn, version.ValidTo, waiting.Contains(row.Id));
        })];
    }

    // Number, holder's code and identifier are looked up whole: what is encrypted is found by its keyed hash only.
    private IQueryable<LicenceRecord> Find(IQueryable<LicenceRecord> among, string text)
    {
        var upper = text.ToUpperInvariant();
        if (LicenceIdentifier.TryParse(upper, out var identifier))
        {
            return among.Where(row => db.Versions.Any(version => version.LicenceId == row.Id && version.Identifier == identifier.Value));
        }

        List<string> numbers = [.. types.All.Select(type => IssueLicence.Number(lookup, type.Code, text))];
        List<string> holders = [.. LicenceMetadata.HolderCodeTypes.Keys.Select(codeType => IssueLicence.Holder(lookup, codeType, upper))];
        return among.Where(row => numbers.Contains(row.NumberHash) || holders.Contains(row.HolderHash));
    }
}
