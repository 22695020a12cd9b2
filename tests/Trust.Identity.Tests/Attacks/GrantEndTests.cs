using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Audit;
using Trust.Identity.Tests.Api;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>What was granted ends with its session, its consent or its misuse, and the trail says so.</summary>
[Requirement("IDN-35")]
public sealed class GrantEndTests(Provider provider) : IClassFixture<Provider>
{
    private const string Lasting = "openid profile offline_access";
    private const string LogoutTo = "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F";

    [Fact]
    public async Task Staff_keep_nothing_past_the_end_of_their_session()
    {
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var first = await RelyingParty.Office.TokensAsync(staff, ("scope", "openid staff applications offline_access"));
        var renewed = await RelyingParty.Office.RefreshAsync(staff, RefreshOf(first));
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        Assert.Equal(HttpStatusCode.OK, (await staff.ApiAsync(renewed.AccessToken(), "/applications")).Status);

        await MoveEndAsync(renewed, provider.Time.GetUtcNow().AddSeconds(-1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await staff.ApiAsync(renewed.AccessToken(), "/applications")).Status);
        Assert.Equal("invalid_grant", (await RelyingParty.Office.RefreshAsync(staff, RefreshOf(renewed))).Error);
    }

    [Fact]
    public async Task Level_of_a_grant_that_goes_on_alone_is_that_of_one_factor()
    {
        var visitor = await provider.SignedInAsync(Provider.Citizen, false, "pwd", "sms");
        var first = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid account offline_access"));
        Assert.Equal("urn:gov-trust:acr:natural:l2", AcrOf(first));
        Assert.Equal(2, await SessionLevelAsync(visitor, first));
        var renewed = await RelyingParty.Web.RefreshAsync(visitor, RefreshOf(first));
        Assert.Equal("urn:gov-trust:acr:natural:l2", AcrOf(renewed));

        // The browser session is over; offline access goes on, but nobody has shown two factors lately.
        await MoveEndAsync(renewed, provider.Time.GetUtcNow().AddSeconds(-1));
        Assert.Equal(1, await SessionLevelAsync(visitor, renewed));
        var later = await RelyingParty.Web.RefreshAsync(visitor, RefreshOf(renewed));
        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.Equal("urn:gov-trust:acr:natural:l1", AcrOf(later));
    }

