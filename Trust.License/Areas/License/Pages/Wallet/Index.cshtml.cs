using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.License.Holding;

namespace Trust.License.Areas.License.Pages.Wallet;

/// <summary>The holder's licences (我的证照): their own, and those of organisations that they represent.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsLevel(2)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(HeldLicences held, Actor actor, TimeProvider time) : PageModel
{
    private static readonly string[] Grounds = ["blue", "green", "violet", "slate", "brown"];
    private static readonly TimeSpan Soon = TimeSpan.FromDays(60);

    public IReadOnlyList<Holder> Holders { get; private set; } = [];

    public IReadOnlyList<HeldLicence> All { get; private set; } = [];

    /// <summary>Place of the chosen holder among <see cref="Holders"/>; none: all.</summary>
    [BindProperty(SupportsGet = true, Name = "of")]
    public int? Of { get; set; }

    /// <summary>Who the person is could not be asked just now.</summary>
    public bool Unavailable { get; private set; }

    public IEnumerable<HeldLicence> Shown => Of is { } place && place >= 0 && place < Holders.Count ? All.Where(row => row.Holder == Holders[place]) : All;

    public IEnumerable<(HeldLicence Row, int Days)> Ending => All.Where(row => row.State == "valid").Select(row => (row, DaysLeft(row))).Where(pair => pair.Item2 is >= 0 && pair.Item2 <= Soon.Days).Select(pair => (pair.row, pair.Item2!.Value));

    public int CountOf(Holder holder) => All.Count(row => row.Holder == holder);

    public static string GroundOf(HeldLicence row) => Grounds[(row.Type.Code[^1] - '0') % Grounds.Length];

    public bool IsSoon(HeldLicence row) => row.State == "valid" && DaysLeft(row) is { } days && days <= Soon.Days;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var holders = await held.HoldersAsync(actor, cancellationToken);
        Unavailable = !holders.Succeeded;
        if (holders.Succeeded)
        {
            Holders = holders.Value;
            All = await held.ListAsync(Holders, cancellationToken);
        }
    }

    /// <summary>First six and last four, as on the cards of banks; short numbers as they are.</summary>
    public static string Masked(string number) => number.Length <= 10 ? number : $"{number[..6]}****{number[^4..]}";

    private int? DaysLeft(HeldLicence row) => row.Version.ValidTo is { } end ? end.DayNumber - States.ProvinceDay.Of(time.GetUtcNow()).DayNumber : null;
}
