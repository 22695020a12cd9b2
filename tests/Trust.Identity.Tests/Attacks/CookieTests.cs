using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>A cookie opens the pages of its realm for the account it was made for, and nothing else.</summary>
[Collection(Attacked.Name)]
public sealed class CookieTests(Provider provider)
{
    [Fact]
    [Requirement("IDN-12")]
    public async Task Anonymous_opens_nothing_but_what_is_listed_as_open()
    {
        var closed = await EndpointTable.ClosedAsync(provider.Services);
        Assert.NotEmpty(closed);
        foreach (var (method, path) in closed)
        {
            var answer = await provider.Visit().SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.True(
                answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || answer.To.StartsWith("/account/login", StringComparison.Ordinal) || answer.To.StartsWith("/account/staff/login", StringComparison.Ordinal),
                $"{method} {path}: {answer.Status} {answer.To}");
        }
    }

    [Fact]
    [Requirement("SEC-05")]
    public async Task Cookie_of_one_realm_opens_no_page_of_the_other()
    {
        var citizen = await provider.SignedInAsync(Provider.Administrator);
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        foreach (var path in EndpointTable.Pages(provider.Services).Where(path => path.StartsWith("/admin", StringComparison.Ordinal) || path == "/account/staff/home"))
        {
            Assert.StartsWith("/account/staff/login", (await citizen.GetAsync(path)).To, StringComparison.Ordinal);
        }

        foreach (var path in new[] { "/account", "/account/sessions", "/account/consents", "/account/history" })
        {
            Assert.StartsWith("/account/login", (await staff.GetAsync(path)).To, StringComparison.Ordinal);
        }

        // Nor under the other one's name.
        var (one, other) = (citizen.Cookies["trust-session"], staff.Cookies["trust-staff"]);
        citizen.Cookies["trust-staff"] = one;
        staff.Cookies["trust-session"] = other;
        Assert.StartsWith("/account/staff/login", (await citizen.GetAsync("/admin/identity/applications")).To, StringComparison.Ordinal);
        Assert.StartsWith("/account/login", (await staff.GetAsync("/account/sessions")).To, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ADMIN/identity/applications")]
    [InlineData("/Admin/Identity/Applications")]
    [InlineData("/account/../admin/identity/applications")]
    [InlineData("/admin//identity/applications")]
    [InlineData("/admin%2Fidentity%2Fapplications")]
    [InlineData("//admin/identity/applications")]
    [InlineData("/admin/identity/applications/")]
    public async Task Path_written_otherwise_opens_no_console_to_a_citizen(string path)
    {
        var answer = await (await provider.SignedInAsync(Provider.Administrator)).GetAsync(path);
        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest || answer.To.StartsWith("/account/staff/login", StringComparison.Ordinal), $"{answer.Status} {answer.To}");
    }

    [Fact]
    public async Task Session_of_one_realm_answers_no_request_of_the_other()
    {
        var both = await provider.SignedInAsync(Provider.Administrator);
        await both.FollowAsync(RelyingParty.AddressOf(RelyingParty.Office.Request(("scope", "openid profile staff"))));
        Assert.StartsWith("/account/staff/login?request=", both.Last, StringComparison.Ordinal);
        var request = both.Last.Split('=')[1];
        foreach (var way in new[] { $"/account/authorize/{request}", $"/account/staff/authorize/{request}" })
        {
            Assert.DoesNotContain("code", (await both.FollowAsync(way)).Parameters.Keys);
        }

        // A citizen's consent is nothing that an application of an office could use.
        var consent = await both.GetAsync($"/account/consent?request={request}");
        Assert.Equal("/account/request-refused?reason=ended", consent.To);

        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        Assert.DoesNotContain("code", (await RelyingParty.Web.AuthorizeAsync(staff)).Parameters.Keys);
        Assert.StartsWith("/account/login?request=", staff.Last, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SEC-06")]
    public async Task Console_of_applications_is_changed_by_the_system_administrator_alone_and_read_by_the_other_two()
    {
        foreach (var reader in new[] { "冯安然", "陈思齐" })
        {
            var visitor = await provider.SignedInAsync(reader, staff: true);
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/admin/identity/applications")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/admin/identity/applications/new")).Status);
            var token = Browser.TokenOf(await visitor.GetAsync("/account/staff/home"));
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync("/admin/identity/applications/new", ("__RequestVerificationToken", token), ("Input.Name", "x"))).Status);
            foreach (var handler in new[] { "Rotate", "State" })
            {
                await visitor.PostAsync($"/admin/identity/applications/demo-web?handler={handler}", ("__RequestVerificationToken", token), ("disabled", "true"));
            }
        }

        foreach (var stranger in new[] { "周明慧", "许立诚", "吴晓岚" })
        {
            var visitor = await provider.SignedInAsync(stranger, staff: true);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/admin/identity/applications")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/admin/identity/applications/demo-web")).Status);
        }

        // Secret and state are what they were.
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.Web.TokensAsync(await provider.SignedInAsync())).Status);
    }

    [Fact]
    [Requirement("SEC-06")]
    public async Task No_person_of_the_demonstration_holds_two_of_the_three_administrations()
    {
        string[] apart = ["system-administrator", "security-administrator", "audit-administrator"];
        var held = await provider.LookAsync(db => (
            from grant in db.RoleGrants join account in db.Accounts on grant.AccountId equals account.Id where apart.Contains(grant.Role) select new { account.PersonId, grant.Role }).ToListAsync());
        Assert.Equal(3, held.Count);
        Assert.Equal(3, held.DistinctBy(grant => grant.PersonId).Count());
    }

    [Fact]
    public async Task Cookie_opens_no_protocol_endpoint()
    {
        var visitor = await provider.SignedInAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/connect/userinfo")).Status);
        Assert.Contains((await visitor.PostAsync("/connect/token", ("grant_type", "client_credentials"), ("client_id", "demo-machine"), ("scope", "api"))).Error, new[] { "invalid_client", "invalid_request" });
    }

    [Fact]
    [Requirement("SEC-05")]
    public async Task On_https_every_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts()
    {
        using var data = new TemporaryFolder();
        await using var secure = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment("Development").UseSetting("Trust:DataDirectory", data.Path).UseSetting("Trust:PublicUrl", "https://localhost").ReachesItsSandbox());
        using var client = new HttpClient(secure.Server.CreateHandler()) { BaseAddress = new Uri("https://localhost") };
        var visitor = new Browser(client, "127.0.0.1");
        List<string> set = [];
        async Task<Answer> Kept(Task<Answer> asked)
        {
            var answer = await asked;
            set.AddRange(answer.Headers["Set-Cookie"]);
            return answer;
        }

        await Kept(visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request())));
        var login = await Kept(visitor.GetAsync("/account/login"));
        await Kept(visitor.PostAsync("/account/login", ("Input.Account", Provider.CitizenMobile), ("Input.Password", Provider.Password), ("__RequestVerificationToken", Browser.TokenOf(login))));
        await Kept(visitor.GetAsync("/preferences?lang=en"));
        await Kept(visitor.GetAsync("/account/staff/login"));
        var names = set.Select(cookie => cookie.Split('=')[0]).Distinct().ToList();
        Assert.Contains("__Host-trust-session", names);
        Assert.Contains("__Host-trust-request", names);
        Assert.Contains("__Host-trust-device", names);
        Assert.All(set, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            foreach (var attribute in new[] { "; secure", "; path=/", "; httponly", "; samesite=" })
            {
                Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
            }

            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("samesite=none", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Account_that_is_disabled_loses_its_session_within_five_seconds()
    {
        var visitor = await provider.SignedInAsync(Provider.OtherCitizen);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/sessions")).Status);
        await DisableAsync(provider.Time.GetUtcNow());
        try
        {
            provider.Time.Advance(TimeSpan.FromSeconds(3));
            Assert.StartsWith("/account/login", (await visitor.GetAsync("/account/sessions")).To, StringComparison.Ordinal);
            var login = await provider.Visit().SubmitAsync("/account/login", ("Input.Account", Provider.OtherMobile), ("Input.Password", Provider.Password));
            Assert.Equal(HttpStatusCode.OK, login.Status);
        }
        finally
        {
            await DisableAsync(null);
        }
    }

    private Task DisableAsync(DateTimeOffset? at) => provider.ChangeAsync(async db => (await Provider.AccountAsync(db, Provider.OtherCitizen)).DisabledAt = at);
}
