using System.Net;
using Microsoft.EntityFrameworkCore;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>What a person or an administrator decided holds against whatever is posted, pushed or kept.</summary>
[Requirement("IDN-35")]
public sealed class DecisionTests(Provider provider) : IClassFixture<Provider>
{
    [Fact]
    public async Task Scope_that_was_not_asked_for_cannot_be_consented_to()
    {
        var visitor = await provider.SignedInAsync();
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("scope", "openid profile"))));
        Assert.StartsWith("/account/consent", visitor.Last, StringComparison.Ordinal);
        var back = await RelyingParty.ConsentAsync(visitor, "phone", "id_document", "account", "staff");
        var tokens = await RelyingParty.Web.RedeemAsync(visitor, back.Parameters["code"]);
        var claims = (await RelyingParty.UserInfoAsync(visitor, tokens.Json.GetProperty("access_token").GetString()!)).Json;
        Assert.Equal(Provider.Citizen, claims.GetProperty("name").GetString());
        Assert.False(claims.TryGetProperty("phone_number", out _));
        Assert.DoesNotContain("account", Jwt.PayloadOf(tokens.Json.GetProperty("access_token").GetString()!).GetProperty("scope").GetString()!.Split(' '));
    }

    [Fact]
    public async Task Consent_that_has_expired_renews_nothing()
    {
        var visitor = await provider.SignedInAsync(Provider.OtherCitizen);
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile offline_access"));
        var account = await provider.LookAsync(db => Provider.AccountAsync(db, Provider.OtherCitizen));
        var ended = provider.Time.GetUtcNow().AddSeconds(-1);
        await provider.ChangeAsync(async db => (await db.Consents.SingleAsync(consent => consent.AccountId == account.Id && consent.ClientId == "demo-web")).ExpiresAt = ended);
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, tokens.Json.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Fact]
    public async Task Disabled_application_gets_and_keeps_nothing()
    {
        var visitor = await provider.SignedInAsync("何静怡");
        var person = (await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile offline_access"))).Json;
        var machine = (await RelyingParty.Machine.TokenAsync(visitor, ("grant_type", "client_credentials"), ("scope", "api"))).Json.GetProperty("access_token").GetString()!;
        var administrator = await provider.SignedInAsync(Provider.Administrator, staff: true);
        foreach (var client in new[] { "demo-web", "demo-machine" })
        {
            await administrator.SubmitToAsync($"/admin/identity/applications/{client}", "State", ("disabled", "true"));
        }

        try
        {
            Assert.DoesNotContain("code", (await RelyingParty.Web.AuthorizeAsync(visitor)).Parameters.Keys);
            Assert.NotEqual(HttpStatusCode.OK, (await RelyingParty.Web.RefreshAsync(visitor, person.GetProperty("refresh_token").GetString()!)).Status);
            Assert.NotEqual(HttpStatusCode.OK, (await RelyingParty.Machine.TokenAsync(visitor, ("grant_type", "client_credentials"), ("scope", "api"))).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, person.GetProperty("access_token").GetString()!)).Status);
        }
        finally
        {
            foreach (var client in new[] { "demo-web", "demo-machine" })
            {
                await administrator.SubmitToAsync($"/admin/identity/applications/{client}", "State", ("disabled", "false"));
            }
        }

        // Enabled again, it begins anew.
        Assert.False(await RelyingParty.Machine.IsActiveAsync(visitor, machine));
        Assert.NotEqual(HttpStatusCode.OK, (await RelyingParty.Web.RefreshAsync(visitor, person.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.Machine.TokenAsync(visitor, ("grant_type", "client_credentials"), ("scope", "api"))).Status);
    }

    [Fact]
    public async Task Hint_that_names_somebody_else_gets_no_code_of_this_person()
    {
        var hinted = (await RelyingParty.Web.TokensAsync(await provider.SignedInAsync("吴晓岚"))).Json.GetProperty("id_token").GetString()!;
        var visitor = await provider.SignedInAsync("郑云舟");
        var own = (await RelyingParty.Web.TokensAsync(visitor)).Json.GetProperty("id_token").GetString()!;
        Assert.Contains("code", (await RelyingParty.Web.AuthorizeAsync(visitor, ("id_token_hint", own), ("prompt", "none"))).Parameters.Keys);
        Assert.Equal("login_required", (await RelyingParty.Web.AuthorizeAsync(visitor, ("id_token_hint", hinted), ("prompt", "none"))).Parameters["error"]);

        // Asked to sign in as the other one, the same person signs in again: the application hears of it.
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("id_token_hint", hinted))));
        Assert.StartsWith("/account/login?request=", visitor.Last, StringComparison.Ordinal);
        var request = visitor.Last.Split('=')[1];
        provider.Time.Advance(TimeSpan.FromSeconds(2));
        await provider.SignInAsync(visitor, "郑云舟");
        Assert.Equal("login_required", (await visitor.FollowAsync($"/account/authorize/{request}")).Parameters["error"]);

        // A subject written into the address is no hint and takes none away.
        Assert.Contains("code", (await RelyingParty.Web.AuthorizeAsync(visitor, ("trust_subject", "somebody"))).Parameters.Keys);
        Assert.Equal("login_required", (await RelyingParty.Web.AuthorizeAsync(visitor, ("id_token_hint", hinted), ("trust_subject", ""), ("prompt", "none"))).Parameters["error"]);
    }

    [Fact]
    public async Task Pushed_request_begins_one_sign_in()
    {
        var visitor = await provider.SignedInAsync("冯安然");
        await RelyingParty.Web.CodeAsync(visitor);
        var pushed = await RelyingParty.Web.AskAsync(visitor, "/connect/par", [.. RelyingParty.Web.Request().Select(parameter => (parameter.Key, parameter.Value))]);
        var address = $"/connect/authorize?client_id=demo-web&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}";
        Assert.Contains("code", (await visitor.FollowAsync(address)).Parameters.Keys);
        Assert.DoesNotContain("code", (await visitor.FollowAsync(address)).Parameters.Keys);
        Assert.StartsWith("/account/request-refused?", visitor.Last, StringComparison.Ordinal);
        var other = await provider.SignedInAsync("陈思齐");
        Assert.DoesNotContain("code", (await other.FollowAsync(address)).Parameters.Keys);
    }

    [Fact]
    public async Task Logout_of_staff_is_asked_for_and_ends_the_session()
    {
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        await staff.FollowAsync("/connect/logout?client_id=demo-office&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F");
        Assert.StartsWith("/account/staff/logout?question=", staff.Last, StringComparison.Ordinal);
        var done = await staff.SubmitAsync(staff.Last);
        Assert.Equal("http://localhost:5090/", done.To);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/account/staff/login", (await staff.GetAsync("/account/staff/home")).To, StringComparison.Ordinal);

        // The session of the other realm in the same browser stays.
        var both = await provider.SignedInAsync(Provider.Administrator);
        await provider.SignInAsync(both, Provider.Administrator, staff: true);
        await both.SubmitAsync("/account/staff/logout");
        Assert.Equal(HttpStatusCode.OK, (await both.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("/account/login", "Input.Account")]
    [InlineData("/account/login?by=sms", "Input.Mobile")]
    [InlineData("/account/staff/login", "Input.StaffNumber")]
    [InlineData("/account/register", "Input.UserName")]
    [InlineData("/account/device", "user_code")]
    public async Task Character_that_no_text_has_is_no_failure_of_ours(string page, string field)
    {
        // Zero, two code points that are no characters, and half a pair, as bytes and as what is made of it.
        foreach (var strange in new[] { "%00", "%EF%BF%BE", "%EF%BF%BF", "%EF%B7%90", "%F0%9F%BF%BE", "%ED%A0%80", "%EF%BF%BD" })
        {
            var visitor = await provider.SignedInAsync();
            if (page != "/account/device")
            {
                visitor.Cookies.Clear();
            }

            var token = Browser.TokenOf(await visitor.GetAsync(page));
            var names = new[] { field, "Input.Name", "Input.IdNumber", "Input.Mobile", "Input.Password", "Input.Code" }.Distinct();
            var body = string.Join('&', names.Select(name => $"{name}=a{strange}b").Append($"__RequestVerificationToken={Uri.EscapeDataString(token)}"));
            var answer = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, page) { Content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded") });
            Assert.True((int)answer.Status is >= 200 and < 500, $"{strange} in {page}: {answer.Status}");
            Assert.InRange((int)(await visitor.GetAsync($"/account/request-refused?reason={strange}")).Status, 200, 499);
        }
    }
}
