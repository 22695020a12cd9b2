using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>A session's secret is made by us, at the moment when somebody proves who they are.</summary>
[Collection(Attacked.Name)]
[Requirement("SEC-05")]
public sealed class SessionFixationTests(Provider provider)
{
    private const string Planted = "planted-planted-planted-planted-planted-pla";

    [Fact]
    public async Task Session_cookie_planted_before_sign_in_is_not_the_one_afterwards()
    {
        var victim = provider.Visit();
        victim.Cookies["trust-session"] = Planted;
        await SignInAsync(victim);
        Assert.NotEqual(Planted, victim.Cookies["trust-session"]);
        Assert.Equal(43, victim.Cookies["trust-session"].Length);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/account/sessions")).Status);
        await OpensNothingAsync(Planted);
    }

    [Fact]
    public async Task Session_of_the_attacker_planted_in_the_victims_browser_does_not_become_the_victims()
    {
        var attacker = await provider.SignedInAsync(Provider.OtherCitizen);
        var planted = attacker.Cookies["trust-session"];
        var victim = provider.Visit();
        victim.Cookies["trust-session"] = planted;
        var form = await victim.GetAsync("/account/logout");
        var answer = await victim.PostAsync(
            "/account/login", ("Input.Account", Provider.CitizenMobile), ("Input.Password", Provider.Password), ("__RequestVerificationToken", Browser.TokenOf(form)));
        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.NotEqual(planted, victim.Cookies["trust-session"]);

        // It ended: what the attacker still holds opens nothing, not even the attacker's own account.
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        await OpensNothingAsync(planted);
    }

    [Fact]
    public async Task Added_factor_changes_the_secret_and_the_old_one_dies()
    {
        var visitor = await provider.SignedInAsync();
        var before = visitor.Cookies["trust-session"];
        await visitor.SubmitToAsync("/account/step-up", "Send");
        var added = await visitor.SubmitAsync("/account/step-up", ("Input.Code", await provider.CodeOnAsync(Provider.CitizenMobile)));
        Assert.Equal(HttpStatusCode.Found, added.Status);
        Assert.NotEqual(before, visitor.Cookies["trust-session"]);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        await OpensNothingAsync(before);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/sessions")).Status);
    }

    [Fact]
    public async Task Staff_cookie_planted_before_sign_in_is_not_the_one_afterwards()
    {
        var victim = provider.Visit();
        victim.Cookies["trust-staff"] = Planted;
        var answer = await victim.SubmitAsync(
            "/account/staff/login", ("Input.StaffNumber", Provider.AdministratorNumber), ("Input.Password", Provider.Password), ("Input.Code", await provider.TotpAsync(Provider.AdministratorNumber)));
        Assert.Equal("/account/staff/home", answer.To);
        Assert.NotEqual(Planted, victim.Cookies["trust-staff"]);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/account/staff/home")).Status);
    }

    [Fact]
    public async Task Cookie_kept_after_logout_opens_nothing()
    {
        var visitor = await provider.SignedInAsync();
        var kept = visitor.Cookies["trust-session"];
        await visitor.SubmitAsync("/account/logout");
        Assert.DoesNotContain("trust-session", visitor.Cookies.Keys);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        await OpensNothingAsync(kept);
    }

    [Fact]
    public async Task Session_that_nobody_used_for_long_opens_nothing()
    {
        var visitor = await provider.SignedInAsync();
        provider.Time.Advance(TimeSpan.FromMinutes(31));
        await OpensNothingAsync(visitor.Cookies["trust-session"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("' OR 1=1 --")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00")]
    public async Task Session_secret_that_nobody_made_opens_nothing(string secret) => await OpensNothingAsync(secret);

    private static async Task SignInAsync(Browser browser) => Assert.Equal(
        HttpStatusCode.Found, (await browser.SubmitAsync("/account/login", ("Input.Account", Provider.CitizenMobile), ("Input.Password", Provider.Password))).Status);

    private async Task OpensNothingAsync(string secret)
    {
        var thief = provider.Visit();
        thief.Cookies["trust-session"] = secret;
        thief.Cookies["trust-staff"] = secret;
        Assert.StartsWith("/account/login?return=", (await thief.GetAsync("/account/sessions")).To, StringComparison.Ordinal);
        Assert.StartsWith("/account/staff/login?return=", (await thief.GetAsync("/account/staff/home")).To, StringComparison.Ordinal);
    }
}
