using Microsoft.AspNetCore.Http;

namespace Trust.Hosting.Http;

/// <summary>Lets the forms of one page end at one more origin: browsers apply <c>form-action</c> to the redirects that follow a post.</summary>
public static class FormAction
{
    private const string Own = "form-action 'self'";

    /// <summary>Adds an origin to the policy of this answer.</summary>
    /// <param name="context">The request of the page.</param>
    /// <param name="origin">Scheme, host and port of an address that was validated against the application's registration.</param>
    public static void Allow(HttpContext context, string origin)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(origin);

        // Nothing of a stranger's gets into the header: an origin that is not plain adds nothing.
        if (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin)
        {
            context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentSecurityPolicy.Replace(Own, $"{Own} {origin}", StringComparison.Ordinal);
        }
    }
}
