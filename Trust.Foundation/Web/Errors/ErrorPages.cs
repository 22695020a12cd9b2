using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trust.Contracts;

namespace Trust.Web;

/// <summary>
/// Failures as pages for people; programs get their answer unchanged. One re-execution serves both refusals and exceptions:
/// the framework's exception handler would draw the page for programs as well.
/// </summary>
internal static partial class ErrorPages
{
    private static readonly PathString[] ForPrograms = ["/api", "/internal", "/scim"];

    internal static IApplicationBuilder Use(IApplicationBuilder app) =>
        app.UseStatusCodePagesWithReExecute("/error/{0}").Use(CatchAsync);

    private static async Task CatchAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsForPeople(context))
        {
            context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Failed(Log(context), failure);
            Activity.Current?.SetStatus(ActivityStatusCode.Error);
            // Headers set outside (content security policy) stay; those of the page that failed go.
            var headers = context.Response.Headers;
            (headers.ContentType, headers.ContentLength, headers.ETag, headers.LastModified, headers.Location) = (default, null, default, default, default);
            context.Response.StatusCode = failure switch
            {
                BadHttpRequestException refused => refused.StatusCode,
                _ when UnreadableInput.Caused(failure) => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            };
        }
    }

    private static bool IsForPeople(HttpContext context) =>
        context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && !ForPrograms.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private static ILogger Log(HttpContext context) =>
        ((ILoggerFactory)context.RequestServices.GetService(typeof(ILoggerFactory))!).CreateLogger(typeof(ErrorPages));

    [LoggerMessage(2001, LogLevel.Error, "A page failed.")]
    private static partial void Failed(ILogger log, Exception failure);
}
