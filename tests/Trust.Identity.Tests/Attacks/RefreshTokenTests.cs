using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>A refresh token rotates; who uses an old one ends the family.</summary>
[Collection(Attacked.Name)]
[Requirement("IDN-35")]
public sealed class RefreshTokenTests(Provider provider)
{
    [Fact]
    public async Task Refresh_token_stolen_and_used_after_its_owner_ends_the_whole_family()
    {
        var visitor = await provider.SignedInAsync();
        var first = await LastingAsync(RelyingParty.Spa, visitor);
        var second = await RelyingParty.Spa.RefreshAsync(visitor, first);
        var access = second.Json.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.UserInfoAsync(visitor, access)).Status);

        provider.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("invalid_grant", (await RelyingParty.Spa.RefreshAsync(provider.Visit(), first)).Error);
        Assert.Equal("invalid_grant", (await RelyingParty.Spa.RefreshAsync(visitor, second.Json.GetProperty("refresh_token").GetString()!)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, access)).Status);
    }

    [Fact]
    public async Task Refresh_token_stolen_and_used_before_its_owner_ends_the_family_when_the_owner_comes()
    {
        var visitor = await provider.SignedInAsync();
        var stolen = await LastingAsync(RelyingParty.Web, visitor);
        var thief = await RelyingParty.Web.RefreshAsync(provider.Visit(), stolen);
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, stolen)).Error);
        Assert.False(await RelyingParty.Web.IsActiveAsync(visitor, thief.Json.GetProperty("access_token").GetString()!));
    }

    [Fact]
    public async Task Family_that_ended_leaves_other_sign_ins_of_the_person_alone()
    {
        var visitor = await provider.SignedInAsync();
        var other = await LastingAsync(RelyingParty.Web, visitor);
        var reused = await LastingAsync(RelyingParty.Web, visitor);
        await RelyingParty.Web.RefreshAsync(visitor, reused);
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        await RelyingParty.Web.RefreshAsync(visitor, reused);
        Assert.Equal(HttpStatusCode.OK, (await RelyingParty.Web.RefreshAsync(visitor, other)).Status);
    }

    [Fact]
    public async Task Refresh_token_of_one_client_is_useless_to_another()
    {
        var visitor = await provider.SignedInAsync();
        var token = await LastingAsync(RelyingParty.Web, visitor);
        Assert.Equal("invalid_grant", (await RelyingParty.Spa.RefreshAsync(visitor, token)).Error);
        Assert.Contains((await RelyingParty.Machine.RefreshAsync(visitor, token)).Error, new[] { "invalid_grant", "unauthorized_client" });
        Assert.Equal("invalid_client", (await new RelyingParty("demo-web", null).RefreshAsync(visitor, token)).Error);
    }

    [Theory]
    [InlineData("openid profile phone offline_access")]
    [InlineData("openid profile applications")]
    [InlineData("openid profile account offline_access")]
    public async Task Refresh_with_more_scope_than_was_granted_is_refused(string scope)
    {
        var visitor = await provider.SignedInAsync();
        var token = await LastingAsync(RelyingParty.Web, visitor);
        var answer = await RelyingParty.Web.TokenAsync(visitor, ("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope));
        Assert.Contains(answer.Error, new[] { "invalid_scope", "invalid_grant", "invalid_request" });
    }

    [Fact]
    public async Task Refresh_with_less_scope_gets_less()
    {
        var visitor = await provider.SignedInAsync();
        var token = await LastingAsync(RelyingParty.Web, visitor);
        var answer = await RelyingParty.Web.TokenAsync(visitor, ("grant_type", "refresh_token"), ("refresh_token", token), ("scope", "openid"));
        var info = await RelyingParty.UserInfoAsync(visitor, answer.Json.GetProperty("access_token").GetString()!);
        Assert.Equal(HttpStatusCode.OK, info.Status);
        Assert.False(info.Json.TryGetProperty("name", out _));
    }

    [Fact]
    public async Task Refresh_token_of_a_session_that_was_ended_renews_nothing()
    {
        var visitor = await provider.SignedInAsync();
        var token = await LastingAsync(RelyingParty.Web, visitor);
        await visitor.SubmitAsync("/account/logout");
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, token)).Error);
    }

    [Fact]
    public async Task Refresh_token_does_not_come_without_being_asked_for()
    {
        var visitor = await provider.SignedInAsync();
        Assert.False((await RelyingParty.Web.TokensAsync(visitor)).Json.TryGetProperty("refresh_token", out _));
    }

    private static async Task<string> LastingAsync(RelyingParty client, Browser visitor) =>
        (await client.TokensAsync(visitor, ("scope", "openid profile offline_access"))).Json.GetProperty("refresh_token").GetString()!;
}