    [Fact]
    public async Task Rotation_renews_the_token_and_never_the_grant()
    {
        var visitor = await provider.SignedInAsync();
        var refresh = RefreshOf(await RelyingParty.Web.TokensAsync(visitor, ("scope", Lasting)));
        var begun = provider.Time.GetUtcNow();
        while (provider.Time.GetUtcNow() - begun < TimeSpan.FromDays(27))
        {
            provider.Time.Advance(TimeSpan.FromDays(9));
            var renewed = await RelyingParty.Web.RefreshAsync(visitor, refresh);
            Assert.Equal(HttpStatusCode.OK, renewed.Status);
            refresh = RefreshOf(renewed);
        }

        provider.Time.Advance(begun + TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1) - provider.Time.GetUtcNow());
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, refresh)).Error);
    }

    [Fact]
    public async Task Logout_by_the_hint_of_a_session_that_is_over_asks_before_it_ends_another()
    {
        var visitor = await provider.SignedInAsync();
        var old = IdTokenOf(await RelyingParty.Web.TokensAsync(visitor));
        await visitor.SubmitAsync("/account/logout");
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        await provider.SignInAsync(visitor);
        var asked = await visitor.GetAsync($"/connect/logout?id_token_hint={old}&{LogoutTo}");
        Assert.StartsWith("/account/logout?question=", asked.To, StringComparison.Ordinal);
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account")).Status);

        // The hint of the session itself ends it at once.
        var present = IdTokenOf(await RelyingParty.Web.TokensAsync(visitor));
        Assert.Equal("http://localhost:5090/", (await visitor.GetAsync($"/connect/logout?id_token_hint={present}&{LogoutTo}")).To);
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.StartsWith("/account/login", (await visitor.GetAsync("/account")).To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_by_the_hint_of_a_session_of_staff_that_is_over_asks_too()
    {
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var old = IdTokenOf(await RelyingParty.Office.TokensAsync(staff, ("scope", "openid staff")));
        Assert.Equal("http://localhost:5090/", (await staff.GetAsync($"/connect/logout?id_token_hint={old}&{LogoutTo}")).To);
        await provider.SignInAsync(staff, Provider.Administrator, staff: true);
        Assert.StartsWith("/account/staff/logout?question=", (await staff.GetAsync($"/connect/logout?id_token_hint={old}&client_id=demo-office&{LogoutTo}")).To, StringComparison.Ordinal);
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync("/account/staff/home")).Status);
    }

    [Fact]
    public async Task Consent_that_is_narrowed_ends_what_was_granted_under_the_wider_one()
    {
        var visitor = await provider.SignedInAsync("吴晓岚");
        var wide = await ConsentedAsync(visitor, "phone");
        Assert.True((await RelyingParty.UserInfoAsync(visitor, wide.AccessToken())).Json.TryGetProperty("phone_number", out _));

        // The same again takes nothing back.
        var same = await ConsentedAsync(visitor, "phone");
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.UserInfoAsync(visitor, wide.AccessToken())).Status);

        var narrow = await ConsentedAsync(visitor);
        foreach (var old in new[] { wide, same })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, old.AccessToken())).Status);
            Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, RefreshOf(old))).Error);
        }

        var claims = await RelyingParty.UserInfoAsync(visitor, narrow.AccessToken());
        Assert.Equal(HttpStatusCode.OK, claims.Status);
        Assert.False(claims.Json.TryGetProperty("phone_number", out _));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("refresh_token")]
    public async Task Replay_is_on_record_with_its_grant(string kind)
    {
        var visitor = await provider.SignedInAsync();
        var code = await RelyingParty.Web.CodeAsync(visitor, ("scope", Lasting));
        var tokens = await RelyingParty.Web.RedeemAsync(visitor, code);
        if (kind == "refresh_token")
        {
            await RelyingParty.Web.RefreshAsync(visitor, RefreshOf(tokens));
            provider.Time.Advance(TimeSpan.FromSeconds(6));
        }

        var grant = await GrantAsync(tokens);
        Assert.Empty(await AuditAsync("identity.token-replayed", grant));
        Assert.Equal("invalid_grant", (kind == "code" ? await RelyingParty.Web.RedeemAsync(visitor, code) : await RelyingParty.Web.RefreshAsync(visitor, RefreshOf(tokens))).Error);
        var row = Assert.Single(await AuditAsync("identity.token-replayed", grant));
        Assert.Equal("identity.token-replayed", row.Result);
        Assert.Contains("demo-web", Encoding.UTF8.GetString(row.Payload!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_is_on_record_with_who_asked_and_only_once()
    {
        var visitor = await provider.SignedInAsync();
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", Lasting));
        var before = (await RevokedAsync()).Count;

        // Somebody else's wish changes and records nothing.
        await RelyingParty.Office.AskAsync(visitor, "/connect/revoke", ("token", tokens.AccessToken()));
        Assert.Equal(before, (await RevokedAsync()).Count);
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.UserInfoAsync(visitor, tokens.AccessToken())).Status);

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(HttpStatusCode.OK, (await RelyingParty.Web.AskAsync(visitor, "/connect/revoke", ("token", tokens.AccessToken()))).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, tokens.AccessToken())).Status);
        var rows = await RevokedAsync();
        Assert.Equal(before + 1, rows.Count);
        Assert.Equal("client:demo-web", rows[^1].Actor);
    }

    private static async Task<Answer> ConsentedAsync(Browser visitor, params string[] chosen)
    {
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("scope", "openid profile phone offline_access"), ("prompt", "consent"))));
        Assert.StartsWith("/account/consent", visitor.Last, StringComparison.Ordinal);
        return await RelyingParty.Web.RedeemAsync(visitor, (await RelyingParty.ConsentAsync(visitor, chosen)).Parameters["code"]);
    }

    private Task MoveEndAsync(Answer tokens, DateTimeOffset end)
    {
        var sid = Jwt.PayloadOf(tokens.AccessToken()).GetProperty("sid").GetString();
        return provider.ChangeAsync(db => db.Sessions.Where(session => session.Sid == sid).ExecuteUpdateAsync(set => set.SetProperty(session => session.ExpiresAt, end)));
    }

    private Task<string> GrantAsync(Answer tokens)
    {
        var sid = Jwt.PayloadOf(tokens.AccessToken()).GetProperty("sid").GetString();
        return provider.LookAsync(async db => (await db.Authorizations.SingleAsync(grant => grant.Sid == sid)).Id.ToString("N"));
    }

    private Task<List<AuditRow>> AuditAsync(string name, string subject) =>
        provider.LookAsync(db => db.Set<AuditRow>().AsNoTracking().Where(row => row.Event == name && row.SubjectKey == subject).ToListAsync());

    private Task<List<AuditRow>> RevokedAsync() =>
        provider.LookAsync(db => db.Set<AuditRow>().AsNoTracking().Where(row => row.Event == "identity.token-revoked").OrderBy(row => row.Sequence).ToListAsync());

    private static async Task<int> SessionLevelAsync(Browser caller, Answer tokens) => (await caller.ApiAsync(tokens.AccessToken(), "/me")).Json.GetProperty("sessionLevel").GetInt32();

    private static string? AcrOf(Answer tokens) => Jwt.PayloadOf(tokens.AccessToken()).GetProperty("acr").GetString();

    private static string RefreshOf(Answer tokens) => tokens.Json.GetProperty("refresh_token").GetString()!;

    private static string IdTokenOf(Answer tokens) => tokens.Json.GetProperty("id_token").GetString()!;
}
