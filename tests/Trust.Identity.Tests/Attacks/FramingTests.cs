using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>No page of ours is shown inside somebody else's, under no foreign name, and none is kept where others find it.</summary>
[Collection(Attacked.Name)]
[Requirement("SEC-02")]
public sealed class FramingTests(Provider provider)
{
    [Fact]
    public async Task Clickjacking_finds_no_page_that_may_be_framed()
    {
        var visitor = await provider.SignedInAsync();
        await provider.SignInAsync(visitor, Provider.Administrator, staff: true);
        await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("prompt", "consent"))));
        string[] inside = [visitor.Last, visitor.Last.Replace("/consent", "/login", StringComparison.Ordinal), visitor.Last.Replace("/consent", "/step-up", StringComparison.Ordinal)];
        string[] failing = ["/nowhere", "/connect/authorize", "/connect/authorize?client_id=nobody", "/connect/logout?id_token_hint=x", "/account/authorize/x", "/account/logout?question=x"];
        foreach (var path in EndpointTable.Pages(provider.Services).Concat(inside).Concat(failing))
        {
            CannotBeFramed(path, await visitor.GetAsync(path));
            CannotBeFramed(path, await provider.Visit().GetAsync(path));
            CannotBeFramed(path, await visitor.PostAsync(path, ("x", "y")));
        }
    }

    [Fact]
    public async Task Page_inside_a_request_lets_its_form_end_at_the_one_validated_origin()
    {
        var visitor = await provider.SignedInAsync();
        var page = await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("prompt", "consent"))));
        Assert.EndsWith("form-action 'self' http://localhost:5090", Assert.Single(page.Headers["Content-Security-Policy"]), StringComparison.Ordinal);

        // The same page with somebody else's request allows nobody.
        var other = await provider.SignedInAsync();
        var login = await other.GetAsync(visitor.Last.Replace("/consent", "/login", StringComparison.Ordinal));
        Assert.EndsWith("form-action 'self'", Assert.Single(login.Headers["Content-Security-Policy"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_about_a_person_is_kept_by_no_cache()
    {
        var visitor = await provider.SignedInAsync();
        await provider.SignInAsync(visitor, Provider.Administrator, staff: true);
        var paths = EndpointTable.Pages(provider.Services).Where(path => path.StartsWith("/account", StringComparison.Ordinal) || path.StartsWith("/admin", StringComparison.Ordinal));
        foreach (var path in paths)
        {
            var answer = await visitor.GetAsync(path);
            Assert.True(answer.Status != HttpStatusCode.OK || answer.Headers["Cache-Control"].Any(value => value.Contains("no-store", StringComparison.Ordinal)), path);
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("localhost:5090")]
    [InlineData("127.0.0.1")]
    public async Task Foreign_host_is_answered_by_nothing_of_the_provider(string host)
    {
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/jwks", RelyingParty.AddressOf(RelyingParty.Web.Request()), "/account/login", "/connect/logout", "/connect/userinfo" })
        {
            var answer = await provider.Visit().GetAsync(path, request => request.Headers.Host = host);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.DoesNotContain(host, answer.Body, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static void CannotBeFramed(string path, Answer answer)
    {
        var policies = answer.Headers["Content-Security-Policy"].ToList();
        Assert.True(policies is [var policy] && policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) && policy.Contains("base-uri 'none'", StringComparison.Ordinal), $"{path}: {string.Join(" | ", policies)}");
    }
}
