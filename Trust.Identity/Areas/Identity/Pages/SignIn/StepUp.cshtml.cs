using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts.Codes;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.SignIn;

/// <summary>Adds what a page or an application still needs to a running session.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
internal sealed class StepUpModel(
    SignInPlace place, StepUp stepUp, CheckCode codes, AuthorizeFlow flow, IdentityDbContext db, LookupHash hash, TimeProvider time, Words words) : PageModel
{
    public const string Path = "/account/step-up";

    [BindProperty]
    public StepUpInput Input { get; set; } = new();

    public SignInPlace Place => place;

    /// <summary>Level that is wanted, 1 to 3.</summary>
    public int Wanted { get; private set; }

    /// <summary>The application would like it and goes on without, too.</summary>
    public bool IsVoluntary { get; private set; }

    /// <summary>How well the person is known.</summary>
    public int Known { get; private set; }

    /// <summary>What the registry has said of the person: without its answer nobody is known.</summary>
    public RegistryState Registry { get; private set; }

    /// <summary>Method to add; null when no factor helps.</summary>
    public string? Missing { get; private set; }

    public MobileNumber? Mobile { get; private set; }

    /// <summary>A code is out.</summary>
    public bool IsSent { get; private set; }

    public string? Note { get; private set; }

    public int ResendSeconds { get; private set; }

    public string LevelName(int level) => level switch
    {
        1 => words["初级"],
        2 => words["中级"],
        3 => words["高级"],
        _ => words["匿名"],
    };

    /// <summary>This page, with what it was asked.</summary>
    public string Here(string handler = "") => place.At(Path, string.Join('&', new[]
    {
        place.Pending is null && Wanted != 2 ? $"level={Wanted.ToString(CultureInfo.InvariantCulture)}" : "",
        handler.Length > 0 ? $"handler={handler}" : "",
    }.Where(part => part.Length > 0)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var (running, result) = await ReadAsync(cancellationToken);
        if (result is null && Missing == Factor.Sms && Mobile is { } mobile)
        {
            IsSent = await codes.IsLiveAsync(CodePurpose.StepUp, hash.HashOf(mobile), StepUp.HolderOf(running!.Account), cancellationToken);
        }

        return result ?? Page();
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        var (running, result) = await ReadAsync(cancellationToken);
        if (result is not null)
        {
            return result;
        }

        ModelState.Clear();
        if (Missing == Factor.Sms && Mobile is { } mobile && await stepUp.SendAsync(HttpContext, running!, cancellationToken) is { } sending)
        {
            Note = words.WhyNotSent(sending);
            IsSent = Note is null || await codes.IsLiveAsync(CodePurpose.StepUp, hash.HashOf(mobile), StepUp.HolderOf(running!.Account), cancellationToken);
            ResendSeconds = (int)Math.Ceiling(sending.Wait.TotalSeconds);
            if (!IsSent)
            {
                ModelState.AddModelError("", Note!);
            }
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (running, result) = await ReadAsync(cancellationToken);
        if (result is not null || Missing is null)
        {
            return result ?? Page();
        }

        IsSent = true;
        var byPassword = Missing == Factor.Password;
        var field = byPassword ? "Input.Password" : "Input.Code";
        if ((byPassword ? Input.Password : Input.Code) is not { Length: > 0 and <= 256 } secret)
        {
            ModelState.AddModelError(field, byPassword ? words["请填写密码。"] : words["请填写短信里的6位数字。"]);
            return Page();
        }

        var outcome = await stepUp.AddAsync(HttpContext, running!, secret, place.ClientId, cancellationToken);
        if (outcome.Succeeded)
        {
            return Redirect(place.Next);
        }

        Input.Code = null;
        ModelState.Remove(field);
        ModelState.AddModelError(field, outcome.Result == SignInResults.Throttled
            ? words["试得太多了，请{0}后再试。", words.Span(outcome.Wait)]
            : byPassword ? words["密码不对。请核对大小写和输入法。"] : words.WrongCode(outcome.TriesLeft));
        return Page();
    }

    /// <summary>The application goes on with the level that there is.</summary>
    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
    {
        var (_, result) = await ReadAsync(cancellationToken);
        if (result is null && IsVoluntary && place.Pending is { } pending)
        {
            pending.Record.LevelDeclined = true;
            await db.SaveChangesAsync(cancellationToken);
            return Redirect(place.Next);
        }

        return result ?? Page();
    }

    /// <summary>Back to the application, which hears that the level was not reached.</summary>
    public async Task<IActionResult> OnPostLeaveAsync(CancellationToken cancellationToken)
    {
        var (_, result) = await ReadAsync(cancellationToken);
        return result ?? (place.Pending is { } pending
            ? Redirect(await flow.RefuseAsync(pending, AuthorizeFlow.UnmetAuthentication, cancellationToken))
            : Redirect(SignInPlace.Account));
    }

    // What the page shows; or where to go instead of it.
    private async Task<(RunningSession? Running, IActionResult? Result)> ReadAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);
        if (await stepUp.FindAsync(HttpContext, cancellationToken) is not { } running || place.HasEnded)
        {
            return (null, Redirect(place.At(LoginModel.Path)));
        }

        var now = time.GetUtcNow();
        Known = running.Person.LevelAt(now);
        Registry = running.Person.Registry;
        var present = SessionLevel.Of(running.Session, running.Person, now);
        (Wanted, IsVoluntary) = Demand(present);
        if (present >= Wanted)
        {
            return (running, Redirect(place.Next));
        }

        Missing = Known >= Wanted ? running.Missing : null;
        Mobile = Missing == Factor.Sms ? stepUp.MobileOf(running.Account) : null;
        return (running, null);
    }

    private (int Level, bool Voluntary) Demand(int present)
    {
        if (place.Pending is not { } pending)
        {
            return (Request.Query["level"].ToString() is ['1' or '2' or '3'] level ? level[0] - '0' : 2, false);
        }

        var demand = LevelDemand.Of(pending.Application, pending.Parameters);

        // In order of preference: the first wish that this person can reach, else the first of all.
        var wishes = demand.Wished.Where(wish => wish > present).ToList();
        return present < demand.Required || wishes.Count == 0
            ? (demand.Required, false)
            : (wishes.Find(wish => wish <= Known) is > 0 and var reachable ? reachable : wishes[0], true);
    }
}

/// <summary>Fields of the page.</summary>
internal sealed class StepUpInput
{
    public string? Password { get; set; }

    public string? Code { get; set; }
}
