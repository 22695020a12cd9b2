using Microsoft.AspNetCore.Http;

namespace Trust.Web;

/// <summary>How a person wants the pages shown. Kept in one cookie; nothing personal in it.</summary>
/// <param name="Language"><c>zh-CN</c>, <c>en</c>, or null: as the browser asks.</param>
/// <param name="Elder">Larger text, fewer things.</param>
/// <param name="Theme"><c>light</c>, <c>dark</c> or <c>auto</c> (as the device).</param>
public sealed record ViewPreferences(string? Language, bool Elder, string Theme)
{
    private const string PlainName = "trust-view";
    private const string HostName = "__Host-trust-view";
    private static readonly object Key = new();
    private static readonly string[] Themes = ["light", "dark", "auto"];

    /// <summary>What someone gets who chose nothing.</summary>
    public static ViewPreferences Default { get; } = new(null, false, "light");

    /// <summary>The preferences of a request; anything unreadable counts as not chosen.</summary>
    /// <param name="context">The request.</param>
    public static ViewPreferences Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[Key] is ViewPreferences known)
            return known;
        var read = Parse(context.Request.Cookies[NameFor(context.Request)]);
        context.Items[Key] = read;
        return read;
    }

    /// <summary>Takes over what a query asks for; unknown values change nothing.</summary>
    internal ViewPreferences With(string? language, string? elder, string? theme) => new(
        language switch { "zh-CN" or "zh" => PreferredCulture.Chinese, "en" => PreferredCulture.English, _ => Language },
        elder switch { "1" => true, "0" => false, _ => Elder },
        Themes.Contains(theme) ? theme! : Theme);

    internal void Save(HttpContext context) =>
        context.Response.Cookies.Append(NameFor(context.Request), ToString(), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = TimeSpan.FromDays(365),
        });

    /// <summary>The cookie's value: language, elder and theme with dots between.</summary>
    public override string ToString() => $"{Language ?? "-"}.{(Elder ? 1 : 0)}.{Theme}";

    internal static ViewPreferences Parse(string? value) =>
        value?.Split('.') is [var language, var elder, var theme] ? Default.With(language, elder, theme) : Default;

    private static string NameFor(HttpRequest request) => request.IsHttps ? HostName : PlainName;
}
