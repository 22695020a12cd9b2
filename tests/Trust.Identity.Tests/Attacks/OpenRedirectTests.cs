using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>No address of ours sends a browser where a stranger wants it.</summary>
[Collection(Attacked.Name)]
[Requirement("SEC-02")]
public sealed class OpenRedirectTests(Provider provider)
{
    public static TheoryData<string> Elsewhere =>
    [
        "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "https://evil.example", "HTTPS://evil.example",
        "https:evil.example", "https:/evil.example", "http:\\\\evil.example", "//evil.example/%2e%2e", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
        "vbscript:x", "/\t/evil.example", "\t//evil.example", "/\n/evil.example", "/\r\n/evil.example", " //evil.example", "\u00a0//evil.example", "%2F%2Fevil.example", "%5C%5Cevil.example",
        "/%09/evil.example", "/\u2028/evil.example", "/\uff0fevil.example", "evil.example", ".evil.example", "@evil.example", "//localhost@evil.example", "//localhost:80@evil.example",
        "/account\r\nSet-Cookie: trust-session=x", "/account\r\nLocation: https://evil.example",
    ];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task Return_address_that_leads_elsewhere_is_not_followed(string trick)
    {
        var somebody = await provider.SignedInAsync();
        await provider.SignInAsync(somebody, Provider.Administrator, staff: true);
        var encoded = Uri.EscapeDataString(trick);
        foreach (var page in new[] { "/account/login?return=", "/account/register?return=", "/account/staff/login?return=", "/account/step-up?level=1&return=", "/preferences?lang=en&back=" })
        {
            var answer = await somebody.GetAsync(page + encoded);
            Assert.Equal(HttpStatusCode.Found, answer.Status);
            StaysHere(answer);
        }

        // Pages that link on, for whoever is nobody.
        var nobody = provider.Visit();
        foreach (var page in new[] { "/account/login?return=", "/account/register?return=", "/account/staff/login?return=", "/account/register/done?return=" })
        {
            var answer = await nobody.GetAsync(page + encoded);
            Assert.DoesNotContain("=\"//evil", answer.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("=\"https://evil", answer.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("=\"javascript:", answer.Body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\t/evil.example")]
    public async Task Sign_in_ends_here_whatever_it_was_asked_to_return_to(string trick)
    {
        var visitor = provider.Visit();
        StaysHere(await visitor.SubmitAsync($"/account/login?return={Uri.EscapeDataString(trick)}", ("Input.Account", Provider.CitizenMobile), ("Input.Password", Provider.Password)));
        StaysHere(await visitor.SubmitAsync(
            $"/account/staff/login?return={Uri.EscapeDataString(trick)}",
            ("Input.StaffNumber", Provider.AdministratorNumber), ("Input.Password", Provider.Password), ("Input.Code", await provider.TotpAsync(Provider.AdministratorNumber))));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://localhost:5090/elsewhere")]
    [InlineData("http://localhost:5090")]
    [InlineData("http://localhost:5090/?x=y")]
    [InlineData("http://localhost:5090/#x")]
    [InlineData("http://localhost:5090@evil.example/")]
    [InlineData("http://127.0.0.1:5090/")]
    [InlineData(RelyingParty.Callback)]
    [InlineData("javascript:alert(1)")]
    public async Task Logout_goes_to_no_address_that_was_not_registered_for_it(string address)
    {
        var visitor = await provider.SignedInAsync();
        var hint = (await RelyingParty.Web.TokensAsync(visitor)).Json.GetProperty("id_token").GetString()!;
        foreach (var more in new[] { $"id_token_hint={hint}&", "client_id=demo-web&", "" })
        {
            var answer = await visitor.FollowAsync($"/connect/logout?{more}post_logout_redirect_uri={Uri.EscapeDataString(address)}&state=x");
            Assert.StartsWith("/account/request-refused?", browserAt(visitor), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        }

        static string browserAt(Browser browser) => browser.Last;
    }

    [Fact]
    public async Task Logout_with_the_hint_of_one_application_goes_to_no_address_of_another()
    {
        var visitor = await provider.SignedInAsync();
        var hint = (await RelyingParty.Web.TokensAsync(visitor)).Json.GetProperty("id_token").GetString()!;
        var answer = await visitor.FollowAsync($"/connect/logout?id_token_hint={hint}&client_id=demo-spa&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("CfDJ8")]
    [InlineData("")]
    public async Task Logout_question_that_was_forged_leads_nowhere(string question)
    {
        var visitor = await provider.SignedInAsync();
        var page = await visitor.GetAsync($"/account/logout?question={Uri.EscapeDataString(question)}");
        Assert.EndsWith("form-action 'self'", Assert.Single(page.Headers["Content-Security-Policy"]), StringComparison.Ordinal);
        var answer = await visitor.SubmitAsync($"/account/logout?question={Uri.EscapeDataString(question)}");
        Assert.Equal("/account/signed-out", answer.To);
    }

    [Fact]
    public async Task State_of_a_logout_breaks_out_of_no_header_and_no_address()
    {
        var visitor = await provider.SignedInAsync();
        const string State = "a\r\nSet-Cookie: x=y&b=c#d";
        var asked = await visitor.GetAsync($"/connect/logout?client_id=demo-web&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F&state={Uri.EscapeDataString(State)}");
        var answer = await visitor.SubmitAsync(asked.To);
        Assert.StartsWith("http://localhost:5090/?state=", answer.To, StringComparison.Ordinal);
        Assert.Equal(State, answer.Parameters["state"]);
        Assert.DoesNotContain("x", visitor.Cookies.Keys);
    }

    // As a browser reads it: tabs and line ends are dropped, a backslash is a slash.
    private static void StaysHere(Answer answer)
    {
        var read = string.Concat(answer.To.Where(character => !char.IsControl(character))).Replace('\\', '/').Trim();
        Assert.True(Uri.TryCreate(new Uri("http://localhost/account/login"), read, out var target) && target.GetLeftPart(UriPartial.Authority) == Provider.Issuer, $"Leads to {answer.To}");
        Assert.All(answer.To, character => Assert.InRange(character, '!', '~'));
    }
}
