using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Contracts.Codes;

namespace Trust.Hosting.Http;

/// <summary>Error codes of the host itself.</summary>
public static class HostErrors
{
    /// <summary>The Host header names another origin.</summary>
    public static readonly TrustError ForeignHost = new("request.foreign-host", ErrorKind.Invalid, "This address does not belong to the platform.");

    /// <summary>A proxy or tunnel would publish the demo accounts.</summary>
    public static readonly TrustError ForwardedInDevelopment = new("request.forwarded", ErrorKind.Invalid, "A development installation answers no forwarded requests (Trust:AllowRemoteDevelopment).");

    /// <summary>A change asked for by another site.</summary>
    public static readonly TrustError CrossSite = new("request.cross-site", ErrorKind.Forbidden, "Another site may not change anything here.");

    /// <summary>A call between processes without a good actor token.</summary>
    public static readonly TrustError CallRefused = new("request.call-refused", ErrorKind.Unauthenticated, "The call carries no valid actor token.");

    /// <summary>The peer or the actor may not call this operation.</summary>
    public static readonly TrustError CallForbidden = new("request.call-forbidden", ErrorKind.Forbidden, "This caller may not use this operation.");

    /// <summary>Too many requests of one class from one source.</summary>
    public static readonly TrustError TooMany = new("request.too-many", ErrorKind.TooMany, "Too many requests. Wait and try again.");

    /// <summary>Nobody is signed in.</summary>
    public static readonly TrustError NotSignedIn = new("request.not-signed-in", ErrorKind.Unauthenticated, "Sign in first.");

    /// <summary>The caller may not.</summary>
    public static readonly TrustError Forbidden = new("request.forbidden", ErrorKind.Forbidden, "This is not permitted.");

    /// <summary>The session is not strong enough for this (RFC 9470).</summary>
    public static readonly TrustError LevelNeeded = new("request.level-needed", ErrorKind.Unauthenticated, "This needs a stronger sign-in.");

    /// <summary>The token does not permit this.</summary>
    public static readonly TrustError ScopeNeeded = new("request.scope-needed", ErrorKind.Forbidden, "The token does not permit this scope.");

    /// <summary>The body is larger than the endpoint takes.</summary>
    public static readonly TrustError TooLarge = new("request.too-large", ErrorKind.TooLarge, "The request is larger than the limit.");
}

/// <summary>The one place where an error becomes an answer: RFC 9457 problem details.</summary>
public static class Problems
{
    /// <summary>HTTP status of a kind of error.</summary>
    /// <param name="kind">Kind.</param>
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Answer for an error the caller can act on.</summary>
    /// <param name="error">The error.</param>
    public static IResult From(TrustError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return TypedResults.Problem(
            detail: error.Detail,
            statusCode: StatusOf(error.Kind),
            type: $"urn:trust:error:{error.Code}",
            extensions: new Dictionary<string, object?> { ["code"] = error.Code, ["traceId"] = TraceId() });
    }

    /// <summary>The value's answer, or the error's.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="result">Value or refusal.</param>
    /// <param name="answer">Makes the answer of a value.</param>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return result.Succeeded ? answer(result.Value) : From(result.Error);
    }

    /// <summary>Answer of a contract operation: the value as JSON, 204 for null, problem details for an error.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="result">Value or refusal.</param>
    public static IResult ToOperation<T>(this Result<T> result) => result.ToHttp<T>(value => value is null
        ? TypedResults.NoContent()
        : Results.Json(value, ContractJson.Options));

    /// <summary>Trace id shown to people and written to the log.</summary>
    public static string TraceId() => Activity.Current?.TraceId.ToString() ?? "";

    // The frame leaves its pages of errors switched on for people only.
    internal static bool SpeaksToPeople(this HttpContext context) => context.Features.Get<IStatusCodePagesFeature>() is { Enabled: true };

    /// <summary>Answers a refusal: people get the page of its status, programs problem details.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="retryAfter">When to try again, for 429 and 503.</param>
    internal static Task AnswerAsync(HttpContext context, TrustError error, TimeSpan? retryAfter = null)
    {
        if (!context.SpeaksToPeople())
        {
            return WriteAsync(context, error, retryAfter);
        }

        SetRetryAfter(context, retryAfter);
        context.Response.StatusCode = StatusOf(error.Kind);
        return Task.CompletedTask;
    }

    /// <summary>Answers a request at once.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="retryAfter">When to try again, for 429 and 503.</param>
    internal static Task WriteAsync(HttpContext context, TrustError error, TimeSpan? retryAfter = null)
    {
        SetRetryAfter(context, retryAfter);
        return From(error).ExecuteAsync(context);
    }

    private static void SetRetryAfter(HttpContext context, TimeSpan? retryAfter)
    {
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
