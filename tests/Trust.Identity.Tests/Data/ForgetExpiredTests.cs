using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Trust.Identity.Data;
using Trust.Identity.Tests.Attacks;

namespace Trust.Identity.Tests.Data;

/// <summary>Rows that have served are deleted, each when nothing can need it any more and not before.</summary>
public sealed class ForgetExpiredTests(Provider provider) : IClassFixture<Provider>
{
    private static readonly string[] Known =
        ["OneTimeCodes", "Sms", "Attempts", "Registrations", "SignInsOfNobody", "KnownDevices", "PendingRequests", "PasskeyChallenges", "Tokens", "Authorizations", "Sessions"];

    [Fact]
    public async Task Row_of_each_kind_goes_when_its_time_has_come()
    {
        await LiveAsync();
        var all = await CountAsync();
        Assert.Equal(Known, all.Keys);
        Assert.All(all, table => Assert.True(table.Value > 0, $"{table.Key} is empty: nothing would be seen."));
        await ForgetAsync();
        Assert.Equal(all, await CountAsync());

        // Two hours: what waited for an answer.
        await LeftAfterAsync(TimeSpan.FromHours(2), Known.Except(["Registrations", "PendingRequests", "PasskeyChallenges"]));

        // Three days: the limits of a day have been counted. A refresh token that was used still tells of a second use.
        await LeftAfterAsync(TimeSpan.FromDays(3), ["Sms", "KnownDevices", "Tokens", "Authorizations", "Sessions"]);
        await LeftAfterAsync(TimeSpan.FromDays(8), ["KnownDevices", "Tokens", "Authorizations", "Sessions"]);

        // A month and a day: no token of the grant can come any more. The owner still sees the session.
        await LeftAfterAsync(TimeSpan.FromDays(32), ["KnownDevices", "Sessions"]);
        await LeftAfterAsync(TimeSpan.FromDays(100), ["KnownDevices"]);
        await LeftAfterAsync(TimeSpan.FromDays(181), []);

        // What people own stays.
        Assert.True(await provider.LookAsync(db => db.Accounts.AnyAsync()) && await provider.LookAsync(db => db.Consents.AnyAsync()) && await provider.LookAsync(db => db.SignIns.AnyAsync()));
    }

    private async Task LiveAsync()
    {
        var visitor = provider.Visit();
        await visitor.SubmitAsync("/account/login", ("Input.Account", "13300000000"), ("Input.Password", "wrong"));
        await visitor.SubmitAsync("/account/login", ("Input.Account", Provider.CitizenMobile), ("Input.Password", "wrong"));
        await visitor.SubmitAsync("/account/login", ("Input.Account", Provider.CitizenMobile), ("Input.Password", Provider.Password));
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile offline_access"));
        await RelyingParty.Web.RefreshAsync(visitor, tokens.Json.GetProperty("refresh_token").GetString()!);
        await provider.Visit().SubmitToAsync("/account/login?by=sms", "Send", ("Input.Mobile", Provider.OtherMobile));
        await provider.Visit().SubmitAsync("/account/register", Applicant.Unknown().Fields());
        await provider.CodeOnAsync(Provider.OtherMobile);
        await provider.Visit().GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()));
        var staff = provider.Visit();
        var page = await staff.GetAsync("/account/staff/login");
        await staff.PostAsync("/account/staff/passkey/sign-in", ("__RequestVerificationToken", Browser.TokenOf(page)));
    }

    private async Task LeftAfterAsync(TimeSpan age, IEnumerable<string> left)
    {
        provider.Time.Advance(begun + age - provider.Time.GetUtcNow());
        await ForgetAsync();
        Assert.Equal(left, (await CountAsync()).Where(table => table.Value > 0).Select(table => table.Key));
    }

    private readonly DateTimeOffset begun = provider.Time.GetUtcNow();

    private Task<int> ForgetAsync() => new ForgetExpired(
        provider.Services.GetRequiredService<IDbContextFactory<IdentityDbContext>>(), provider.Time, NullLogger<ForgetExpired>.Instance).ForgetAsync(default);

    private Task<Dictionary<string, int>> CountAsync() => provider.LookAsync(async db => new Dictionary<string, int>
    {
        ["OneTimeCodes"] = await db.OneTimeCodes.CountAsync(),
        ["Sms"] = await db.Sms.CountAsync(),
        ["Attempts"] = await db.Attempts.CountAsync(),
        ["Registrations"] = await db.Registrations.CountAsync(),
        ["SignInsOfNobody"] = await db.SignIns.CountAsync(row => row.AccountId == Guid.Empty),
        ["KnownDevices"] = await db.KnownDevices.CountAsync(),
        ["PendingRequests"] = await db.PendingRequests.CountAsync(),
        ["PasskeyChallenges"] = await db.PasskeyChallenges.CountAsync(),
        ["Tokens"] = await db.Tokens.CountAsync(),
        ["Authorizations"] = await db.Authorizations.CountAsync(),
        ["Sessions"] = await db.Sessions.CountAsync(),
    });
}
