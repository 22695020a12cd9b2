using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Persons;
using Trust.Identity.SignIn;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Account;

/// <summary>What a person sees and does about their own account, and nobody else's.</summary>
public sealed partial class AccountPageTests(Provider provider) : IClassFixture<Provider>
{
    private static readonly string[] Pages = ["/account", "/account/sessions", "/account/consents", "/account/history", "/account/device"];

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_and_comes_back()
    {
        foreach (var page in Pages)
        {
            var answer = await provider.Visit().GetAsync(page);
            Assert.Equal($"/account/login?return={Uri.EscapeDataString(page)}", answer.To);
        }

        // The staff realm's cookie is not looked at here.
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        Assert.StartsWith("/account/login", (await staff.GetAsync("/account")).To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_shows_name_masked_numbers_and_the_level_that_is_owned()
    {
        var visitor = await provider.SignedInAsync();
        var page = await PageAsync(visitor, "/account");
        Assert.Contains("990***********002X", page, StringComparison.Ordinal);
        Assert.Contains("199****0001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("19900000001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("99010219900307002X", page, StringComparison.Ordinal);
        Assert.Matches("中级<span class=\"t-flag\">现在", page);
        Assert.DoesNotMatch("(高级|初级)<span class=\"t-flag\">", page);
        Assert.DoesNotContain("委托", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegistryState.Pending, "正在与人口信息库核对")]
    [InlineData(RegistryState.Refused, "没有通过人口信息库的核对")]
    internal async Task Person_without_a_level_sees_what_is_pending_and_where_to_go(RegistryState state, string sentence)
    {
        await SetLevelAsync("郑云舟", 0, state);
        try
        {
            var page = await PageAsync(await provider.SignedInAsync("郑云舟"), "/account");
            Assert.Contains(sentence, page, StringComparison.Ordinal);
            Assert.Contains("href=\"/account/registration\"", page, StringComparison.Ordinal);
            Assert.Contains("还没有实名", page, StringComparison.Ordinal);
            Assert.DoesNotContain("t-flag", page, StringComparison.Ordinal);
        }
        finally
        {
            await SetLevelAsync("郑云舟", 2, RegistryState.Confirmed);
        }
    }

    [Fact]
    public async Task One_device_is_signed_out_and_the_others_stay()
    {
        var here = await provider.SignedInAsync("吴晓岚");
        var there = await provider.SignedInAsync("吴晓岚");
        var third = await provider.SignedInAsync("吴晓岚");
        var sid = await SidAsync(there);
        Assert.Contains(sid, await PageAsync(here, "/account/sessions"), StringComparison.Ordinal);

        Assert.Equal("/account/sessions?done=one", (await here.SubmitToAsync("/account/sessions", "End", ("sid", sid))).To);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/account/login", (await there.GetAsync("/account")).To, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await third.GetAsync("/account")).Status);
        Assert.DoesNotContain(sid, await PageAsync(here, "/account/sessions"), StringComparison.Ordinal);

        Assert.Equal("/account/sessions?done=others", (await here.SubmitToAsync("/account/sessions", "Others")).To);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/account/login", (await third.GetAsync("/account")).To, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Stranger_ends_no_session_of_somebody_else()
    {
        var owner = await provider.SignedInAsync();
        var sid = await SidAsync(owner);
        var stranger = await provider.SignedInAsync(Provider.OtherCitizen);
        Assert.DoesNotContain(sid, await PageAsync(stranger, "/account/sessions"), StringComparison.Ordinal);
        await stranger.SubmitToAsync("/account/sessions", "End", ("sid", sid));
        await stranger.SubmitToAsync("/account/sessions", "Others");
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Session_that_only_an_application_still_uses_is_shown_and_can_be_ended()
    {
        var lapsed = await provider.SignedInAsync("周明慧");
        var tokens = await RelyingParty.Web.TokensAsync(lapsed, ("scope", "openid profile offline_access"));
        var sid = await SidAsync(lapsed);
        await provider.ChangeAsync(async db => (await db.Sessions.SingleAsync(session => session.Sid == sid)).LastSeenAt = provider.Time.GetUtcNow().AddDays(-1));
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/account/login", (await lapsed.GetAsync("/account")).To, StringComparison.Ordinal);

        var here = await provider.SignedInAsync("周明慧");
        Assert.Contains("应用仍保持登录", await PageAsync(here, "/account/sessions"), StringComparison.Ordinal);
        await here.SubmitToAsync("/account/sessions", "End", ("sid", sid));
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(here, tokens.Json.GetProperty("refresh_token").GetString()!)).Error);
        Assert.DoesNotContain("应用仍保持登录", await PageAsync(here, "/account/sessions"), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IDN-45")]
    public async Task Consent_is_listed_in_plain_words_and_withdrawn_with_everything_under_it()
    {
        var visitor = await provider.SignedInAsync("何静怡");
        Assert.Contains("还没有提供过信息", await PageAsync(visitor, "/account/consents"), StringComparison.Ordinal);
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile id_document offline_access"));
        var page = await PageAsync(visitor, "/account/consents");
        Assert.Contains("云川省演示应用", page, StringComparison.Ordinal);
        Assert.Contains("姓名、性别和出生日期；身份证号（部分隐藏）", WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        // Somebody else's withdrawal is their own.
        var stranger = await provider.SignedInAsync("许立诚");
        Assert.DoesNotContain("云川省演示应用", await PageAsync(stranger, "/account/consents"), StringComparison.Ordinal);

        Assert.Equal("/account/consents?done=withdrawn", (await WithdrawAsync(visitor, "demo-web")).To);
        Assert.Contains("已收回", await PageAsync(visitor, "/account/consents"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, tokens.Json.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal("invalid_grant", (await RelyingParty.Web.RefreshAsync(visitor, tokens.Json.GetProperty("refresh_token").GetString()!)).Error);

        // Twice is once.
        Assert.Equal("/account/consents", (await WithdrawAsync(visitor, "demo-web")).To);
    }

    [Fact]
    public async Task History_shows_failures_too_and_turns_pages()
    {
        var account = await provider.LookAsync(db => Provider.AccountAsync(db, "冯安然"));
        var now = provider.Time.GetUtcNow();
        await provider.ChangeAsync(db =>
        {
            for (var index = 0; index < 45; index++)
            {
                db.SignIns.Add(new SignInRecord
                {
                    Id = Guid.CreateVersion7(now),
                    AccountId = account.Id,
                    Time = now.AddMinutes(-index),
                    Factor = index % 2 == 0 ? "pwd" : "sms",
                    Result = index switch { 0 => SignInResults.WrongSecret, 1 => SignInResults.Throttled, _ => SignInResults.Ok },
                    Device = "Chrome Windows",
                    Place = $"203.0.{index}.*",
                });
            }

            return Task.CompletedTask;
        });
        var visitor = await provider.SignedInAsync("冯安然");
        var seen = new List<string>();
        for (var address = "/account/history"; address is not null;)
        {
            var page = await PageAsync(visitor, address);
            seen.AddRange(Place().Matches(page).Select(match => match.Value));
            address = Older().Match(page) is { Success: true } next ? next.Value : null;
        }

        Assert.Equal(Enumerable.Range(0, 45).Select(index => $"203.0.{index}.*"), seen);
        var first = await PageAsync(visitor, "/account/history");
        Assert.Contains("密码不对", first, StringComparison.Ordinal);
        Assert.Contains("试得太多，没有受理", first, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.", await PageAsync(await provider.SignedInAsync("陈思齐"), "/account/history"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/history?before=nonsense")).Status);
    }

    [Fact]
    public async Task Frame_offers_the_way_in_to_strangers_and_the_way_out_to_who_is_signed_in()
    {
        var stranger = await PageAsync(provider.Visit(), "/about");
        Assert.Contains("href=\"/account/login?return=%2Fabout\"", stranger, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/logout", stranger, StringComparison.Ordinal);

        var visitor = await provider.SignedInAsync();
        foreach (var path in new[] { "/", "/about", "/account/sessions" })
        {
            var answer = await visitor.GetAsync(path);
            Assert.Contains("<form method=\"post\" action=\"/account/logout\">", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("/account/login", answer.Body, StringComparison.Ordinal);
            Assert.Contains(Provider.Citizen, answer.Body, StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Headers["Cache-Control"].Single(), StringComparison.Ordinal);
        }

        // The form of any page ends the session.
        var page = await visitor.GetAsync("/about");
        Assert.Equal("/account/signed-out", (await visitor.PostAsync("/account/logout", ("__RequestVerificationToken", Browser.TokenOf(page)))).To);
        Assert.StartsWith("/account/login", (await visitor.GetAsync("/account")).To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_that_fails_offers_the_way_in_with_its_own_address()
    {
        var answer = await provider.Visit().GetAsync("/items/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("/account/login?return=%2Fitems%2Fnowhere", answer.Body, StringComparison.Ordinal);
    }

    private async Task<string> SidAsync(Browser visitor)
    {
        var hash = Sessions.BrowserSessions.HashOf(visitor.Cookies["trust-session"]);
        return await provider.LookAsync(db => db.Sessions.Where(session => session.SecretHash == hash).Select(session => session.Sid).SingleAsync());
    }

    // The page shows the form only where there is something to withdraw; its token stands in every form.
    private static async Task<Answer> WithdrawAsync(Browser visitor, string clientId) => await visitor.PostAsync(
        "/account/consents?handler=Withdraw", ("clientId", clientId), ("__RequestVerificationToken", Browser.TokenOf(await visitor.GetAsync("/account/consents"))));

    private static async Task<string> PageAsync(Browser visitor, string path)
    {
        var answer = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Body;
    }

    private Task SetLevelAsync(string name, int level, RegistryState state) => provider.ChangeAsync(db => db.Persons.Where(person => person.Name == name)
        .ExecuteUpdateAsync(set => set.SetProperty(person => person.Level, level).SetProperty(person => person.Registry, state)));

    [GeneratedRegex(@"203\.0\.\d+\.\*")]
    private static partial Regex Place();

    [GeneratedRegex(@"/account/history\?before=\d+")]
    private static partial Regex Older();
}
