using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>What a request demands of sign-in and level cannot be got round.</summary>
[Collection(Attacked.Name)]
[Requirement("IDN-35")]
public sealed class PromptTests(Provider provider)
{
    private const string Natural = "urn:gov-trust:acr:natural:";

    [Fact]
    public async Task Prompt_none_never_shows_a_page()
    {
        Assert.Equal("login_required", (await RelyingParty.Web.AuthorizeAsync(provider.Visit(), ("prompt", "none"))).Parameters["error"]);
        var visitor = await provider.SignedInAsync(Provider.Administrator);
        Assert.Equal("consent_required", (await RelyingParty.Web.AuthorizeAsync(visitor, ("prompt", "none"))).Parameters["error"]);
        Assert.Equal("unmet_authentication_requirements", (await RelyingParty.Web.AuthorizeAsync(visitor, ("prompt", "none"), ("claims", Essential($"{Natural}l2")))).Parameters["error"]);
        await RelyingParty.Web.CodeAsync(visitor);
        Assert.Contains("code", (await RelyingParty.Web.AuthorizeAsync(visitor, ("prompt", "none"))).Parameters.Keys);
        Assert.Equal("login_required", (await RelyingParty.Web.AuthorizeAsync(visitor, ("prompt", "none"), ("max_age", "0"))).Parameters["error"]);
    }

