using Microsoft.AspNetCore.Http;

namespace Trust.Hosting.Http;

/// <summary>Headers of every answer.</summary>
public static class SecurityHeaders
{
    /// <summary>The content security policy of every page; pages inside a pending authorization request extend form-action by one origin.</summary>
    public const string ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    private static readonly KeyValuePair<string, string>[] Always =
    [
        new("Content-Security-Policy", ContentSecurityPolicy),
        new("X-Content-Type-Options", "nosniff"),
        new("Referrer-Policy", "same-origin"),
        new("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    private static readonly KeyValuePair<string, string> OnHttps = new("Strict-Transport-Security", "max-age=31536000; includeSubDomains");

    // When the answer starts: a failure clears the headers set before, and what an endpoint or another process has set stays.
    internal static void Add(HttpContext context, PublicOrigin origin) => context.Response.OnStarting(() =>
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in origin.IsHttps ? [.. Always, OnHttps] : Always)
        {
            headers.TryAdd(name, value);
        }

        return Task.CompletedTask;
    });
}
