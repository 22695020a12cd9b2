using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Documents.Verification;
using Trust.Hosting.Http;
using Trust.Seal.Verification;
using Trust.Web;

namespace Trust.Seal.Areas.Seal.Pages.Check;

/// <summary>A report: one plain sentence, what to do, the checks, the facts.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ReportModel(KeepReport reports) : PageModel
{
    public KeptReport Kept { get; private set; } = null!;

    public VerificationReport Report { get; private set; } = null!;

    public string Reference { get; private set; } = "";

    /// <summary>The check that decided, or null where all is well.</summary>
    public CheckResult? Decisive => Report.Checks.FirstOrDefault(check => check.Conclusion is { } conclusion && conclusion.Indication == Report.Indication && conclusion.SubIndication == Report.SubIndication);

    public State Verdict => Report.Code is not null ? State.Unknown : Report.Indication switch
    {
        Indication.TotalPassed => State.Ok,
        Indication.TotalFailed => State.Bad,
        _ => Report.SubIndication == SubIndications.SignedDataNotFound ? State.Unknown : State.Warn,
    };

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        // The address is all that guards the report.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await reports.ReadAsync(reference, cancellationToken) is not { } kept)
        {
            return NotFound();
        }

        Kept = kept;
        Reference = reference;
        Report = JsonSerializer.Deserialize<VerificationReport>(kept.Report, JsonSerializerOptions.Web)!;
        return Page();
    }

    public static string Say(PlainText text) => Words.IsEnglish ? text.En : text.Zh;
}
