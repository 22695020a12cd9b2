using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trust.Identity;

namespace Trust.Gateway.Tests.Privacy;

/// <summary>Everything that people and applications do at the provider, with a note of each secret that passes and of each address.</summary>
/// <param name="site">Address of the running program.</param>
/// <param name="waiting">Looks at the text messages that wait.</param>
internal sealed partial class PrivateLife(string site, Func<Task<string>> waiting)
{
    private const string Newcomer = "顾一帆";
    private const string NewcomerNumber = "990101200108183310";
    private const string NewcomerMobile = "19922220001";
    private const string NewcomerPassword = "第九棵银杏树黄了";
    private const string WrongPassword = "falsches-Passwort-9";
    private const string CitizenMobile = "19900000001";
    private const string State = "state-6f1c0d2b9a7e4835";

    // RFC 7636 appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static readonly (string Name, string Value)[] Request =
    [
        ("client_id", "demo-web"), ("response_type", "code"), ("redirect_uri", "http://localhost:5090/callback"), ("scope", "openid profile phone id_document account offline_access"),
        ("code_challenge", Challenge), ("code_challenge_method", "S256"), ("state", State), ("nonce", "n"),
    ];

    public List<(string Kind, string Value)> Secrets { get; } = [];

    public List<string> Addresses { get; } = [];

    /// <summary>Text messages as they were stored while their gateway was down.</summary>
    public string WaitingTexts { get; private set; } = "";

    public async Task LiveAsync()
    {
        KnowDemoData();
        await RegisterAsync();
        using (var browser = new PlainBrowser(site))
        {
            var tokens = await SignInAsync(browser);
            await UseTokensAsync(tokens);
            var again = await SignInByPushedRequestAsync(browser);
            await LetDeviceInAsync(browser);
            await SignOutAsync(browser, again);
            Keep(browser);
        }

        await SignInByCodeAsync();
        await WorkAsync();
    }

    /// <summary>Requests an address that says the values.</summary>
    public async Task AskForAsync(IEnumerable<string> values)
    {
        using var browser = new PlainBrowser(site);
        foreach (var value in values)
        {
            await browser.GoAsync($"/about?planted={Uri.EscapeDataString(value)}");
        }

        Addresses.AddRange(browser.Addresses);
    }

    private async Task RegisterAsync()
    {
        using var browser = new PlainBrowser(site);
        await browser.GoAsync("/account/register");
        await browser.SubmitAsync(
            ("Input.Name", Newcomer), ("Input.IdNumber", NewcomerNumber), ("Input.Ethnicity", "11"), ("Input.Mobile", NewcomerMobile), ("Input.UserName", "gu.yifan"),
            ("Input.Password", NewcomerPassword), ("Input.Agreed", "true"));
        Assert.EndsWith("/account/register/code", browser.Last.AbsolutePath, StringComparison.Ordinal);
        await browser.SubmitAsync(("Code", await SmsCodeAsync(NewcomerMobile)));
        Assert.EndsWith("/account/register/done", browser.Last.AbsolutePath, StringComparison.Ordinal);
        Keep(browser);
    }

