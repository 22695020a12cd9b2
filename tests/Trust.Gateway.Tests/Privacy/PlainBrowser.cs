using System.Net;
using System.Text.RegularExpressions;

namespace Trust.Gateway.Tests.Privacy;

/// <summary>A browser without scripts that follows redirects and writes down every address and every secret it was given.</summary>
internal sealed partial class PlainBrowser : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;
    private readonly Uri site;

    public PlainBrowser(string site)
    {
        this.site = new Uri(site);
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = this.site };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>Addresses requested, and those that answers sent it to.</summary>
    public List<string> Addresses { get; } = [];

    /// <summary>Values of all cookies so far.</summary>
    public HashSet<string> CookieValues { get; } = [];

    public string Page { get; private set; } = "";

    public Uri Last { get; private set; } = null!;

    public Task GoAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Sends the form of the present page.</summary>
    public Task SubmitAsync(params (string Name, string Value)[] fields) => SubmitToAsync(Last.PathAndQuery, fields);

    public Task SubmitToAsync(string address, params (string Name, string Value)[] fields) => FollowAsync(new HttpRequestMessage(HttpMethod.Post, address)
    {
        Content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", Token())]),
    });

    public string LinkTo(string part) => WebUtility.HtmlDecode(Regex.Match(Page, $"href=\"([^\"]*{Regex.Escape(part)}[^\"]*)\"").Groups[1].Value);

    public string FormTo(string part) => WebUtility.HtmlDecode(Regex.Match(Page, $"action=\"([^\"]*{Regex.Escape(part)}[^\"]*)\"").Groups[1].Value);

    public void Dispose() => client.Dispose();

    private string Token() => WebUtility.HtmlDecode(AntiforgeryValue().Match(Page).Groups[1].Value);

    private async Task FollowAsync(HttpRequestMessage request)
    {
        for (var step = 0; step < 12; step++)
        {
            if (await SendAsync(request) is not { } location)
            {
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, location);
        }
    }

    // Where the answer leads, or null.
    private async Task<Uri?> SendAsync(HttpRequestMessage request)
    {
        using var sent = request;
        var address = new Uri(site, request.RequestUri!);
        Addresses.Add(address.ToString());
        Last = address;
        if (address.GetLeftPart(UriPartial.Authority) != site.GetLeftPart(UriPartial.Authority))
        {
            return null;
        }

        using var answer = await client.SendAsync(request);
        CookieValues.UnionWith(cookies.GetCookies(site).Select(cookie => cookie.Value));
        Page = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode < 500, $"{address.AbsolutePath}: {answer.StatusCode}");
        return answer.Headers.Location is { } location ? new Uri(site, location) : null;
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryValue();
}
