using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trust.Gateway.Tests.Privacy;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>Sign-in in the shape of a real deployment: the front and Identity in processes of their own, one PostgreSQL, one Redis.</summary>
public sealed class FullShapeTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string site = $"http://localhost:{GatewayProcess.FreePort()}";
    private readonly int identityPort = GatewayProcess.FreePort();
    private string database = "";
    private GatewayProcess identity = null!;
    private GatewayProcess front = null!;

    public async Task InitializeAsync()
    {
        if (Machine.Postgres is null || Machine.Redis is null)
        {
            return;
        }

        database = await PostgresServer.CreateDatabaseAsync();
        string[] shared =
        [
            $"--Trust:DataDirectory={folder.Path}", "--Trust:Database:Provider=Postgres", $"--Trust:Database:ConnectionString={database}",
            $"--Trust:Redis:Configuration={Machine.Redis}", "--Trust:Rates:Secret=10000",
        ];
        identity = GatewayProcess.Start([.. shared, "--Trust:Modules:Only=identity", "--Trust:Node:Process=identity", $"--Trust:Internal:Urls=http://localhost:{identityPort}", $"--Trust:PublicUrl={site}"]);
        await identity.WaitForAsync(new Uri($"http://localhost:{identityPort}/health/ready"));
        front = GatewayProcess.Start([.. shared, "--urls", site, $"--Trust:Modules:Identity:Url=http://localhost:{identityPort}"]);
        await front.WaitForAsync(new Uri($"{site}/health/ready"));
    }

    public async Task DisposeAsync()
    {
        if (front is not null)
        {
            await front.DisposeAsync();
            await identity.DisposeAsync();
            await PostgresServer.DropDatabaseAsync(database);
        }
    }

    public void Dispose() => folder.Dispose();

    [PostgresFact]
    [Requirement("IDN-01")]
    [Requirement("ARC-34")]
    public async Task Person_signs_in_across_processes_and_every_process_knows_them_until_they_leave()
    {
        using var browser = new PlainBrowser(site);
        await browser.GoAsync("/connect/authorize?client_id=demo-web&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fcallback&scope=openid+profile+account&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=s");
        Assert.Equal("/account/login", browser.Last.AbsolutePath);
        await browser.SubmitAsync(("Input.Account", "19900000001"), ("Input.Password", IdentityModule.DemoPassword));
        Assert.Equal("/account/consent", browser.Last.AbsolutePath);
        await browser.SubmitAsync(("decision", "allow"));
        Assert.StartsWith("http://localhost:5090/callback?code=", browser.Last.ToString(), StringComparison.Ordinal);
        var code = Regex.Match(browser.Last.Query, "code=([^&]+)").Groups[1].Value;

        // The portal lives in the front and keeps no session; the pages of Identity see no cookie.
        await browser.GoAsync("/");
        Assert.Contains("林清和", browser.Page, StringComparison.Ordinal);
        var token = await RedeemAsync(code);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(token));

        await browser.GoAsync("/account/logout");
        await browser.SubmitAsync();
        Assert.Equal("/account/signed-out", browser.Last.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(token));
        await browser.GoAsync("/");
        Assert.DoesNotContain("林清和", browser.Page, StringComparison.Ordinal);
    }

    private async Task<string> RedeemAsync(string code)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = "http://localhost:5090/callback",
                ["code_verifier"] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-web:demo-web-secret")));
        using var answer = await client.SendAsync(request);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(tokens.TryGetProperty("access_token", out var token), tokens.ToString());
        return token.GetString()!;
    }

    private async Task<HttpStatusCode> CallAsync(string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync("/connect/userinfo");
        return answer.StatusCode;
    }
}
