using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Trust.Hosting.Http;

/// <summary>
/// Lets the forms of one page end at one more origin. A form inside an authorization request ends, by redirects, at the application that asked, and browsers hold
/// <c>form-action</c> against every redirect on the way.
/// </summary>
public static partial class FormAction
{
    /// <summary>Adds an origin to this answer's policy.</summary>
    /// <param name="context">The request.</param>
    /// <param name="origin">Scheme, host and port of a validated redirect address; for a native application its scheme with a colon.</param>
    /// <exception cref="ArgumentException">The text is no origin: it could add directives of its own.</exception>
    public static void Allow(HttpContext context, string origin)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(origin);
        if (!Origin().IsMatch(origin))
        {
            throw new ArgumentException("The text is not an origin.", nameof(origin));
        }

        // form-action stands last in the policy.
        var policy = context.Response.Headers.ContentSecurityPolicy is [{ Length: > 0 } known] ? known : SecurityHeaders.ContentSecurityPolicy;
        if (!policy.Split(' ').Contains(origin, StringComparer.Ordinal))
        {
            context.Response.Headers.ContentSecurityPolicy = $"{policy} {origin}";
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*:(//(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Origin();
}
