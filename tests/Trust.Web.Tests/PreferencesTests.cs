using System.Net;

namespace Trust.Web.Tests;

public sealed class PreferencesTests(WebNode node) : IClassFixture<WebNode>
{
    [Theory]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/%2e%2e")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("evil.example")]
    [InlineData(" /design")]
    [InlineData("/a\\b")]
    [InlineData("/\u2028/evil.example")]
    [InlineData("")]
    public async Task Way_back_to_another_site_leads_home_instead(string back)
    {
        var response = await node.Client().GetAsync("/preferences?elder=1&back=" + Uri.EscapeDataString(back));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/design", "/design")]
    [InlineData("/design?q=1&x=2#part", "/design?q=1&x=2#part")]
    [InlineData("/items?q=公积金", "/items?q=%E5%85%AC%E7%A7%AF%E9%87%91")]
    [InlineData("/a b", "/a%20b")]
    public async Task Way_back_on_this_site_is_taken(string back, string location)
    {
        var response = await node.Client().GetAsync("/preferences?lang=en&back=" + Uri.EscapeDataString(back));
        Assert.Equal(location, response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Path_that_is_too_long_leads_home()
    {
        Assert.Equal("/", LocalPath.OrHome("/" + new string('a', 3000)));
        var response = await node.Client().GetAsync("/preferences");
        Assert.Equal("/", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Choice_is_kept_in_one_lax_cookie_that_scripts_cannot_read()
    {
        var response = await node.Client().GetAsync("/preferences?lang=en&elder=1&theme=dark&back=/design");
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("trust-view=en.1.dark;", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        var html = await node.Client(cookie: "trust-view=en.1.dark").GetStringAsync("/design");
        Assert.Contains("""<html lang="en" data-theme="dark" data-elder>""", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_is_bound_to_the_host_on_https()
    {
        var client = node.Client();
        client.BaseAddress = new Uri("https://trust.example/");
        var response = await client.GetAsync("/preferences?elder=1");
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-trust-view=-.1.light;", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("trust-view=\"><script>.1.dark")]
    [InlineData("trust-view=xx.9.purple")]
    [InlineData("trust-view=en.1")]
    public async Task Forged_cookie_changes_nothing_but_known_choices(string cookie)
    {
        var html = await node.Client(cookie: cookie).GetStringAsync("/design");
        Assert.DoesNotContain("<script>.", html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\" data-theme=\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("purple", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN")]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("zh-TW,en;q=0.9", "zh-CN")]
    [InlineData("fr-FR,en;q=0.5,zh;q=0.4", "en")]
    [InlineData("fr-FR", "zh-CN")]
    public async Task Browser_decides_the_language_until_someone_chooses(string accept, string language)
    {
        var html = await node.Client(accept).GetStringAsync("/design");
        Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
        var chosen = await node.Client(accept, "trust-view=en.0.light").GetStringAsync("/design");
        Assert.Contains("<html lang=\"en\"", chosen, StringComparison.Ordinal);
    }
}
