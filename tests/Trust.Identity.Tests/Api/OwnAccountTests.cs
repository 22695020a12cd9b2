using System.Net;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Api;

/// <summary>Own account through the API: by a token of one's own, and for nothing of anybody else.</summary>
public sealed class OwnAccountTests(Provider provider) : IClassFixture<Provider>
{
    private const string Scope = "openid account offline_access";
    private static readonly string[] Lists = ["/me", "/me/sessions", "/me/consents", "/me/sign-ins"];

    [Fact]
    public async Task Person_reads_profile_sessions_consents_and_sign_ins()
    {
        var visitor = await provider.SignedInAsync();
        var token = (await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        var me = (await visitor.ApiAsync(token, "/me")).Json;
        Assert.Equal(Provider.Citizen, me.GetProperty("name").GetString());
        Assert.Equal("990***********002X", me.GetProperty("idNumberMasked").GetString());
        Assert.Equal("199****0001", me.GetProperty("mobileMasked").GetString());
        Assert.Equal(2, me.GetProperty("level").GetInt32());
        Assert.Equal(1, me.GetProperty("sessionLevel").GetInt32());
        Assert.Equal("confirmed", me.GetProperty("registry").GetString());
        Assert.False(me.TryGetProperty("sub", out _));

        var sessions = (await visitor.ApiAsync(token, "/me/sessions")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Single(sessions, session => session.GetProperty("isThis").GetBoolean());
        var consent = Assert.Single((await visitor.ApiAsync(token, "/me/consents")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal("demo-web", consent.GetProperty("clientId").GetString());
        Assert.Equal("active", consent.GetProperty("state").GetString());

        // Every release is on record, without what was released.
        var row = await provider.LookAsync(db => db.Set<Trust.Hosting.Audit.AuditRow>().Where(row => row.Event == "identity.claims-released").OrderByDescending(row => row.Sequence).FirstAsync());
        var payload = System.Text.Encoding.UTF8.GetString(row.Payload!);
        Assert.Contains("demo-web", payload, StringComparison.Ordinal);
        Assert.DoesNotContain(Provider.Citizen, payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_opens_no_api()
    {
        var visitor = await provider.SignedInAsync();
        foreach (var list in Lists)
        {
            var answer = await visitor.GetAsync("/api/identity/v1" + list);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Equal("request.not-signed-in", answer.Code());
        }

        var bare = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/api/identity/v1/me/consents/demo-web"));
        Assert.Equal(HttpStatusCode.Unauthorized, bare.Status);
    }

    [Fact]
    public async Task Stranger_reaches_no_session_and_no_consent_of_somebody_else()
    {
        var owner = await provider.SignedInAsync();
        var ownToken = (await RelyingParty.Web.TokensAsync(owner, ("scope", Scope))).AccessToken();
        var sid = (await owner.ApiAsync(ownToken, "/me/sessions")).Json.GetProperty("items").EnumerateArray().Single(session => session.GetProperty("isThis").GetBoolean()).GetProperty("sid").GetString();

        var stranger = await provider.SignedInAsync(Provider.OtherCitizen);
        var token = (await RelyingParty.Spa.TokensAsync(stranger, ("scope", Scope))).AccessToken();
        foreach (var list in Lists)
        {
            var answer = await stranger.ApiAsync(token, list);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.DoesNotContain(sid!, answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Provider.Citizen, answer.Body, StringComparison.Ordinal);
        }

        foreach (var (path, code) in new[] { ($"/me/sessions/{sid}", "identity.session-unknown"), ("/me/sessions/x", "identity.session-unknown"), ("/me/consents/demo-web", "identity.consent-unknown") })
        {
            var answer = await stranger.ApiAsync(token, path, HttpMethod.Delete);
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal(code, answer.Code());
        }

        Assert.Equal(HttpStatusCode.OK, (await owner.ApiAsync(ownToken, "/me")).Status);
    }

    [Fact]
    public async Task Ended_session_takes_its_token_along()
    {
        var (here, there) = (await provider.SignedInAsync("周明慧"), await provider.SignedInAsync("周明慧"));
        var token = (await RelyingParty.Web.TokensAsync(here, ("scope", Scope))).AccessToken();
        var other = (await RelyingParty.Web.TokensAsync(there, ("scope", Scope))).AccessToken();
        var sid = Jwt.PayloadOf(other).GetProperty("sid").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await here.ApiAsync(token, $"/me/sessions/{sid}", HttpMethod.Delete)).Status);
        await RefusedAsync(there, other);
        Assert.Equal(HttpStatusCode.NotFound, (await here.ApiAsync(token, $"/me/sessions/{sid}", HttpMethod.Delete)).Status);

        // Also one's own.
        sid = Jwt.PayloadOf(token).GetProperty("sid").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await here.ApiAsync(token, $"/me/sessions/{sid}", HttpMethod.Delete)).Status);
        await RefusedAsync(here, token);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/account/login", (await here.GetAsync("/account")).To, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IDN-45")]
    public async Task Withdrawn_consent_takes_its_token_along()
    {
        var visitor = await provider.SignedInAsync("许立诚");
        var token = (await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        var other = (await RelyingParty.Spa.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        Assert.Equal(HttpStatusCode.NoContent, (await visitor.ApiAsync(other, "/me/consents/demo-web", HttpMethod.Delete)).Status);
        await RefusedAsync(visitor, token);
        Assert.Equal("identity.consent-unknown", (await visitor.ApiAsync(other, "/me/consents/demo-web", HttpMethod.Delete)).Code());
        Assert.Contains((await visitor.ApiAsync(other, "/me/consents")).Json.GetProperty("items").EnumerateArray(), consent => consent.GetProperty("state").GetString() == "withdrawn");
    }

    [Fact]
    public async Task Token_of_another_audience_opens_nothing()
    {
        var visitor = await provider.SignedInAsync("何静怡");
        await RefusedAsync(visitor, (await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile"))).AccessToken());
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope));
        await RefusedAsync(visitor, tokens.Json.GetProperty("id_token").GetString()!);
        await RefusedAsync(visitor, tokens.Json.GetProperty("refresh_token").GetString()!);
    }

    [Fact]
    public async Task Token_without_a_row_opens_nothing()
    {
        var visitor = await provider.SignedInAsync("吴晓岚");
        var token = (await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        Assert.Equal(HttpStatusCode.OK, (await visitor.ApiAsync(token, "/me")).Status);
        var id = Guid.Parse(Jwt.PayloadOf(token).GetProperty("oi_tkn_id").GetString()!);
        await provider.ChangeAsync(db => db.Tokens.Where(row => row.Id == id).ExecuteDeleteAsync());
        await RefusedAsync(visitor, token);
    }

    [Fact]
    public async Task Revoked_and_expired_tokens_open_nothing()
    {
        var visitor = await provider.SignedInAsync("郑云舟");
        var revoked = (await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        await RelyingParty.Web.AskAsync(visitor, "/connect/revoke", ("token", revoked));
        await RefusedAsync(visitor, revoked);

        var expired = (await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        provider.Time.Advance(TimeSpan.FromMinutes(6));
        await RefusedAsync(visitor, expired);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Nonsense_opens_nothing(string token) => await RefusedAsync(provider.Visit(), token);

    [Fact]
    public async Task Machines_and_staff_have_no_account_of_this_kind()
    {
        var machine = provider.Visit();
        var token = (await RelyingParty.Machine.TokenAsync(machine, ("grant_type", "client_credentials"), ("scope", "api"))).AccessToken();
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var office = (await RelyingParty.Office.TokensAsync(staff, ("scope", "openid applications"))).AccessToken();
        foreach (var list in Lists)
        {
            foreach (var refused in new[] { token, office })
            {
                var answer = await machine.ApiAsync(refused, list);
                Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
                Assert.Equal("request.scope-needed", answer.Code());
                Assert.Contains("insufficient_scope", answer.Headers["WWW-Authenticate"].Single(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Parts_of_lists_are_bounded_and_follow_each_other()
    {
        var account = await provider.LookAsync(db => Provider.AccountAsync(db, "冯安然"));
        var now = provider.Time.GetUtcNow();
        await provider.ChangeAsync(db =>
        {
            db.SignIns.AddRange(Enumerable.Range(0, 25).Select(index => new Trust.Identity.SignIn.SignInRecord
            {
                Id = Guid.CreateVersion7(now),
                AccountId = account.Id,
                Time = now.AddSeconds(-index),
                Factor = "pwd",
                Result = "ok",
                Device = "",
                Place = $"{index}",
            }));
            return Task.CompletedTask;
        });
        var visitor = await provider.SignedInAsync("冯安然");
        var token = (await RelyingParty.Web.TokensAsync(visitor, ("scope", Scope))).AccessToken();
        var seen = new List<string>();
        for (var next = ""; next is not null;)
        {
            var page = (await visitor.ApiAsync(token, $"/me/sign-ins?limit=10{(next.Length > 0 ? $"&before={next}" : "")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("place").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(index => $"{index}"), seen);
        foreach (var query in new[] { "limit=0", "limit=101", "limit=-1", "before=yesterday", "before=2026-01-01" })
        {
            Assert.Equal("identity.page-invalid", (await visitor.ApiAsync(token, $"/me/sign-ins?{query}")).Code());
        }

        Assert.Equal("request.malformed", (await visitor.ApiAsync(token, "/me/sign-ins?limit=many")).Code());
    }

    private static async Task RefusedAsync(Browser caller, string token)
    {
        foreach (var list in Lists)
        {
            var answer = await caller.ApiAsync(token, list);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Equal("request.not-signed-in", answer.Code());
            Assert.Contains("Bearer", answer.Headers["WWW-Authenticate"].Single(), StringComparison.Ordinal);
        }
    }
}
