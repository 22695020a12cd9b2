using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Trust.Contracts;

namespace Trust.Hosting.Http;

/// <summary>What programs see when something fails: problem details with the trace id.</summary>
internal static class ErrorAnswers
{
    // Codes without a page of their own, for answers that no handler has described.
    private static readonly Dictionary<int, string> Codes = new()
    {
        [StatusCodes.Status400BadRequest] = "request.malformed",
        [StatusCodes.Status404NotFound] = "request.not-found",
        [StatusCodes.Status405MethodNotAllowed] = "request.method-not-allowed",
        [StatusCodes.Status413PayloadTooLarge] = "request.too-large",
        [StatusCodes.Status415UnsupportedMediaType] = "request.unsupported-type",
    };

    // For programs; what people see belongs to the frame, which the program adds behind this and which answers before it.
    public static void UseErrorAnswers(this IApplicationBuilder app)
    {
        app.UseStatusCodePages(DescribeAsync);

        // From here on the feature stands for the frame's pages alone: who finds it switched on speaks to people.
        app.Use((context, next) =>
        {
            context.Features.Set<IStatusCodePagesFeature>(null);
            return next(context);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerFailureAsync });
    }

    // Anything unknown is a bare 500 with the trace id; the exception is in the log only.
    private static Task AnswerFailureAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (UnreadableInput.Caused(failure))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        if (failure is BadHttpRequestException malformed)
        {
            context.Response.StatusCode = malformed.StatusCode;
            return malformed.StatusCode == StatusCodes.Status413PayloadTooLarge ? Problems.WriteAsync(context, HostErrors.TooLarge) : Task.CompletedTask;
        }

        return TypedResults.Problem(
            statusCode: StatusCodes.Status500InternalServerError,
            extensions: new Dictionary<string, object?> { ["traceId"] = Problems.TraceId() }).ExecuteAsync(context);
    }

    private static Task DescribeAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var code = context.Response.StatusCode;
        return TypedResults.Problem(
            statusCode: code,
            type: Codes.TryGetValue(code, out var name) ? $"urn:trust:error:{name}" : null,
            extensions: new Dictionary<string, object?> { ["code"] = name ?? $"request.status-{code}", ["traceId"] = Problems.TraceId() }).ExecuteAsync(context);
    }
}
