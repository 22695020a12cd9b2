using System.Net;
using System.Text.RegularExpressions;

namespace Trust.Identity.Tests;

/// <summary>What a visitor got.</summary>
public sealed partial record Seen(HttpStatusCode Status, string? Location, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Sentences of the error summary.</summary>
    public IReadOnlyList<string> Faults => Summary().Match(Body) is { Success: true } summary
        ? [.. Item().Matches(summary.Value).Select(item => WebUtility.HtmlDecode(Tag().Replace(item.Groups[1].Value, "")))]
        : [];

    public string Title => WebUtility.HtmlDecode(Heading().Match(Body).Groups[1].Value.Trim());

    /// <summary>The page without what differs between any two answers.</summary>
    public string Normal => TraceId().Replace(Token().Replace(Body, ""), "");

    public string? AntiforgeryToken => Token().Match(Body) is { Success: true } token ? token.Groups[1].Value : null;

    [GeneratedRegex("class=\"t-summary\".*?</ul>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    [GeneratedRegex("<li>(.*?)</li>", RegexOptions.Singleline)]
    private static partial Regex Item();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("<h1[^>]*>(.*?)</h1>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex TraceId();
}

/// <summary>Somebody with a browser: keeps cookies, sends the page's antiforgery token, follows nothing by itself.</summary>
public sealed class Visitor : IDisposable
{
    public const string Password = "一句好记的话 2026";

    private readonly HttpClient client;
    private readonly CookieContainer cookies;
    private string? token;

    internal Visitor(HttpClient client, CookieContainer cookies)
    {
        this.client = client;
        this.cookies = cookies;
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
        client.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0");
    }

    public string? Cookie(string name) => cookies.GetAllCookies().FirstOrDefault(cookie => cookie.Name == name && !cookie.Expired)?.Value;

    public void SetCookie(string name, string value) => cookies.Add(client.BaseAddress!, new Cookie(name, value, "/"));

    public void DropCookie(string name)
    {
        foreach (var cookie in cookies.GetAllCookies().Where(cookie => cookie.Name == name))
        {
            cookie.Expired = true;
        }
    }

    public async Task<Seen> GetAsync(string path) => await SeeAsync(await client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute)));

    public async Task<Seen> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        if (token is null)
        {
            await GetAsync("/account/login");
        }

        return await PostBareAsync(path, [.. fields, ("__RequestVerificationToken", token!)]);
    }

    /// <summary>Without the token of a page.</summary>
    public async Task<Seen> PostBareAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await SeeAsync(await client.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), form));
    }

    /// <summary>Signs in with a password.</summary>
    public Task<Seen> SignInAsync(string account, string password = Password, string query = "") =>
        PostAsync($"/account/login{query}", ("Input.Account", account), ("Input.Password", password));

    /// <summary>Asks for a code at the login page.</summary>
    public Task<Seen> AskForCodeAsync(string mobile) => PostAsync("/account/login?by=sms&handler=Send", ("Input.Mobile", mobile));

    /// <summary>Signs in with a code.</summary>
    public Task<Seen> SignInByCodeAsync(string mobile, string code) => PostAsync("/account/login?by=sms", ("Input.Mobile", mobile), ("Input.Code", code));

    public void Dispose() => client.Dispose();

    private async Task<Seen> SeeAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            var seen = new Seen(answer.StatusCode, answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync(), headers);
            token = seen.AntiforgeryToken ?? token;
            return seen;
        }
    }
}