    [Theory]
    [InlineData("none login")]
    [InlineData("none consent")]
    [InlineData("nonsense")]
    [InlineData("NONE")]
    public async Task Prompt_that_says_two_things_or_nothing_known_is_no_silent_sign_in(string prompt)
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        var answer = await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("prompt", prompt))));
        Assert.True(answer.Status == HttpStatusCode.BadRequest || answer.Parameters.ContainsKey("error"), $"{answer.Status} {answer.To}");
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task New_sign_in_that_is_demanded_cannot_be_skipped(string name, string value)
    {
        var visitor = await provider.SignedInAsync();
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request((name, value))));
        Assert.StartsWith("/account/login?request=", visitor.Last, StringComparison.Ordinal);
        var request = visitor.Last.Split('=')[1];
        foreach (var step in new[] { $"/account/authorize/{request}", $"/account/staff/authorize/{request}" })
        {
            await visitor.FollowAsync(step);
            Assert.Contains("/login?request=", visitor.Last, StringComparison.Ordinal);
        }

        // Nor by the pages that come later.
        var consent = await visitor.GetAsync($"/account/consent?request={request}");
        if (consent.Status == HttpStatusCode.OK)
        {
            await visitor.PostAsync($"/account/consent?request={request}", ("decision", "allow"), ("__RequestVerificationToken", Browser.TokenOf(consent)));
            await visitor.FollowAsync($"/account/authorize/{request}");
            Assert.StartsWith("/account/login?request=", visitor.Last, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("max_age=-1")]
    [InlineData("max_age=-99999999999999999999")]
    [InlineData("max_age=99999999999999999999")]
    [InlineData("max_age=soon")]
    [InlineData("max_age=0&max_age=3600")]
    [InlineData("prompt=login&prompt=none")]
    [InlineData("scope=openid&scope=phone")]
    [InlineData("claims=%7B%7D&claims=%7B%7D")]
    [InlineData("state=a&state=b")]
    [InlineData("nonce=a&nonce=b")]
    public async Task Demand_that_can_be_read_in_two_ways_is_refused(string demand)
    {
        var visitor = await provider.SignedInAsync();
        var names = demand.Split('&').Select(part => (part.Split('=')[0], (string?)null));
        var answer = await visitor.GetAsync($"{RelyingParty.AddressOf(RelyingParty.Web.Request([.. names]))}&{demand}");
        Assert.Equal("/account/request-refused?reason=invalid_request", answer.To);
    }

    [Fact]
    public async Task Sign_in_that_is_too_old_for_max_age_is_asked_for_again()
    {
        var visitor = await provider.SignedInAsync();
        provider.Time.Advance(TimeSpan.FromSeconds(61));
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("max_age", "60"))));
        Assert.StartsWith("/account/login?request=", visitor.Last, StringComparison.Ordinal);
        await RelyingParty.Web.CodeAsync(visitor, ("max_age", "3600"));
    }

    [Fact]
    public async Task Prompt_consent_asks_even_where_consent_was_given()
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        var answer = await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("prompt", "consent"))));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("/account/consent?request=", visitor.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_up_cannot_be_skipped_by_going_straight_on()
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("claims", Essential($"{Natural}l2")))));
        Assert.StartsWith("/account/step-up?request=", visitor.Last, StringComparison.Ordinal);
        var request = visitor.Last.Split('=')[1];
        await StaysAsync(visitor, $"/account/authorize/{request}");
        await StaysAsync(visitor, $"/account/login?request={request}", "/account/login");

        // Declining is for wishes only, and consent decides nothing about levels.
        await visitor.SubmitToAsync($"/account/step-up?request={request}", "Decline");
        await StaysAsync(visitor, $"/account/authorize/{request}");
        await visitor.SubmitAsync($"/account/consent?request={request}", ("decision", "allow"));
        await StaysAsync(visitor, $"/account/authorize/{request}");
        var left = await visitor.SubmitToAsync($"/account/step-up?request={request}", "Leave");
        Assert.Equal("unmet_authentication_requirements", (await visitor.FollowAsync(left.To)).Parameters["error"]);
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:gov-trust:acr:natural:l9"]}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:gov-trust:acr:legal:l1"]}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:gov-trust:acr:staff:l1"]}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"urn:gov-trust:acr:natural:L1"}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"*"}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":[]}}}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":[7]}}}""")]
    public async Task Level_that_is_essential_and_unknown_is_unmet(string claims)
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        Assert.Equal("unmet_authentication_requirements", (await RelyingParty.Web.AuthorizeAsync(visitor, ("claims", claims))).Parameters["error"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("""{"id_token":7}""")]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["urn:gov-trust:acr:natural:l2"]""")]
    public async Task Claims_that_nobody_can_read_are_never_read_as_no_demand(string claims)
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        Assert.DoesNotContain("code", (await RelyingParty.Web.AuthorizeAsync(visitor, ("claims", claims))).Parameters.Keys);
    }

    [Fact]
    public async Task Demand_buried_in_long_claims_is_still_a_demand()
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        var demand = Essential($"{Natural}l2");
        var padded = demand.Replace("{\"id_token\"", $"{{\"padding\":\"{new string('x', 5000)}\",\"id_token\"", StringComparison.Ordinal);
        Assert.DoesNotContain("code", (await RelyingParty.Web.AuthorizeAsync(visitor, ("claims", padded))).Parameters.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"id_token":{"acr":{"essential":true}}}""")]
    [InlineData("""{"id_token":{"acr":null}}""")]
    public async Task Claims_without_a_demand_are_no_demand(string claims)
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor, ("claims", claims));
    }

    [Fact]
    public async Task Wish_for_an_unknown_level_is_ignored_and_never_raises_what_is_reported()
    {
        var visitor = await provider.SignedInAsync();
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("acr_values", $"{Natural}l9 urn:evil {Natural}l1"));
        var claims = Jwt.PayloadOf(tokens.Json.GetProperty("id_token").GetString()!);
        Assert.Equal($"{Natural}l1", claims.GetProperty("acr").GetString());
    }

    private static string Essential(string level) => """{"id_token":{"acr":{"essential":true,"values":["LEVEL"]}}}""".Replace("LEVEL", level, StringComparison.Ordinal);

    private static async Task StaysAsync(Browser visitor, string address, string page = "/account/step-up")
    {
        var answer = await visitor.FollowAsync(address);
        Assert.DoesNotContain("code", answer.Parameters.Keys);
        Assert.StartsWith($"{page}?request=", visitor.Last, StringComparison.Ordinal);
    }
}
