using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>A code is good once, for the client and the verifier it was made for.</summary>
[Collection(Attacked.Name)]
[Requirement("IDN-35")]
public sealed class AuthorizationCodeTests(Provider provider)
{
    [Fact]
    public async Task Code_replayed_is_refused_and_takes_the_tokens_of_its_first_use_back()
    {
        var visitor = await provider.SignedInAsync();
        var code = await RelyingParty.Web.CodeAsync(visitor, ("scope", "openid profile offline_access"));
        var first = await RelyingParty.Web.RedeemAsync(visitor, code);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        var access = first.Json.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.UserInfoAsync(visitor, access)).Status);

        Assert.Equal("invalid_grant", (await RelyingParty.Web.RedeemAsync(visitor, code)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, access)).Status);
        Assert.False(await RelyingParty.Web.IsActiveAsync(visitor, access));
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, first.Json.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Fact]
    public async Task Code_redeemed_twice_at_the_same_moment_gives_tokens_once()
    {
        var visitor = await provider.SignedInAsync();
        var code = await RelyingParty.Web.CodeAsync(visitor);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RelyingParty.Web.RedeemAsync(provider.Visit(), code)));
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 0, 1);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task Code_of_one_client_is_useless_to_another()
    {
        var visitor = await provider.SignedInAsync();
        var code = await RelyingParty.Web.CodeAsync(visitor);
        Assert.Equal("invalid_grant", (await RelyingParty.Spa.RedeemAsync(visitor, code)).Error);
        Assert.Equal("invalid_grant", (await RelyingParty.Office.RedeemAsync(visitor, code)).Error);
        Assert.Contains((await RelyingParty.Machine.RedeemAsync(visitor, code)).Error, new[] { "invalid_grant", "unauthorized_client" });

        // Whoever tried has not used it up: the client that it belongs to is not locked out by a stranger.
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.Web.RedeemAsync(visitor, code)).Status);
    }

    [Fact]
    public async Task Code_of_a_confidential_client_without_its_secret_is_refused()
    {
        var visitor = await provider.SignedInAsync();
        var code = await RelyingParty.Web.CodeAsync(visitor);
        Assert.Equal("invalid_client", (await new RelyingParty("demo-web", null).RedeemAsync(visitor, code)).Error);
        Assert.Equal("invalid_client", (await new RelyingParty("demo-web", "").RedeemAsync(visitor, code)).Error);
        Assert.Equal("invalid_client", (await new RelyingParty("demo-web", "demo-machine-secret").RedeemAsync(visitor, code)).Error);
        Assert.Equal("invalid_client", (await new RelyingParty("demo-spa", "demo-web-secret").RedeemAsync(visitor, code)).Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-verifier-that-is-as-long-as-a-verifier-0001")]
    [InlineData(RelyingParty.Challenge)]
    public async Task Code_injected_into_another_browser_fails_for_want_of_the_verifier(string? verifier)
    {
        var visitor = await provider.SignedInAsync();
        foreach (var client in new[] { RelyingParty.Web, RelyingParty.Spa })
        {
            var answer = await client.RedeemAsync(visitor, await client.CodeAsync(visitor), verifier);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains(answer.Error, new[] { "invalid_grant", "invalid_request" });
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(RelyingParty.Verifier, "plain")]
    [InlineData(RelyingParty.Challenge, null)]
    [InlineData(RelyingParty.Challenge, "s256")]
    [InlineData(RelyingParty.Challenge, "S512")]
    [InlineData(RelyingParty.Challenge, "")]
    [InlineData("", "S256")]
    public async Task Downgrade_of_PKCE_is_refused(string? challenge, string? method)
    {
        var visitor = await provider.SignedInAsync();
        foreach (var client in new[] { RelyingParty.Web, RelyingParty.Spa })
        {
            var answer = await client.AuthorizeAsync(visitor, ("code_challenge", challenge), ("code_challenge_method", method));
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal("/account/request-refused?reason=invalid_request", visitor.Last);
        }
    }

    [Theory]
    [InlineData("http://localhost:5090/")]
    [InlineData("http://localhost:5090/callback/")]
    [InlineData("https://evil.example/")]
    [InlineData(null)]
    public async Task Code_redeemed_with_another_redirect_uri_is_refused(string? redirect)
    {
        var visitor = await provider.SignedInAsync();
        var answer = await RelyingParty.Web.RedeemAsync(visitor, await RelyingParty.Web.CodeAsync(visitor), redirect: redirect);
        Assert.Contains(answer.Error, new[] { "invalid_grant", "invalid_request" });
    }

    [Fact]
    public async Task Code_is_worth_nothing_after_a_minute()
    {
        var visitor = await provider.SignedInAsync();
        var code = await RelyingParty.Web.CodeAsync(visitor);
        provider.Time.Advance(TimeSpan.FromSeconds(62));
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RedeemAsync(visitor, code)).Error);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("' OR 1=1 --")]
    public async Task Code_that_nobody_made_is_refused(string code) =>
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RedeemAsync(provider.Visit(), code)).Error);

    [Fact]
    public async Task Refresh_token_or_ticket_is_no_code()
    {
        var visitor = await provider.SignedInAsync();
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile offline_access"));
        foreach (var kind in new[] { "refresh_token", "access_token", "id_token" })
        {
            var token = tokens.Json.GetProperty(kind).GetString()!;
            Assert.Equal("invalid_grant", (await RelyingParty.Web.RedeemAsync(visitor, token)).Error);
            if (kind != "refresh_token")
            {
                Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, token)).Error);
            }
        }
    }

    [Theory]
    [InlineData("state", "state-of-the-application")]
    [InlineData("iss", Provider.Issuer)]
    public async Task Answers_and_errors_name_the_issuer_against_mix_up_and_give_the_state_back(string name, string value)
    {
        var visitor = await provider.SignedInAsync();
        Assert.Equal(value, (await RelyingParty.Web.AuthorizeAsync(visitor)).Parameters[name]);

        Assert.Equal(value, (await RelyingParty.Web.AuthorizeAsync(provider.Visit(), ("prompt", "none"))).Parameters[name]);
        Assert.Equal(value, (await RelyingParty.Web.AuthorizeAsync(visitor, ("prompt", "none"), ("scope", "openid profile phone id_document"))).Parameters[name]);
    }
}
