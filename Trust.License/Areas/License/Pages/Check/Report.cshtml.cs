using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Documents.Verification;
using Trust.Hosting.Http;
using Trust.License.Checking;
using Trust.License.Looking;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Check;

/// <summary>A report: genuine or not and whether it counts, in one sentence; what to do, the facts, the checks.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ReportModel(KeepReport reports, Words words) : PageModel
{
    public KeptReport Kept { get; private set; } = null!;

    public LicenceReport Report { get; private set; } = null!;

    public string Reference { get; private set; } = "";

    public IEnumerable<Finding> Findings => Looking.Findings.Of(Report, words);

    public State Verdict => Report.Report switch
    {
        { Code: not null } => State.Unknown,
        { Indication: Indication.TotalFailed } => State.Bad,
        { Indication: Indication.TotalPassed } => Report switch
        {
            { Licence: null } or { Force: Force.InForce } => State.Ok,
            { Force: Force.NotInForce } => State.Warn,
            _ => State.Unknown,
        },
        { SubIndication: SubIndications.SignedDataNotFound } => State.Unknown,
        _ => State.Warn,
    };

    /// <summary>Who issued it and when, or who decided on its state; the file's name where it is not known.</summary>
    public string Second => Report switch
    {
        { Report.Indication: not Indication.TotalPassed } or { Licence: null } => Kept.FileName,
        _ when Kept.Change is { } change => $"{words[SeenWords.Decided(Report.State), change.AuthorityName, Moments.Day(change.EffectiveAt)]}{(Words.IsEnglish ? " " : "")}{words["原文没有改动。"]}",
        { Licence: { } licence } => words["由{0}在{1}签发，之后没有改动。", licence.Issuer ?? "", LicenceMetadata.TryReadDay(licence.IssuedOn, out var day) ? Moments.Day(day) : ""],
    };

    /// <summary>Word that is laid over the picture of a licence that does not count.</summary>
    public string? Stamp => Report is { Report.Indication: Indication.TotalFailed } ? "不可信" : Report.Force == Force.NotInForce ? SeenWords.StateWord(Report.State) : null;

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        // The address is all that guards the report.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await reports.ReadAsync(reference, cancellationToken) is not { } kept)
        {
            return NotFound();
        }

        (Kept, Reference, Report) = (kept, reference, LicenceReport.Read(kept.Report));
        return Page();
    }

    /// <summary>The signature whose seal is the picture of a number.</summary>
    public SignatureReport? SignatureOf(int picture) => Report.Report.Signatures.Where(signature => signature.Facts.Seal is not null).ElementAtOrDefault(picture - 1);

    public static State StateOf(CheckResult check) => check.Status switch
    {
        CheckStatus.Ok or CheckStatus.Information => State.Ok,
        CheckStatus.NotOk => check.Conclusion?.Indication == Indication.TotalFailed ? State.Bad : State.Warn,
        CheckStatus.Warning => State.Warn,
        _ => State.Unknown,
    };

    public static string ResultOf(CheckResult check) => check.Status switch
    {
        CheckStatus.Ok => "通过",
        CheckStatus.Information => "供参考",
        CheckStatus.NotOk => "没有通过",
        CheckStatus.Warning => "请留意",
        _ => "没有核对",
    };

    public static string NameOf(VerificationReport report) => report.Indication switch
    {
        Indication.TotalPassed => "TOTAL_PASSED",
        Indication.TotalFailed => $"TOTAL_FAILED / {report.SubIndication}",
        _ => $"INDETERMINATE / {report.SubIndication}",
    };

    public static string NameOf(Force force) => force switch
    {
        Force.InForce => "inForce",
        Force.NotInForce => "notInForce",
        _ => "unknown",
    };
}
