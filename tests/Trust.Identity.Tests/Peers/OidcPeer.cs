using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trust.Testing;

namespace Trust.Identity.Tests.Peers;

/// <summary>The running program and, for each check, npm openid-client and jose in a process of Node.</summary>
public sealed partial class OidcPeer : IAsyncLifetime, IDisposable
{
    // A citizen of level 2 and somebody who may register applications.
    private const string Citizen = CitizenMobile;
    private const string CitizenMobile = "19900000001";
    private const string Administrator = "YC1003";
    private const string Password = "Trust-Demo-2026!";
    private const string StaffLevel = "urn:gov-trust:acr:staff:l1";
    private static readonly string Folder = Path.Combine(GatewayProcess.RepositoryRoot, "tests", "peers");

    private readonly TemporaryFolder data = new();
    private readonly string issuer = $"http://localhost:{GatewayProcess.FreePort()}";
    private GatewayProcess gateway = null!;

    public async Task InitializeAsync()
    {
        // All checks come from one address: limits by source are not what is tested here.
        gateway = GatewayProcess.Start(
        [
            "--urls", issuer, $"--Trust:DataDirectory={data.Path}",
            "--Trust:Rates:Page=100000", "--Trust:Rates:Secret=100000", "--Trust:Rates:Heavy=100000", "--Trust:Rates:Api=100000",
        ]);
        await gateway.WaitForAsync(new Uri($"{issuer}/health/ready"));
    }

    /// <summary>Names of all checks.</summary>
    internal static async Task<string[]> ListAsync() => JsonSerializer.Deserialize<string[]>((await NodeAsync(["list"], "")).Output)!;

    /// <summary>Runs one check; what went wrong is the message of the failure.</summary>
    internal async Task PassesAsync(string check, JsonObject? more = null)
    {
        var settings = Settings(Citizen);
        foreach (var (name, value) in more ?? [])
        {
            settings[name] = value?.DeepClone();
        }

        var (output, errors) = await NodeAsync(["run", check], settings.ToJsonString());
        var result = JsonNode.Parse(output.Length > 0 ? output : "{}")!;
        Assert.True(result["ok"]?.GetValue<bool>() ?? false, $"{check}: {result["error"] ?? errors}");
    }

    /// <summary>Registers a client that signs its assertions, through the applications API, and says it as the checks want it.</summary>
    internal async Task<JsonObject> RegisterKeyClientAsync()
    {
        var key = JsonNode.Parse((await NodeAsync(["key"], "")).Output)!;
        using var client = new HttpClient { BaseAddress = new Uri(issuer) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await AdministratorTokenAsync());
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await client.PostAsJsonAsync("/api/identity/v1/applications", new
        {
            name = "按密钥认证的系统",
            kind = "machine",
            jsonWebKeySet = new { keys = new[] { key["publicJwk"] } },
            scopes = new[] { "api" },
        });
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        var registered = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return new() { ["clients"] = new JsonObject { ["keys"] = new JsonObject { ["id"] = registered!["clientId"]!.DeepClone(), ["jwk"] = key["privateJwk"]!.DeepClone() } } };
    }

    /// <summary>Registers a person whom the registry confirms, and says who signs in then and at which level that person is known.</summary>
    internal async Task<JsonObject> RegisterPersonAsync()
    {
        var applicant = Applicant.Known("唐以宁", "990101", "19941130", 204);
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var visitor = new Visitor(new HttpClient(handler) { BaseAddress = new Uri(issuer) }, cookies);
        Assert.Equal("/account/register/code", (await visitor.PostAsync("/account/register", applicant.Fields())).Location);
        using var client = new HttpClient { BaseAddress = new Uri(issuer) };
        var code = await IdentityApp.WaitAsync(() => IdentityApp.NewestCodeAsync(client, applicant.Mobile));
        Assert.Equal("/account/register/done", (await visitor.PostAsync("/account/register/code", ("Code", code))).Location);
        await IdentityApp.WaitAsync(async () => (await client.GetFromJsonAsync<JsonElement>("/sandbox/sms/outbox")).EnumerateArray()
            .Any(text => text.GetProperty("text").GetString()!.Contains("初级实名", StringComparison.Ordinal)) ? "raised" : null);
        return new() { ["login"] = new JsonObject { ["account"] = applicant.Mobile, ["password"] = applicant.Password }, ["ial"] = 1 };
    }

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    public void Dispose() => data.Dispose();

    private async Task<string> AdministratorTokenAsync()
    {
        var settings = Settings(Administrator);
        settings["clients"] = new JsonObject { ["web"] = new JsonObject { ["id"] = "demo-office", ["secret"] = "demo-office-secret" } };
        settings["login"]!["totp"] = TotpSecret().Match(gateway.Output.Split('\n').FirstOrDefault(line => line.Contains(Administrator, StringComparison.Ordinal)) ?? "").Value;
        var (output, errors) = await NodeAsync(["token", "openid staff applications", StaffLevel], settings.ToJsonString());
        Assert.True(output.Length > 0, $"No token of the administrator: {errors}");
        return JsonNode.Parse(output)!["token"]!.GetValue<string>();
    }

    private JsonObject Settings(string account) => new()
    {
        ["issuer"] = issuer,
        ["login"] = new JsonObject { ["account"] = account, ["password"] = Password },
        ["sms"] = new JsonObject { ["mobile"] = CitizenMobile },
        ["refreshLeewaySeconds"] = 5,
    };

    private static async Task<(string Output, string Errors)> NodeAsync(IEnumerable<string> arguments, string input)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "openid-client")))
        {
            throw new InvalidOperationException("Run 'npm ci' in tests/peers first.");
        }

        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "oidc", "oidc.mjs"), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"oidc.mjs {string.Join(' ', arguments)} does not end: {await errors}");
        }

        return (await output, await errors);
    }

    // Base32 of 160 bits or more, as printed at start.
    [GeneratedRegex(@"\b[A-Z2-7]{32,}\b")]
    private static partial Regex TotpSecret();
}
