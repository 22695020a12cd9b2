using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Idempotency;
using Trust.Identity.Organisations;
using Trust.Identity.Staff;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Api;

/// <summary>Applications through the API, by scope, role and reach.</summary>
public sealed class ApplicationsTests(Provider provider) : IClassFixture<Provider>
{
    private static readonly object Machine = new { name = "数据接口", kind = "machine", scopes = new[] { "api" } };

    [Fact]
    [Requirement("IDN-35")]
    public async Task Administrator_registers_rotates_disables_and_enables()
    {
        var (caller, token) = await SignInAsync();
        var made = await caller.PostApiAsync(token, "/applications", Machine);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("no-store", made.Headers["Cache-Control"].Single());
        var id = made.Json.GetProperty("clientId").GetString()!;
        Assert.Equal($"/api/identity/v1/applications/{id}", made.To);
        var first = made.Json.GetProperty("secret").GetString()!;
        Assert.Equal(43, first.Length);
        Assert.True(await WorksAsync(id, first));

        var second = (await caller.PostApiAsync(token, $"/applications/{id}/secret")).Json.GetProperty("secret").GetString()!;
        Assert.False(await WorksAsync(id, first));
        Assert.True(await WorksAsync(id, second));

        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await caller.PostApiAsync(token, $"/applications/{id}/disable")).Json.GetProperty("disabledAt").ValueKind);
        Assert.False(await WorksAsync(id, second));
        Assert.Equal("identity.application-disabled", (await caller.PostApiAsync(token, $"/applications/{id}/secret")).Code());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await caller.PostApiAsync(token, $"/applications/{id}/enable")).Json.GetProperty("disabledAt").ValueKind);
        Assert.True(await WorksAsync(id, second));

        var read = (await caller.ApiAsync(token, $"/applications/{id}")).Json;
        Assert.Equal("machine", read.GetProperty("kind").GetString());
        Assert.Equal("client_secret_basic", read.GetProperty("authentication").GetString());
        Assert.DoesNotContain("secret\":\"", read.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("identity.application-no-secret", (await caller.PostApiAsync(token, "/applications/demo-spa/secret")).Code());
    }

    [Fact]
    public async Task Repeated_request_is_done_once_and_its_secret_is_kept_nowhere()
    {
        var (caller, token) = await SignInAsync();
        var key = Guid.NewGuid().ToString("N");
        var made = (await caller.PostApiAsync(token, "/applications", Machine, key)).Json;
        var again = await caller.PostApiAsync(token, "/applications", Machine, key);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(made.GetProperty("clientId").GetString(), again.Json.GetProperty("clientId").GetString());
        Assert.False(made.GetProperty("alreadyAnswered").GetBoolean());
        Assert.True(again.Json.GetProperty("alreadyAnswered").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, again.Json.GetProperty("secret").ValueKind);

        var id = made.GetProperty("clientId").GetString()!;
        var rotation = Guid.NewGuid().ToString("N");
        var secrets = new List<string> { made.GetProperty("secret").GetString()! };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => caller.PostApiAsync(token, $"/applications/{id}/secret", null, rotation)));
        secrets.Add(Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK && answer.Json.GetProperty("secret").GetString() is not null).Json.GetProperty("secret").GetString()!);
        Assert.True(await WorksAsync(id, secrets[1]));

        Assert.Equal("request.idempotency-key-reused", (await caller.PostApiAsync(token, "/applications", new { name = "别的", kind = "machine" }, key)).Code());
        Assert.Equal("request.idempotency-key-missing", (await caller.ApiAsync(token, "/applications", HttpMethod.Post, Machine)).Code());

        var rows = await provider.LookAsync(db => db.Set<IdempotencyRecord>().AsNoTracking().ToListAsync());
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.DoesNotContain(secrets, secret => Encoding.UTF8.GetString(row.Response ?? []).Contains(secret, StringComparison.Ordinal)));
        var stored = await provider.LookAsync(db => db.Applications.Where(application => application.ClientId == id).Select(application => application.ClientSecret).SingleAsync());
        Assert.DoesNotContain(secrets[1], stored!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"甲应用","kind":"machine","unknown":1}""", "request.malformed")]
    [InlineData("""{"name":"甲应用","kind":2}""", "request.malformed")]
    [InlineData("""{"name":"甲应用","kind":"robot"}""", "request.malformed")]
    [InlineData("""{"name":"甲应用","kind":"machine","minimumLevel":"1"}""", "request.malformed")]
    [InlineData("""{"kind":"machine"}""", "request.malformed")]
    [InlineData("""{"name":"甲应用","kind":"machine""", "request.malformed")]
    [InlineData("[]", "request.malformed")]
    [InlineData("null", "request.malformed")]
    [InlineData("""{"name":null,"kind":"machine"}""", "identity.application-name")]
    [InlineData("""{"name":"甲应用","kind":"machine","scopes":[null]}""", "identity.application-scope")]
    [InlineData("""{"name":"甲应用","kind":"machine","scopes":["profile"]}""", "identity.application-scope")]
    [InlineData("""{"name":"甲应用","kind":"web","redirectUris":[null],"purpose":"演示"}""", "identity.application-redirect")]
    [InlineData("""{"name":"甲应用","kind":"web","redirectUris":["http://evil.example/"],"purpose":"演示"}""", "identity.application-redirect")]
    [InlineData("""{"name":"甲应用","kind":"machine","minimumLevel":3}""", "identity.application-level")]
    [InlineData("""{"name":"甲应用","kind":"machine","idTokenAlgorithm":"none"}""", "identity.application-algorithm")]
    [InlineData("""{"name":"甲应用","kind":"machine","jsonWebKeySet":{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}}""", "identity.application-keys")]
    public async Task Malformed_registration_is_refused_with_a_stable_code(string body, string code)
    {
        var (caller, token) = await SignInAsync();
        var answer = await caller.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/identity/v1/applications") { Content = new StringContent(body, Encoding.UTF8, "application/json") },
            request =>
            {
                request.Headers.Authorization = new("Bearer", token);
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(code, answer.Code());
    }

    [Fact]
    [Requirement("IDN-35")]
    public async Task Application_has_one_host_so_that_a_person_is_one_subject_to_it()
    {
        var (caller, token) = await SignInAsync();
        Assert.Equal(HttpStatusCode.Created, (await RegisterAsync("https://a.example/callback", "https://A.example/again", "https://a.example:8443/third")).Status);
        var refused = await RegisterAsync("https://a.example/callback", "https://b.example/callback");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("identity.application-redirect", refused.Code());

        // The page says the same.
        var form = await caller.SubmitAsync(
            "/admin/identity/applications/new", ("Input.Name", "两处地址"), ("Input.Purpose", "演示"), ("Input.RedirectUris", "https://a.example/callback\nhttps://b.example/callback"), ("Input.Scopes", "profile"));
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Equal(0, await provider.LookAsync(db => db.Applications.CountAsync(application => application.DisplayName == "两处地址")));

        Task<Answer> RegisterAsync(params string[] addresses) =>
            caller.PostApiAsync(token, "/applications", new { name = "一处地址", kind = "web", purpose = "演示", scopes = new[] { "profile" }, redirectUris = addresses });
    }

    [Fact]
    [Requirement("SEC-06")]
    public async Task Who_guards_security_and_audit_reads_and_changes_nothing()
    {
        foreach (var name in new[] { "冯安然", "陈思齐" })
        {
            var (caller, token) = await SignInAsync(name);
            Assert.Equal(HttpStatusCode.OK, (await caller.ApiAsync(token, "/applications")).Status);
            Assert.Equal(HttpStatusCode.OK, (await caller.ApiAsync(token, "/applications/demo-web")).Status);
            foreach (var path in new[] { "/applications", "/applications/demo-web/secret", "/applications/demo-web/disable", "/applications/demo-web/enable" })
            {
                var answer = await caller.PostApiAsync(token, path, path == "/applications" ? Machine : null);
                Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
                Assert.Equal("request.forbidden", answer.Code());
            }
        }
    }

    [Theory]
    [InlineData("周明慧")]
    [InlineData("吴晓岚")]
    public async Task Staff_without_a_role_for_it_see_no_applications(string name)
    {
        var (caller, token) = await SignInAsync(name);
        foreach (var path in new[] { "/applications", "/applications/demo-web" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await caller.ApiAsync(token, path)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await caller.PostApiAsync(token, "/applications/demo-web/disable")).Status);
    }

    [Fact]
    public async Task Stranger_with_another_scope_or_none_sees_no_applications()
    {
        var citizen = await provider.SignedInAsync();
        var token = (await RelyingParty.Web.TokensAsync(citizen, ("scope", "openid account"))).AccessToken();
        var machine = (await RelyingParty.Machine.TokenAsync(citizen, ("grant_type", "client_credentials"), ("scope", "api"))).AccessToken();
        foreach (var refused in new[] { token, machine })
        {
            Assert.Equal("request.scope-needed", (await citizen.ApiAsync(refused, "/applications")).Code());
            Assert.Equal("request.scope-needed", (await citizen.PostApiAsync(refused, "/applications/demo-web/disable")).Code());
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await citizen.ApiAsync(null, "/applications")).Status);
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        Assert.Equal(HttpStatusCode.Unauthorized, (await staff.GetAsync("/api/identity/v1/applications")).Status);
    }

    [Fact]
    public async Task Applications_of_an_office_out_of_reach_are_not_there()
    {
        var (caller, token) = await SignInAsync();
        var id = (await caller.PostApiAsync(token, "/applications", Machine)).Json.GetProperty("clientId").GetString()!;
        await provider.ChangeAsync(db => db.Applications.Where(application => application.ClientId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(application => application.OwnerCode, DemoOrganisations.Market).SetProperty(application => application.Region, "990100")));
        await BoundAsync(DemoOrganisations.Office);
        try
        {
            Assert.DoesNotContain(id, (await caller.ApiAsync(token, "/applications?limit=100")).Body, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await caller.ApiAsync(token, "/applications/demo-web")).Status);
            foreach (var answer in new[]
            {
                await caller.ApiAsync(token, $"/applications/{id}"), await caller.PostApiAsync(token, $"/applications/{id}/secret"),
                await caller.PostApiAsync(token, $"/applications/{id}/disable"), await caller.PostApiAsync(token, "/applications/no-such/enable"),
            })
            {
                Assert.Equal(HttpStatusCode.NotFound, answer.Status);
                Assert.Equal("identity.application-unknown", answer.Code());
            }

            Assert.Equal("identity.page-invalid", (await caller.ApiAsync(token, $"/applications?after={id}")).Code());
        }
        finally
        {
            await BoundAsync(null);
        }
    }

    [Fact]
    public async Task Parts_of_the_list_follow_each_other()
    {
        var (caller, token) = await SignInAsync();
        for (var made = 0; made < 3; made++)
        {
            await caller.PostApiAsync(token, "/applications", Machine);
        }

        var all = (await caller.ApiAsync(token, "/applications?limit=100")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("clientId").GetString()).ToList();
        var seen = new List<string?>();
        for (var after = ""; after is not null;)
        {
            var page = (await caller.ApiAsync(token, $"/applications?limit=2{(after.Length > 0 ? $"&after={after}" : "")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("clientId").GetString()));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(all, seen);
        Assert.Equal("identity.page-invalid", (await caller.ApiAsync(token, "/applications?limit=101")).Code());
    }

    [Fact]
    public async Task Where_acts_need_a_passkey_a_weaker_token_hears_what_it_lacks()
    {
        var levels = provider.Services.GetRequiredService<StaffOptions>().ActLevels;
        (levels.Act, levels.Confirm) = ("staff:l2", "staff:l2");
        try
        {
            var (weak, weakToken) = await SignInAsync();
            foreach (var path in new[] { "/applications", "/applications/demo-machine/secret", "/applications/demo-machine/disable" })
            {
                var answer = await weak.PostApiAsync(weakToken, path, path == "/applications" ? Machine : null);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
                Assert.Equal("request.level-needed", answer.Code());
                var challenge = answer.Headers["WWW-Authenticate"].Single();
                Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
                Assert.Contains("acr_values=\"urn:gov-trust:acr:staff:l2\"", challenge, StringComparison.Ordinal);
            }

            Assert.Equal(HttpStatusCode.OK, (await weak.ApiAsync(weakToken, "/applications")).Status);

            var (strong, token) = await SignInAsync(Provider.Administrator, "hwk");
            var id = (await strong.PostApiAsync(token, "/applications", Machine)).Json.GetProperty("clientId").GetString();
            Assert.Equal(HttpStatusCode.OK, (await strong.PostApiAsync(token, $"/applications/{id}/secret")).Status);

            // Six minutes later it is too old for a key, and still good for the rest.
            var sid = Jwt.PayloadOf(token).GetProperty("sid").GetString();
            await provider.ChangeAsync(db => db.Sessions.Where(session => session.Sid == sid)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.Factors, $"hwk:{provider.Time.GetUtcNow().AddMinutes(-6).ToUnixTimeSeconds()}")));
            var stale = await strong.PostApiAsync(token, $"/applications/{id}/secret");
            Assert.Equal(HttpStatusCode.Unauthorized, stale.Status);
            Assert.Contains("max_age=\"300\"", stale.Headers["WWW-Authenticate"].Single(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await strong.PostApiAsync(token, $"/applications/{id}/disable")).Status);
        }
        finally
        {
            (levels.Act, levels.Confirm) = ("staff:l1", "staff:l1");
        }
    }

    private async Task<(Browser Caller, string Token)> SignInAsync(string name = Provider.Administrator, params string[] factors)
    {
        var staff = await provider.SignedInAsync(name, staff: true, factors);
        return (staff, (await RelyingParty.Office.TokensAsync(staff, ("scope", "openid applications"))).AccessToken());
    }

    private async Task<bool> WorksAsync(string id, string secret) =>
        (await new RelyingParty(id, secret).TokenAsync(provider.Visit(), ("grant_type", "client_credentials"), ("scope", "api"))).Status == HttpStatusCode.OK;

    private Task BoundAsync(string? office) => provider.ChangeAsync(async db =>
    {
        var account = await Provider.AccountAsync(db, Provider.Administrator, Accounts.Realm.Staff);
        await db.RoleGrants.Where(grant => grant.AccountId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.OrganisationCode, office));
    });
}
