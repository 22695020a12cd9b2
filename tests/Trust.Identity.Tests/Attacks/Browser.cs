using System.Net;
using System.Text.RegularExpressions;

namespace Trust.Identity.Tests.Attacks;

/// <summary>What the program answered.</summary>
public sealed record Answer(HttpStatusCode Status, Uri? Location, string Body, ILookup<string, string> Headers)
{
    /// <summary>Where it sends the browser, as written.</summary>
    public string To => Location?.OriginalString ?? "";

    /// <summary>Parameters of that address.</summary>
    public IReadOnlyDictionary<string, string> Parameters => QueryOf(Location);

    public static IReadOnlyDictionary<string, string> QueryOf(Uri? address) => address is null ? new Dictionary<string, string>() :
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.IsAbsoluteUri ? address.Query : new Uri(new Uri(Provider.Issuer), address).Query)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    /// <summary>The JSON of an API.</summary>
    public System.Text.Json.JsonElement Json => System.Text.Json.JsonDocument.Parse(Body.Length == 0 ? "{}" : Body).RootElement;

    public string? Error => Json.TryGetProperty("error", out var error) ? error.GetString() : null;
}

/// <summary>A browser without scripts: keeps cookies, says where it comes from, follows nothing by itself.</summary>
public sealed partial class Browser(HttpClient client, string source)
{
    private const int MostRedirects = 12;

    public Dictionary<string, string> Cookies { get; } = [];

    public Task<Answer> GetAsync(string path, Action<HttpRequestMessage>? change = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), change);

    public Task<Answer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, Action<HttpRequestMessage>? change = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) }, change);

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, Pairs(fields));

    /// <summary>Opens a page and sends its form, with whatever is filled in.</summary>
    public async Task<Answer> SubmitAsync(string page, params (string Name, string Value)[] fields)
    {
        var form = await GetAsync(page);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        return await PostAsync(page, [.. Pairs(fields), new("__RequestVerificationToken", TokenOf(form))]);
    }

    /// <summary>The same to another handler of the page.</summary>
    public async Task<Answer> SubmitToAsync(string page, string handler, params (string Name, string Value)[] fields)
    {
        var form = await GetAsync(page);
        return await PostAsync($"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}", [.. Pairs(fields), new("__RequestVerificationToken", TokenOf(form))]);
    }

    /// <summary>Follows redirects on this site until a page is shown or the way leads elsewhere.</summary>
    public async Task<Answer> FollowAsync(string path)
    {
        var answer = await GetAsync(path);
        for (var step = 0; step < MostRedirects && IsHere(answer.Location); step++)
        {
            path = answer.To;
            answer = await GetAsync(path);
        }

        Last = path;
        return answer;
    }

    /// <summary>Address of the page that <see cref="FollowAsync"/> ended at.</summary>
    public string Last { get; private set; } = "";

    public static string TokenOf(Answer page) => AntiforgeryValue().Match(page.Body) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : throw new InvalidOperationException($"No form: {page.Status} {page.Body}");

    public async Task<Answer> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change = null)
    {
        using var sent = request;
        request.Headers.Add(Provider.SourceHeader, source);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        change?.Invoke(request);
        using var response = await client.SendAsync(request);
        Keep(response);
        var headers = response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value.Select(value => (header.Key, Value: value))).ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, response.Headers.Location, await response.Content.ReadAsStringAsync(), headers);
    }

    private static bool IsHere(Uri? address) => address is not null && (!address.IsAbsoluteUri || address.GetLeftPart(UriPartial.Authority) == Provider.Issuer);

    private static IEnumerable<KeyValuePair<string, string>> Pairs((string Name, string Value)[] fields) => fields.Select(field => KeyValuePair.Create(field.Name, field.Value));

    private void Keep(HttpResponseMessage response)
    {
        foreach (var line in response.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            var pair = line.Split(';')[0].Split('=', 2);
            if (line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryValue();
}
