using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Seal;
using Trust.Crypto.Certificates;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Seal.Api;

namespace Trust.Seal.Verification;

/// <summary>Checking over HTTP: the API takes a file and answers with the report; pages of a report's document are pictures of ours.</summary>
internal static class VerificationEndpoints
{
    public static void AddVerification(this ModuleBuilder module)
    {
        module.Services.AddSingleton<VerifyFile>().AddSingleton<DrawPages>().AddSingleton<ForgetReports>();
        module.Services.AddScoped<KeepReport>();
        module.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(provider => provider.GetRequiredService<ForgetReports>());
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var limit = new RequestSizeLimitAttribute(Upload.BodyLimit(endpoints.ServiceProvider.GetRequiredService<SealOptions>().LargestFile));
        endpoints.MapPost($"{SealApi.Path}/verifications", VerifyAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Heavy).DisableAntiforgery().WithMetadata(limit);
        endpoints.MapGet("/verify/seal/{reference}/page/{number:int}.png", ReadPageAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
        endpoints.MapGet("/verify/seal/{reference}/seal/{number:int}.png", ReadSealAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
        endpoints.MapGet("/verify/seal/{reference}/report.json", ReadReportAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, VerifyFile verify, SealOptions options, CancellationToken cancellationToken)
    {
        var upload = await Upload.ReadAsync(context, options.LargestFile, cancellationToken);
        if (!upload.Succeeded)
        {
            return Problems.From(upload.Error);
        }

        List<Certificate> candidates = [];
        foreach (var encoded in upload.Value.Certificates)
        {
            if (!Certificate.TryParseFile(encoded, out var certificate))
            {
                return Problems.From(SealErrors.UploadInvalid with { Detail = "A field 'certificate' holds no certificate (DER or PEM)." });
            }

            candidates.Add(certificate);
        }

        context.Response.Headers.CacheControl = "no-store";
        return await verify.CheckAsync(upload.Value.ReadFileAsync, upload.Value.FileName, candidates, (_, report) => Answer(report), cancellationToken);
    }

    // What nobody can read is no document: an error of the request. A readable document without a signature is a report.
    private static IResult Answer(Documents.Verification.VerificationReport report) => report.Code is { } code
        ? Problems.From(new Contracts.TrustError(code, Contracts.ErrorKind.Unprocessable, report.Sentence.En))
        : TypedResults.Text(report.ToJson(), "application/json; charset=utf-8");

    private static Task<IResult> ReadPageAsync(string reference, int number, HttpContext context, KeepReport reports, CancellationToken cancellationToken) =>
        PictureAsync(context, reports.ReadAsync(reference, cancellationToken), kept => number >= 1 && number <= kept.Pages.Count ? kept.Pages[number - 1] : null);

    private static Task<IResult> ReadSealAsync(string reference, int number, HttpContext context, KeepReport reports, CancellationToken cancellationToken) =>
        PictureAsync(context, reports.ReadAsync(reference, cancellationToken), kept => number >= 1 && number <= kept.Seals.Count ? kept.Seals[number - 1] : null);

    private static async Task<IResult> PictureAsync(HttpContext context, Task<KeptReport?> reading, Func<KeptReport, byte[]?> find)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await reading is { } kept && find(kept) is { Length: > 0 } picture ? TypedResults.Bytes(picture, "image/png") : TypedResults.NotFound();
    }

    private static async Task<IResult> ReadReportAsync(string reference, HttpContext context, KeepReport reports, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await reports.ReadAsync(reference, cancellationToken) is { } kept
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(kept.Report), "application/json", "report.json")
            : Problems.From(SealErrors.ReportGone);
    }
}