    private async Task<JsonElement> SignInAsync(PlainBrowser browser)
    {
        await browser.GoAsync("/connect/authorize?" + string.Join('&', Request.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}")));
        await browser.SubmitAsync(("Input.Account", NewcomerNumber), ("Input.Password", WrongPassword));
        await browser.SubmitAsync(("Input.Account", NewcomerMobile), ("Input.Password", NewcomerPassword));
        Assert.Contains("/account/consent", browser.Last.AbsolutePath, StringComparison.Ordinal);
        await browser.SubmitAsync(("decision", "allow"), ("Input.Scopes", "phone"));
        return await RedeemAsync(browser);
    }

    private async Task<JsonElement> SignInByPushedRequestAsync(PlainBrowser browser)
    {
        var pushed = await AskAsync("/connect/par", [.. Request.Where(parameter => parameter.Name != "client_id")]);
        var reference = pushed.GetProperty("request_uri").GetString()!;
        Secrets.Add(("request_uri", reference));
        await browser.GoAsync($"/connect/authorize?client_id=demo-web&request_uri={Uri.EscapeDataString(reference)}");
        return await RedeemAsync(browser);
    }

    private async Task LetDeviceInAsync(PlainBrowser browser)
    {
        var asked = await AskAsync("/connect/device", ("scope", "openid profile"));
        var (device, user) = (asked.GetProperty("device_code").GetString()!, asked.GetProperty("user_code").GetString()!);
        Secrets.AddRange([("device code", device), ("user code", user), ("user code", user.Replace("-", "", StringComparison.Ordinal))]);
        await browser.GoAsync($"/account/device?user_code={user}");
        await browser.SubmitToAsync("/account/device", ("user_code", user), ("decision", "allow"));
        Assert.EndsWith("done=allowed", browser.Last.Query, StringComparison.Ordinal);
        await TokensAsync(("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device));
    }

    private static async Task SignOutAsync(PlainBrowser browser, JsonElement tokens)
    {
        await browser.GoAsync($"/connect/logout?id_token_hint={tokens.GetProperty("id_token").GetString()}&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F&state={State}");
        Assert.Equal(5090, browser.Last.Port);
    }

    private async Task UseTokensAsync(JsonElement tokens)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        var access = tokens.GetProperty("access_token").GetString()!;
        foreach (var path in new[] { "/connect/userinfo", "/api/identity/v1/me" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
            Addresses.Add(site + path);
            using var answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }

        await TokensAsync(("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));
        await AskAsync("/connect/introspect", ("token", access));
    }

    // The gateway is down at first, so that the code waits in its row.
    private async Task SignInByCodeAsync()
    {
        using var browser = new PlainBrowser(site);
        await FaultsAsync("""{"sms":{"down":true}}""");
        await browser.GoAsync("/account/login?by=sms");
        await browser.SubmitToAsync(browser.FormTo("handler=Send"), ("Input.Mobile", CitizenMobile));
        WaitingTexts = await waiting();
        await FaultsAsync("{}");
        await browser.SubmitToAsync("/account/login?by=sms", ("Input.Mobile", CitizenMobile), ("Input.Code", await SmsCodeAsync(CitizenMobile)));

        // A second factor in the same session.
        await browser.GoAsync("/account/step-up?return=%2Faccount");
        await browser.SubmitAsync(("Input.Password", IdentityModule.DemoPassword));
        Assert.Equal("/account", browser.Last.AbsolutePath);
        Keep(browser);
    }

    private async Task WorkAsync()
    {
        using var browser = new PlainBrowser(site);
        await browser.GoAsync("/account/staff/login");
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        var code = Regex.Match(await client.GetStringAsync("/sandbox"), @"YC1003</td>.*?(\d{6})", RegexOptions.Singleline).Groups[1].Value;
        Secrets.Add(("TOTP code", code));
        await browser.SubmitAsync(("Input.StaffNumber", "YC1003"), ("Input.Password", IdentityModule.DemoPassword), ("Input.Code", code));
        Assert.Equal("/account/staff/home", browser.Last.AbsolutePath);
        await browser.GoAsync("/admin/identity/applications/demo-web");
        await browser.SubmitToAsync("/admin/identity/applications/demo-web?handler=Rotate", ("clientId", "demo-web"));
        Secrets.Add(("secret", Regex.Match(browser.Page, "id=\"secret\">([^<]+)<").Groups[1].Value));
        Keep(browser);
    }

    private void KnowDemoData()
    {
        foreach (var (name, _, number, mobile, _) in IdentityModule.DemoPeople)
        {
            Secrets.AddRange([("name", name), ("identity number", number.Reveal()), ("mobile", mobile.Reveal()[3..])]);
        }

        Secrets.AddRange([("name", Newcomer), ("identity number", NewcomerNumber), ("mobile", NewcomerMobile), ("state", State), ("verifier", Verifier)]);
        Secrets.AddRange([("password", NewcomerPassword), ("password", IdentityModule.DemoPassword), ("password", WrongPassword)]);
        Secrets.AddRange(IdentityModule.DemoStaff.Select(staff => ("secret", staff.TotpSecret)));
        Secrets.AddRange(IdentityModule.DemoApplications.Where(application => application.Secret.Length > 0).Select(application => ("secret", application.Secret)));
    }

    private void Keep(PlainBrowser browser)
    {
        Addresses.AddRange(browser.Addresses);
        Secrets.AddRange(browser.CookieValues.Where(value => value.Length >= 20).Select(value => ("cookie", value)));
        foreach (var (kind, parameter) in new[] { ("authorization code", "code"), ("ticket", "trust_ticket") })
        {
            Secrets.AddRange(browser.Addresses.SelectMany(address => Regex.Matches(address, $"[?&]{parameter}=([^&]{{20,}})")).Select(match => (kind, match.Groups[1].Value)));
        }
    }

    private Task<JsonElement> RedeemAsync(PlainBrowser browser)
    {
        var code = Regex.Match(browser.Last.Query, "[?&]code=([^&]+)").Groups[1].Value;
        Assert.NotEmpty(code);
        return TokensAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "http://localhost:5090/callback"), ("code_verifier", Verifier));
    }

    private async Task<JsonElement> TokensAsync(params (string Name, string Value)[] fields)
    {
        var tokens = await AskAsync("/connect/token", fields);
        foreach (var (kind, name) in new[] { ("token", "access_token"), ("token", "refresh_token"), ("ID token", "id_token") })
        {
            if (tokens.TryGetProperty(name, out var token))
            {
                Secrets.Add((kind, token.GetString()!));
            }
        }

        return tokens;
    }

    private async Task<JsonElement> AskAsync(string endpoint, params (string Name, string Value)[] fields)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-web:demo-web-secret")));
        Addresses.Add(site + endpoint);
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{endpoint}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task FaultsAsync(string faults)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        using var body = new StringContent(faults, Encoding.UTF8, "application/json");
        using var answer = await client.PutAsync(new Uri("/sandbox/faults", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> SmsCodeAsync(string mobile)
    {
        for (var round = 0; round < 100; round++)
        {
            using var client = new HttpClient { BaseAddress = new Uri(site) };
            foreach (var message in (await client.GetFromJsonAsync<JsonElement>("/sandbox/sms/outbox")).EnumerateArray())
            {
                if (message.GetProperty("to").GetString()!.EndsWith(mobile, StringComparison.Ordinal) && SixDigits().Match(message.GetProperty("text").GetString()!) is { Success: true } code)
                {
                    Secrets.Add(("SMS code", code.Value));
                    return code.Value;
                }
            }

            await Task.Delay(200);
        }

        throw new TimeoutException("No message came.");
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex SixDigits();
}
