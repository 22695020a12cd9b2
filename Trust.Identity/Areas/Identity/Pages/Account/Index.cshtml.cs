using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Consents;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Account;

/// <summary>Account centre (账号中心): who one is here, and how well known; devices, released information, security.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(
    ReadOwnProfile profiles, OwnSessions sessions, OwnConsents consents, OwnSignIns signIns, IdentityDbContext db, IdentityOptions options, Actor actor, TimeProvider time, Words words)
    : PageModel
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly TimeSpan Looked = TimeSpan.FromDays(30);

    private List<VerificationRecord> verifications = [];

    public OwnProfile Profile { get; private set; } = null!;

    public IReadOnlyList<OwnSession> Sessions { get; private set; } = [];

    public IReadOnlyList<OwnConsent> Consents { get; private set; } = [];

    /// <summary>Tries that failed lately.</summary>
    public int Failures { get; private set; }

    /// <summary>A code alone no longer signs in.</summary>
    public bool MobileIsStale { get; private set; }

    public string Greeting => time.GetUtcNow().ToOffset(China).Hour switch
    {
        >= 5 and < 12 => words["{0}，上午好", Profile.Name],
        >= 12 and < 18 => words["{0}，下午好", Profile.Name],
        _ => words["{0}，晚上好", Profile.Name],
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Profile = await profiles.ReadAsync(actor, cancellationToken);
        Sessions = await sessions.ListAsync(actor, cancellationToken);
        Consents = await consents.ListAsync(actor, cancellationToken);
        Failures = await signIns.CountFailedAsync(actor, now - Looked, cancellationToken);
        MobileIsStale = Profile.MobileProvedAt is not { } proved || proved + TimeSpan.FromDays(options.MobileProofDays) <= now;
        verifications = await db.Verifications.AsNoTracking().Where(row => row.PersonId == actor.PersonId).OrderByDescending(row => row.Time).Take(20).ToListAsync(cancellationToken);
    }

    /// <summary>How a level was reached, or how it can be.</summary>
    public string LevelNote(int level)
    {
        if (Profile.Level < level)
        {
            return level == 1 ? words["登记的信息通过人口信息库核对"] : words["带身份证到政务服务中心窗口，当场核对"];
        }

        return verifications.Find(row => row.Level == level) switch
        {
            { Source: "population-registry" } row => words["{0}通过人口信息库核对", Moments.Day(row.Time)],
            { Source: "window" } row => words["{0}在政务服务中心窗口核对", Moments.Day(row.Time)],
            { } row => words["{0}核对", Moments.Day(row.Time)],
            _ => words["已核对"],
        };
    }
}
