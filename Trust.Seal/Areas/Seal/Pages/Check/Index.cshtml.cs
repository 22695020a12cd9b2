using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.Seal.Verification;
using Trust.Web;

namespace Trust.Seal.Areas.Seal.Pages.Check;

/// <summary>Checking a sealed file (印章核验): anybody, without signing in.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Heavy)]
[RequestSizeLimit(LargestBody)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestBody, ValueCountLimit = 16, MultipartHeadersCountLimit = 16)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel(VerifyFile verify, DrawPages draw, KeepReport reports, SealOptions options, Words words, TimeProvider time) : PageModel
{
    // An attribute cannot read settings; the setting is asked below.
    private const long LargestBody = 260L * 1024 * 1024;

    public int LargestMegabytes => options.LargestFile / (1024 * 1024);

    public int ReportMinutes => options.ReportMinutes;

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 })
        {
            ModelState.AddModelError("file", words["请先选一个文件。"]);
            return Page();
        }

        if (file.Length > options.LargestFile)
        {
            ModelState.AddModelError("file", words["文件太大，最大{0}MB。", LargestMegabytes]);
            return Page();
        }

        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        var kept = await verify.CheckAsync(stop => ReadAsync(file, stop), name, [], (content, report) => draw.Draw(content, name, report, time.GetUtcNow()), cancellationToken);
        return Redirect($"/verify/seal/{await reports.KeepAsync(kept, cancellationToken)}");
    }

    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        var content = GC.AllocateUninitializedArray<byte>((int)file.Length);
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
