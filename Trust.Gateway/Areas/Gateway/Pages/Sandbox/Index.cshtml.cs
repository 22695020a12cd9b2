using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.Gateway.Sandbox;
using Trust.Hosting.Development;
using Trust.Hosting.Http;
using Trust.Web;

namespace Trust.Gateway.Areas.Gateway.Pages.Sandbox;

/// <summary>What a developer has in place of a telephone and a registry: people, messages, faults to switch on.</summary>
[AllowAnonymous]
[DevelopmentOnly]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
internal sealed class IndexModel(SandboxPeople people, SmsOutbox outbox, SandboxFaults faults, IEnumerable<IDevelopmentNotes> writers, Words words) : PageModel
{
    /// <summary>The rest is in <c>/sandbox/sms/outbox</c>.</summary>
    public const int MessagesShown = 20;

    private static readonly int[] Delays = [0, 2, 6, 20];

    public IEnumerable<SandboxPerson> Free => people.All.Where(person => person.Demo is null);

    public IEnumerable<SandboxPerson> Accounts => people.All.Where(person => person.Demo is not null);

    public IReadOnlyList<SentMessage> Messages { get; } = [.. outbox.Newest.Take(MessagesShown)];

    public List<DevelopmentNote> Notes { get; } = [];

    [BindProperty]
    public FaultSwitches Registry { get; set; } = FaultSwitches.Of(faults.Present.Registry);

    [BindProperty]
    public FaultSwitches Sms { get; set; } = FaultSwitches.Of(faults.Present.Sms);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        foreach (var writer in writers)
        {
            Notes.AddRange(await writer.ReadAsync(cancellationToken));
        }
    }

    public IActionResult OnPost()
    {
        var chosen = new Faults { Registry = Registry.ToFault(), Sms = Sms.ToFault() };
        if (!ModelState.IsValid || chosen is not { Registry.IsValid: true, Sms.IsValid: true })
        {
            return BadRequest();
        }

        faults.Present = chosen;
        return Redirect("/sandbox");
    }

    public IActionResult OnPostReset()
    {
        faults.Present = new Faults();
        return Redirect("/sandbox");
    }

    /// <summary>Eleven digits, as people write them.</summary>
    public static string NationalOf(Contracts.Codes.MobileNumber number) => number.Reveal()["+86".Length..];

    public static string NameOf(Contracts.Codes.EthnicityCode ethnicity) => Words.IsEnglish ? ethnicity.EnglishName : ethnicity.Name;

    public IEnumerable<SelectListItem> DelaysOf(FaultSwitches switches) =>
        Delays.Append(switches.SlowSeconds).Distinct().Order()
            .Select(seconds => new SelectListItem(seconds == 0 ? words["马上回答"] : words["慢{0}秒", seconds], $"{seconds}", seconds == switches.SlowSeconds));

    /// <summary>Which faults are on, in words; empty when all is well.</summary>
    public IEnumerable<string> FaultsOn()
    {
        foreach (var (service, fault) in new[] { (words["人口库"], faults.Present.Registry), (words["短信网关"], faults.Present.Sms) })
        {
            if (fault.Down)
            {
                yield return words["{0}停机", service];
            }

            if (fault.SlowSeconds > 0)
            {
                yield return words["{0}慢{1}秒", service, fault.SlowSeconds];
            }

            if (fault.Unsigned)
            {
                yield return words["{0}的回答没有签名", service];
            }
        }
    }
}

/// <summary>The switches of one service.</summary>
internal sealed class FaultSwitches
{
    public bool Down { get; set; }

    public int SlowSeconds { get; set; }

    public bool Unsigned { get; set; }

    public static FaultSwitches Of(ServiceFault fault) => new() { Down = fault.Down, SlowSeconds = fault.SlowSeconds, Unsigned = fault.Unsigned };

    public ServiceFault ToFault() => new(Down, SlowSeconds, Unsigned);
}
