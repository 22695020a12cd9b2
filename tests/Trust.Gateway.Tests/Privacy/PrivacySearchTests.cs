using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Gateway.Tests.Privacy;

/// <summary>
/// People register, sign in, fail, consent and work in a console of the real program at Trace level with telemetry on. Afterwards nothing that names a person or opens
/// anything is in logs, traces, metrics, audit payloads, outbox rows or addresses; and the same search finds one planted value of each kind in each place.
/// </summary>
public sealed partial class PrivacySearchTests : IAsyncDisposable
{
    private const string Newcomer = "顾一帆";
    private const string NewcomerNumber = "990101200108183310";
    private const string NewcomerMobile = "19922220001";
    private const string NewcomerPassword = "第九棵银杏树黄了";

    // Codes of six digits stand in longer numbers by chance: only a whole one counts.
    private static readonly string[] ShortKinds = ["SMS code", "TOTP code"];

    private readonly TemporaryFolder data = new();
    private readonly List<(string Kind, string Value)> secrets = [];
    private readonly List<string> addresses = [];
    private readonly string site = $"http://localhost:{GatewayProcess.FreePort()}";
    private GatewayProcess program = null!;
    private Collector collector = null!;

    [Fact]
    [Requirement("SEC-05")]
    public async Task Nothing_personal_or_secret_leaves_the_rows_that_are_made_for_it()
    {
        collector = await Collector.StartAsync(GatewayProcess.FreePort());
        program = GatewayProcess.Start(
        [
            "--urls", site, $"--Trust:DataDirectory={data.Path}", "--Logging:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Default=Trace",
            $"--Trust:Telemetry:OtlpEndpoint={collector.Address}", "--Trust:Rates:Secret=10000",
            "--OTEL_METRIC_EXPORT_INTERVAL=2000", "--OTEL_BSP_SCHEDULE_DELAY=500",
        ]);
        await program.WaitForAsync(new Uri($"{site}/health/ready"));
        KnowDemoData();
        await LiveAsync();
        var places = await PlacesAsync();

        Assert.All(places, place => Assert.True(place.Text.Length > 100, $"{place.Name} is empty: nothing was looked at."));
        var found = secrets.Distinct().SelectMany(secret => places.Where(place => !IsAllowed(secret.Kind, place.Name) && Holds(place.Text, secret.Kind, secret.Value)).Select(place => $"{secret.Kind} in {place.Name}: {Around(place.Text, secret.Value)}")).Distinct().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found.Take(20)));
        foreach (var kind in secrets.Select(secret => secret.Kind).Distinct())
        {
            var planted = secrets.First(secret => secret.Kind == kind).Value;
            Assert.All(places, place => Assert.True(Holds($"{place.Text} {planted} ", kind, planted), $"A planted {kind} is not found in {place.Name}."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (program is not null)
        {
            await program.DisposeAsync();
        }

        if (collector is not null)
        {
            await collector.DisposeAsync();
        }

        data.Dispose();
    }

    private async Task LiveAsync()
    {
        await RegisterAsync();
        var tokens = await SignInAsync();
        await UseTokensAsync(tokens);
        await SignInByCodeAsync();
        await WorkAsync();

        for (var wait = 0; wait < 60 && (collector.TextOf("traces").Length == 0 || collector.TextOf("metrics").Length == 0); wait++)
        {
            await Task.Delay(1000);
        }

        // Two more rhythms of the exporters.
        await Task.Delay(5000);
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

    private async Task<JsonElement> SignInAsync()
    {
        using var browser = new PlainBrowser(site);
        await browser.GoAsync("/connect/authorize?client_id=demo-web&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fcallback&scope=openid+profile+phone+id_document+account+offline_access&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=s&nonce=n");
        await browser.SubmitAsync(("Input.Account", NewcomerNumber), ("Input.Password", "falsches-Passwort-9"));
        secrets.Add(("password", "falsches-Passwort-9"));
        await browser.SubmitAsync(("Input.Account", NewcomerMobile), ("Input.Password", NewcomerPassword));
        Assert.Contains("/account/consent", browser.Last.AbsolutePath, StringComparison.Ordinal);
        await browser.SubmitAsync(("decision", "allow"), ("Input.Scopes", "phone"));
        var code = Regex.Match(browser.Last.Query, "code=([^&]+)").Groups[1].Value;
        Keep(browser);
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        return await TokenAsync(client, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "http://localhost:5090/callback"), ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    }

    private async Task UseTokensAsync(JsonElement tokens)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        var access = tokens.GetProperty("access_token").GetString()!;
        foreach (var path in new[] { "/connect/userinfo", "/api/identity/v1/me" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
            addresses.Add(site + path);
            using var answer = await client.SendAsync(request);
        }

        await TokenAsync(client, ("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));
    }

    private async Task SignInByCodeAsync()
    {
        using var browser = new PlainBrowser(site);
        await browser.GoAsync("/account/login?by=sms");
        await browser.SubmitToAsync(browser.FormTo("handler=Send"), ("Input.Mobile", "19900000001"));
        await browser.SubmitToAsync("/account/login?by=sms", ("Input.Mobile", "19900000001"), ("Input.Code", await SmsCodeAsync("19900000001")));
        await browser.GoAsync("/");
        Keep(browser);
    }

    private async Task WorkAsync()
    {
        using var browser = new PlainBrowser(site);
        await browser.GoAsync("/account/staff/login");
        var code = Regex.Match(await TextAsync("/sandbox"), @"YC1003</td>.*?(\d{6})", RegexOptions.Singleline).Groups[1].Value;
        secrets.Add(("TOTP code", code));
        await browser.SubmitAsync(("Input.StaffNumber", "YC1003"), ("Input.Password", IdentityModule.DemoPassword), ("Input.Code", code));
        Assert.Equal("/account/staff/home", browser.Last.AbsolutePath);
        await browser.GoAsync("/admin/identity/applications/demo-web");
        await browser.SubmitToAsync("/admin/identity/applications/demo-web?handler=Rotate", ("clientId", "demo-web"));
        secrets.Add(("secret", Regex.Match(browser.Page, "id=\"secret\">([^<]+)<").Groups[1].Value));
        Keep(browser);
    }

    private void KnowDemoData()
    {
        foreach (var (name, _, number, mobile, _) in IdentityModule.DemoPeople)
        {
            secrets.AddRange([("name", name), ("identity number", number.Reveal()), ("mobile", mobile.Reveal()[3..])]);
        }

        secrets.AddRange([("name", Newcomer), ("identity number", NewcomerNumber), ("mobile", NewcomerMobile), ("password", NewcomerPassword), ("password", IdentityModule.DemoPassword)]);
        secrets.AddRange(IdentityModule.DemoStaff.Select(staff => ("secret", staff.TotpSecret)));
        secrets.AddRange(IdentityModule.DemoApplications.Where(application => application.Secret.Length > 0).Select(application => ("secret", application.Secret)));
    }

    private void Keep(PlainBrowser browser)
    {
        addresses.AddRange(browser.Addresses);
        secrets.AddRange(browser.CookieValues.Where(value => value.Length >= 20).Select(value => ("cookie", value)));
        secrets.AddRange(browser.Addresses.SelectMany(address => CodeInAddress().Matches(address)).Select(match => ("authorization code", match.Groups[1].Value)));
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
                    secrets.Add(("SMS code", code.Value));
                    return code.Value;
                }
            }

            await Task.Delay(200);
        }

        throw new TimeoutException("No message came.");
    }

    private async Task<JsonElement> TokenAsync(HttpClient client, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-web:demo-web-secret")));
        using var answer = await client.SendAsync(request);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        secrets.AddRange(new[] { "access_token", "refresh_token", "id_token" }.Select(name => ("token", tokens.GetProperty(name).GetString()!)));
        return tokens;
    }

    private async Task<string> TextAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        return await client.GetStringAsync(path);
    }

    private async Task<(string Name, string Text)[]> PlacesAsync() =>
    [
        ("logs", WithoutGreeting(program.Output)), ("traces", collector.TextOf("traces")), ("metrics", collector.TextOf("metrics")),
        ("audit payloads", await RowsAsync("""SELECT "Event" || ' ' || "Actor" || ' ' || "SubjectKey" || ' ' || "Result" || ' ' || CAST("Payload" AS TEXT) FROM "AuditRows" """)),
        ("outbox rows", await RowsAsync("""SELECT "Id" || ' ' || "State" || ' ' || "Attempts" || ' ' || COALESCE(CAST("Body" AS TEXT), '') || ' ' || hex("Body") FROM "Sms" """) + await RowsAsync("""SELECT "Type" || CAST("Payload" AS TEXT) FROM "Outbox" """)),
        ("addresses", string.Join('\n', addresses)),
    ];

    private async Task<string> RowsAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data.Path, "identity.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await reader.ReadAsync())
        {
            text.AppendLine(reader.IsDBNull(0) ? "" : reader.GetString(0));
        }

        return text.ToString();
    }

    // A development start prints the demo accounts on purpose.
    private static string WithoutGreeting(string output)
    {
        var lines = output.Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith("Trust is ready", StringComparison.Ordinal));
        var last = Array.FindLastIndex(lines, line => IdentityModule.DemoApplications.Any(application => line.StartsWith($"  {application.Id}  ", StringComparison.Ordinal)));
        Assert.True(first >= 0 && last > first, "The greeting is not as it was.");
        return string.Join('\n', lines.Where((_, index) => index < first || index > last));
    }

    // OAuth puts the code into the address of the application; nothing writes query strings down.
    private static bool IsAllowed(string kind, string place) => kind == "authorization code" && place == "addresses";

    private static bool Holds(string text, string kind, string value) => ShortKinds.Contains(kind)
        ? Regex.IsMatch(text, $@"(?<![\w.:-]){Regex.Escape(value)}(?![\w.:-])")
        : Spellings(value).Any(spelling => text.Contains(spelling, StringComparison.OrdinalIgnoreCase));

    // As text, as JSON, as address, and as bytes in hexadecimal.
    private static string[] Spellings(string value) =>
        [value, JsonSerializer.Serialize(value).Trim('"'), Uri.EscapeDataString(value), System.Net.WebUtility.UrlEncode(value), Convert.ToHexString(Encoding.UTF8.GetBytes(value))];

    private static string Around(string text, string value)
    {
        var at = Spellings(value).Select(spelling => text.IndexOf(spelling, StringComparison.OrdinalIgnoreCase)).Max();
        return text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)].ReplaceLineEndings(" ");
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"[?&]code=([^&]{20,})")]
    private static partial Regex CodeInAddress();
}
