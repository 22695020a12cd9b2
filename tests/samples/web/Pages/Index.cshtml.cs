using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Trust.Samples.Web.Pages;

/// <summary>Who is signed in, and how.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class IndexModel : PageModel
{
    public bool SignedIn { get; private set; }

    public string Heading => Value("name") is { Length: > 0 } name ? name : Value("sub");

    public IReadOnlyList<Fact> Session { get; private set; } = [];

    public IReadOnlyList<Claim> Claims { get; private set; } = [];

    /// <summary>Asking for a level is a wish: who needs it looks at what came back.</summary>
    public bool ReachedAskedLevel { get; private set; } = true;

    public bool CanRise => Rank(Value("acr")) < 1;

    public async Task OnGetAsync()
    {
        var session = await HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        SignedIn = session.Succeeded;
        if (session.Succeeded)
        {
            // The ID token says true, userinfo True.
            Claims = [.. User.Claims.DistinctBy(claim => (claim.Type, claim.Value.ToUpperInvariant())).OrderBy(claim => claim.Type, StringComparer.Ordinal)];
            ReachedAskedLevel = !session.Properties.Items.TryGetValue(BeginSignIn.AskedLevel, out var asked) || Rank(Value("acr")) >= Rank(asked);
            Session =
            [
                new("姓名", "Name", "name", Value("name")),
                new("标识", "Subject", "sub", Value("sub")),
                new("认证级别", "Level", "acr", Value("acr")),
                new("认证方式", "Methods", "amr", string.Join(' ', User.FindAll("amr").Select(claim => claim.Value))),
                new("认证时间", "Signed in at", "auth_time", Time(Value("auth_time"))),
                new("会话", "Session", "sid", Value("sid")),
            ];
        }
    }

    /// <summary>Ends our session, then the one at the platform.</summary>
    public IActionResult OnPostSignOut() =>
        SignOut(new AuthenticationProperties { RedirectUri = "/" }, CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme);

    private string Value(string claim) => User.FindFirstValue(claim) ?? "";

    private static int Rank(string? level) => Math.Max(-1, BeginSignIn.Levels.ToList().IndexOf(level ?? ""));

    private static string Time(string seconds) =>
        long.TryParse(seconds, CultureInfo.InvariantCulture, out var value)
            ? DateTimeOffset.FromUnixTimeSeconds(value).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
            : "";

    /// <summary>A line about the session.</summary>
    internal sealed record Fact(string Name, string English, string Claim, string Value);
}
