using Trust.Identity.Tests.Api;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Subjects are pairwise (OpenID Connect Core section 8.1): two departments cannot find out by them that they serve the same person.</summary>
[Requirement("IDN-35")]
public sealed class PairwiseTests(Provider provider) : IClassFixture<Provider>
{
    [Fact]
    public async Task Person_is_another_subject_at_each_host_and_the_same_one_at_one_host()
    {
        var health = await RegisterAsync("https://health.example/callback");
        var clinic = await RegisterAsync("https://health.example:8443/clinic/callback");
        var loud = await RegisterAsync("https://HEALTH.example/loud");
        var taxes = await RegisterAsync("https://taxes.example/callback");
        var below = await RegisterAsync("https://a.health.example/callback");

        var person = await provider.SignedInAsync();
        var own = await SubjectAsync(person, health);
        Assert.Equal(own, await SubjectAsync(person, clinic));
        Assert.Equal(own, await SubjectAsync(person, loud));
        Assert.NotEqual(own, await SubjectAsync(person, taxes));
        Assert.NotEqual(own, await SubjectAsync(person, below));

        // It stays through later sign-ins, and is another person's nowhere.
        Assert.Equal(own, await SubjectAsync(await provider.SignedInAsync(), health));
        var other = await provider.SignedInAsync(Provider.OtherCitizen);
        Assert.NotEqual(own, await SubjectAsync(other, health));

        // Nothing in it leads to the account.
        var account = (await provider.LookAsync(db => Provider.AccountAsync(db, Provider.Citizen))).Id;
        Assert.Equal(43, own.Length);
        Assert.DoesNotContain(account.ToString("N"), Convert.ToHexStringLower(System.Buffers.Text.Base64Url.DecodeFromChars(own)), StringComparison.Ordinal);
    }

    private async Task<(RelyingParty Client, string Address)> RegisterAsync(string address)
    {
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var token = (await RelyingParty.Office.TokensAsync(staff, ("scope", "openid applications"))).AccessToken();
        var made = await staff.PostApiAsync(token, "/applications", new { name = "一个部门", kind = "web", purpose = "演示", scopes = new[] { "profile" }, redirectUris = new[] { address } });
        return (new RelyingParty(made.Json.GetProperty("clientId").GetString()!, made.Json.GetProperty("secret").GetString()), address);
    }

    // In the ID token, in the access token and at userinfo alike.
    private static async Task<string> SubjectAsync(Browser person, (RelyingParty Client, string Address) at)
    {
        var code = await at.Client.CodeAsync(person, ("redirect_uri", at.Address));
        var tokens = await at.Client.RedeemAsync(person, code, redirect: at.Address);
        var subject = Jwt.PayloadOf(tokens.Json.GetProperty("id_token").GetString()!).GetProperty("sub").GetString()!;
        Assert.Equal(subject, Jwt.PayloadOf(tokens.AccessToken()).GetProperty("sub").GetString());
        Assert.Equal(subject, (await RelyingParty.UserInfoAsync(person, tokens.AccessToken())).Json.GetProperty("sub").GetString());
        return subject;
    }
}
