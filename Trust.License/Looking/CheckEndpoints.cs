using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.License;
using Trust.Hosting.Http;
using Trust.License.Api;
using Trust.License.Checking;

namespace Trust.License.Looking;

/// <summary>Checking over HTTP: the API takes a file and answers with the report; pages of a report's document are pictures of ours.</summary>
internal static class CheckEndpoints
{
    private const string Report = "/verify/licence/{reference}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var limit = new RequestSizeLimitAttribute(LicenceUpload.BodyLimit(endpoints.ServiceProvider.GetRequiredService<LicenseOptions>().LargestFile));
        endpoints.MapPost($"{LicenceApi.Path}/verifications", VerifyAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Heavy).DisableAntiforgery().WithMetadata(limit);
        endpoints.MapGet($"{Report}/page/{{number:int}}.png", ReadPageAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
        endpoints.MapGet($"{Report}/seal/{{number:int}}.png", ReadSealAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
        endpoints.MapGet($"{Report}/report.json", ReadReportAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, CheckLicenceFile check, CheckTurns turns, LicenseOptions options, CancellationToken cancellationToken)
    {
        var upload = await LicenceUpload.ReadAsync(context, options.LargestFile, cancellationToken);
        if (!upload.Succeeded)
        {
            return Problems.From(upload.Error);
        }

        context.Response.Headers.CacheControl = "no-store";
        var report = await turns.TakeAsync(
            async () => await check.CheckAsync(LicenceUpload.NameOf(upload.Value.File), await LicenceUpload.ContentOfAsync(upload.Value.File, cancellationToken), cancellationToken), cancellationToken);
        return report.Succeeded ? Answer(report.Value) : Problems.From(report.Error);
    }

    // What nobody can read is no document: an error of the request. A readable document without a signature is a report.
    private static IResult Answer(LicenceReport report) => report.Report.Code is { } code
        ? Problems.From(new TrustError(code, ErrorKind.Unprocessable, report.Report.Sentence.En))
        : TypedResults.Text(report.ToJson(), "application/json; charset=utf-8");

    private static Task<IResult> ReadPageAsync(string reference, int number, HttpContext context, KeepReport reports, CancellationToken cancellationToken) =>
        PictureAsync(context, reports.ReadAsync(reference, cancellationToken), kept => kept.Pictures.Pages, number);

    private static Task<IResult> ReadSealAsync(string reference, int number, HttpContext context, KeepReport reports, CancellationToken cancellationToken) =>
        PictureAsync(context, reports.ReadAsync(reference, cancellationToken), kept => kept.Pictures.Seals, number);

    private static async Task<IResult> PictureAsync(HttpContext context, Task<KeptReport?> reading, Func<KeptReport, IReadOnlyList<byte[]>> pictures, int number)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await reading is { } kept && number >= 1 && number <= pictures(kept).Count && pictures(kept)[number - 1] is { Length: > 0 } picture
            ? TypedResults.Bytes(picture, "image/png")
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ReadReportAsync(string reference, HttpContext context, KeepReport reports, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await reports.ReadAsync(reference, cancellationToken) is { } kept
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(kept.Report), "application/json", "report.json")
            : Problems.From(LicenseErrors.ReportGone);
    }
}
