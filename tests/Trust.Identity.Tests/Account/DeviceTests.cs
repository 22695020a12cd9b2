using System.Net;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Account;

/// <summary>A device without a browser of its own signs in (RFC 8628), from its first question to its tokens.</summary>
public sealed class DeviceTests(Provider provider) : IClassFixture<Provider>
{
    private const string Page = "/account/device";
    private const string Grant = "urn:ietf:params:oauth:grant-type:device_code";
    private const string WrongCode = "代码不对，或者已经失效。请看设备上现在显示的代码。";

    [Fact]
    [Requirement("IDN-35")]
    public async Task Person_compares_the_code_and_the_device_gets_tokens_of_the_same_subject()
    {
        var device = provider.Visit("203.0.113.77");
        var (code, userCode) = await AskAsync(device, "openid profile phone offline_access");
        Assert.Equal("authorization_pending", (await PollAsync(device, code)).Error);

        var person = await provider.SignedInAsync();
        var page = await person.GetAsync($"{Page}?user_code={userCode}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("让一台设备登录“云川省演示应用”吗？", page.Body, StringComparison.Ordinal);
        Assert.Contains("云川省政务服务管理局", page.Body, StringComparison.Ordinal);
        Assert.Contains("203.0.113.*", page.Body, StringComparison.Ordinal);
        Assert.Contains($">{userCode}<", page.Body, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await PollAsync(device, code)).Error);

        var done = await AnswerAsync(person, userCode, "allow");
        Assert.Equal($"{Page}?done=allowed", done.To);

        // Pressed twice, or sent by somebody who saw the code: nothing happens to the device.
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(person, userCode, "allow")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(await provider.SignedInAsync(Provider.OtherCitizen), userCode, "deny")).Status);
        Assert.Contains("回到那台设备", (await person.GetAsync(done.To)).Body, StringComparison.Ordinal);

        var tokens = await PollAsync(device, code);
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.Body);
        var subject = Jwt.PayloadOf(tokens.Json.GetProperty("id_token").GetString()!).GetProperty("sub").GetString();
        var browser = await RelyingParty.Web.TokensAsync(person);
        Assert.Equal(Jwt.PayloadOf(browser.Json.GetProperty("id_token").GetString()!).GetProperty("sub").GetString(), subject);

        // The telephone number was offered and not ticked.
        var claims = await RelyingParty.UserInfoAsync(device, tokens.Json.GetProperty("access_token").GetString()!);
        Assert.Equal(Provider.Citizen, claims.Json.GetProperty("name").GetString());
        Assert.False(claims.Json.TryGetProperty("phone_number", out _));
        var renewed = await RelyingParty.Web.RefreshAsync(device, tokens.Json.GetProperty("refresh_token").GetString()!);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);

        // A device code that comes again was copied: what it gave is taken back.
        Assert.Equal("invalid_grant", (await PollAsync(device, code)).Error);
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(device, renewed.Json.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Fact]
    public async Task Device_is_signed_out_with_the_session_that_let_it_in()
    {
        var (person, device) = (await provider.SignedInAsync(Provider.OtherCitizen), provider.Visit());
        var (code, userCode) = await AskAsync(device, "openid profile offline_access");
        await AnswerAsync(person, userCode, "allow");
        var tokens = await PollAsync(device, code);
        await person.SubmitAsync("/account/logout");
        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(device, tokens.Json.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(device, tokens.Json.GetProperty("refresh_token").GetString()!)).Error);
    }

    [Fact]
    public async Task Device_hears_no()
    {
        var (person, device) = (await provider.SignedInAsync(), provider.Visit());
        var (code, userCode) = await AskAsync(device);
        var done = await AnswerAsync(person, userCode, "deny");
        Assert.Contains("那台设备没有登录", (await person.GetAsync(done.To)).Body, StringComparison.Ordinal);
        Assert.Equal("access_denied", (await PollAsync(device, code)).Error);
        Assert.Contains(WrongCode, (await person.GetAsync($"{Page}?user_code={userCode}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_nobody_approved_in_ten_minutes_is_over()
    {
        var device = provider.Visit();
        var (code, userCode) = await AskAsync(device);
        provider.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("expired_token", (await PollAsync(device, code)).Error);
        Assert.Contains(WrongCode, (await (await provider.SignedInAsync()).GetAsync($"{Page}?user_code={userCode}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_happens_without_an_answer_or_by_a_link_alone()
    {
        var (person, device) = (await provider.SignedInAsync(), provider.Visit());
        var (code, userCode) = await AskAsync(device);
        foreach (var query in new[] { "&decision=allow", "&decision=deny", "&done=allowed" })
        {
            await person.GetAsync($"{Page}?user_code={userCode}{query}");
        }

        await AnswerAsync(person, userCode, "perhaps");
        Assert.Equal(HttpStatusCode.BadRequest, (await person.PostAsync(Page, ("user_code", userCode), ("decision", "allow"))).Status);
        Assert.Equal("authorization_pending", (await PollAsync(device, code)).Error);
    }

    [Fact]
    public async Task Who_is_not_signed_in_comes_back_with_the_code_and_learns_nothing_of_it()
    {
        var (_, userCode) = await AskAsync(provider.Visit());
        foreach (var code in new[] { userCode, "0000-0000-0000" })
        {
            var answer = await provider.Visit().GetAsync($"{Page}?user_code={code}");
            Assert.Equal($"/account/login?return={Uri.EscapeDataString($"{Page}?user_code={code}")}", answer.To);
        }
    }

    [Fact]
    [Requirement("SEC-05")]
    public async Task Guessing_of_codes_is_slowed_for_the_account_and_for_the_network_and_right_ones_are_not_told()
    {
        var device = provider.Visit();
        var (_, userCode) = await AskAsync(device);
        var guesser = await provider.SignedInAsync("许立诚");
        var answers = new List<Answer>();
        for (var guess = 0; guess < 10; guess++)
        {
            answers.Add(await SendAsync(guesser, $"1234-5678-90{guess}0"));
        }

        Assert.All(answers, answer => Assert.Contains(WrongCode, answer.Body, StringComparison.Ordinal));
        foreach (var code in new[] { userCode, "1234-5678-9012" })
        {
            var refused = await SendAsync(guesser, code);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
            Assert.True(refused.Headers.Contains("Retry-After"));
            Assert.DoesNotContain("云川省演示应用", refused.Body, StringComparison.Ordinal);
        }

        // The account is slowed wherever it goes, others at home go on.
        var elsewhere = await provider.SignedInAsync("许立诚");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(elsewhere, userCode)).Status);
        Assert.Contains("云川省演示应用", (await SendAsync(await provider.SignedInAsync(), userCode)).Body, StringComparison.Ordinal);
        provider.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(await provider.SignedInAsync("许立诚"), "1234-5678-9012")).Status);
    }

    [Fact]
    public async Task Parallel_guesses_get_no_more_tries()
    {
        var guesser = await provider.SignedInAsync("何静怡");
        var token = Browser.TokenOf(await guesser.GetAsync(Page));
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(guess =>
            guesser.PostAsync(Page, ("user_code", $"4321-0000-00{guess:00}"), ("__RequestVerificationToken", token))));
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 1, 10);
    }

    [Fact]
    public async Task Right_codes_use_up_no_tries()
    {
        var person = await provider.SignedInAsync("周明慧");
        var (_, userCode) = await AskAsync(provider.Visit());
        for (var look = 0; look < 15; look++)
        {
            Assert.Contains("云川省演示应用", (await person.GetAsync($"{Page}?user_code={userCode}")).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Level_that_the_application_needs_is_reached_first()
    {
        await SetLevelAsync(2);
        try
        {
            var (person, device) = (await provider.SignedInAsync(), provider.Visit());
            var (code, userCode) = await AskAsync(device);
            var back = Uri.EscapeDataString($"{Page}?user_code={userCode}");
            Assert.Equal($"/account/step-up?return={back}&level=2", (await person.GetAsync($"{Page}?user_code={userCode}")).To);
            var token = Browser.TokenOf(await person.GetAsync(Page));
            Assert.StartsWith("/account/step-up", (await person.PostAsync(Page, ("user_code", userCode), ("decision", "allow"), ("__RequestVerificationToken", token))).To, StringComparison.Ordinal);
            Assert.Equal("authorization_pending", (await PollAsync(device, code)).Error);

            var stronger = await provider.SignedInAsync(Provider.Citizen, false, "pwd", "sms");
            await AnswerAsync(stronger, userCode, "allow");
            var tokens = await PollAsync(device, code);
            Assert.Equal("urn:gov-trust:acr:natural:l2", Jwt.PayloadOf(tokens.Json.GetProperty("id_token").GetString()!).GetProperty("acr").GetString());
        }
        finally
        {
            await SetLevelAsync(0);
        }
    }

    [Fact]
    public async Task Of_two_persons_with_one_code_one_lets_the_device_in()
    {
        var device = provider.Visit();
        var (code, userCode) = await AskAsync(device);
        var persons = new[] { await provider.SignedInAsync("吴晓岚"), await provider.SignedInAsync("郑云舟"), await provider.SignedInAsync("冯安然"), await provider.SignedInAsync("陈思齐") };
        var tokens = await Task.WhenAll(persons.Select(async person => Browser.TokenOf(await person.GetAsync(Page))));
        var answers = await Task.WhenAll(persons.Select((person, index) =>
            person.PostAsync(Page, ("user_code", userCode), ("decision", "allow"), ("__RequestVerificationToken", tokens[index]))));
        Assert.Single(answers, answer => answer.To == $"{Page}?done=allowed");
        var names = new[] { "吴晓岚", "郑云舟", "冯安然", "陈思齐" };
        var given = await PollAsync(device, code);
        Assert.True(given.Status == HttpStatusCode.OK, given.Body);
        var claims = await RelyingParty.UserInfoAsync(device, given.Json.GetProperty("access_token").GetString()!);
        Assert.Equal(names[Array.FindIndex(answers, answer => answer.To == $"{Page}?done=allowed")], claims.Json.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Applications_of_staff_have_no_devices()
    {
        var answer = await RelyingParty.Office.AskAsync(provider.Visit(), "/connect/device", ("scope", "openid staff"));
        Assert.Equal("unauthorized_client", answer.Error);
    }

    private static async Task<(string Code, string UserCode)> AskAsync(Browser device, string scope = "openid profile")
    {
        var answer = await RelyingParty.Web.AskAsync(device, "/connect/device", ("scope", scope));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal($"{Provider.Issuer}{Page}", answer.Json.GetProperty("verification_uri").GetString());
        return (answer.Json.GetProperty("device_code").GetString()!, answer.Json.GetProperty("user_code").GetString()!);
    }

    private static Task<Answer> PollAsync(Browser device, string code) => RelyingParty.Web.TokenAsync(device, ("grant_type", Grant), ("device_code", code));

    private static Task<Answer> AnswerAsync(Browser person, string userCode, string decision) => person.SubmitAsync(Page, ("user_code", userCode), ("decision", decision));

    private static Task<Answer> SendAsync(Browser person, string userCode) => person.SubmitAsync(Page, ("user_code", userCode));

    private Task SetLevelAsync(int level) => provider.ChangeAsync(db => db.Applications.Where(application => application.ClientId == "demo-web")
        .ExecuteUpdateAsync(set => set.SetProperty(application => application.MinimumLevel, level)));
}
