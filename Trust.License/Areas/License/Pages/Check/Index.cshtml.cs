using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Documents.Packaging;
using Trust.Documents.Rendering;
using Trust.Documents.Verification;
using Trust.Hosting.Http;
using Trust.License.Checking;
using Trust.License.Looking;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Check;

/// <summary>Checking a licence (证照核验): anybody, without signing in; by file here, by number and by QR code beside it.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Heavy)]
[RequestSizeLimit(LargestBody)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestBody, ValueCountLimit = 16, MultipartHeadersCountLimit = 16)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(
    CheckLicenceFile check, CheckTurns turns, LookUpLicence lookUp, KeepReport reports, LicenceTypeCatalogue types, LicenseOptions options, Words words, TimeProvider time) : PageModel
{
    // An attribute cannot read settings; the setting is asked below.
    private const long LargestBody = 68L * 1024 * 1024;

    public int LargestMegabytes => options.LargestFile / (1024 * 1024);

    public int ReportMinutes => options.ReportMinutes;

    public NumberForm Number => new(types);

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 } || file.Length > options.LargestFile)
        {
            ModelState.AddModelError("file", file is { Length: > 0 } ? words["文件太大，最大{0}MB。", LargestMegabytes] : words["请先选一个文件。"]);
            return Page();
        }

        var kept = await turns.TakeAsync(() => CheckAsync(file, cancellationToken), cancellationToken);
        if (!kept.Succeeded)
        {
            ModelState.AddModelError("file", words["现在核验不了，不是文件的问题。请过一会儿再试。"]);
            return Page();
        }

        return Redirect($"/verify/licence/{await reports.KeepAsync(kept.Value, cancellationToken)}");
    }

    private async Task<Result<KeptReport>> CheckAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var (name, content) = (LicenceUpload.NameOf(file), await LicenceUpload.ContentOfAsync(file, cancellationToken));
        var report = await check.CheckAsync(name, content, cancellationToken);
        if (!report.Succeeded)
        {
            return report.Error;
        }

        var pictures = report.Value.Report.Kind == VerifiedKind.Ofd ? DocumentPictures.Draw(content, DocumentLimits.Default, time) : DocumentPictures.None;
        var change = report.Value is { Force: Force.NotInForce, Licence.Identifier: { } identifier } ? await lookUp.ChangeAsync(identifier, report.Value.State, cancellationToken) : null;
        return new KeptReport(name, time.GetUtcNow(), report.Value.ToJson(), pictures, change);
    }
}
