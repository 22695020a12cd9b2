using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Testing;

namespace Trust.Identity.Tests.Codes;

/// <summary>Codes by SMS, below HTTP, on each database: what is counted is counted there.</summary>
public abstract class CodeTests : IAsyncLifetime
{
    private IdentityApp app = null!;

    public async Task InitializeAsync() => app = await StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    protected abstract Task<IdentityApp> StartAsync();

    [DatabaseFact]
    [Requirement("IDN-14")]
    public async Task Of_a_hundred_guesses_at_once_five_are_compared()
    {
        var mobile = NewMobile();
        var code = await SentCodeAsync(mobile);
        var wrong = code == "000000" ? "111111" : "000000";
        var guesses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CheckAsync(mobile, wrong)));
        Assert.All(guesses, guess => Assert.False(guess.IsRight));
        Assert.Equal(5, await app.ReadAsync(db => db.OneTimeCodes.MaxAsync(row => row.Tries)));
        Assert.False((await CheckAsync(mobile, code)).IsRight);
    }

    [DatabaseFact]
    public async Task Of_a_hundred_right_answers_at_once_one_counts()
    {
        var mobile = NewMobile();
        var code = await SentCodeAsync(mobile);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CheckAsync(mobile, code)));
        Assert.Single(answers, answer => answer.IsRight);
    }

    [DatabaseFact]
    public async Task Of_twenty_wishes_at_once_one_is_sent()
    {
        var mobile = NewMobile();
        var sendings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(mobile)));
        Assert.Single(sendings, sending => sending.Outcome == SendOutcome.Sent);
        Assert.All(sendings.Where(sending => sending.Outcome != SendOutcome.Sent), sending => Assert.Equal(SendOutcome.NumberWaits, sending.Outcome));
    }

    [DatabaseFact]
    [Requirement("IDN-14")]
    public async Task Pumping_from_one_network_ends_at_twenty_an_hour_however_many_numbers()
    {
        var source = IdentityApp.NewSource();
        var sendings = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SendAsync(NewMobile(), source)));
        Assert.Equal(20, sendings.Count(sending => sending.Outcome == SendOutcome.Sent));
        Assert.Equal(20, sendings.Count(sending => sending.Outcome == SendOutcome.SourceWaits));
        app.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(SendOutcome.Sent, (await SendAsync(NewMobile(), source)).Outcome);
    }

    [DatabaseFact]
    public async Task Pumping_from_many_networks_ends_at_the_limit_of_the_installation()
    {
        // From anywhere to anywhere: the start sets 30 a minute.
        app.Time.Advance(TimeSpan.FromMinutes(2));
        var sendings = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(NewMobile())));
        Assert.Equal(30, sendings.Count(sending => sending.Outcome == SendOutcome.Sent));
        Assert.Equal(20, sendings.Count(sending => sending.Outcome == SendOutcome.AllWait));
    }

    [DatabaseFact]
    public async Task A_number_gets_one_code_a_minute_and_ten_a_day()
    {
        var mobile = NewMobile();
        for (var sent = 0; sent < 10; sent++)
        {
            Assert.Equal(SendOutcome.Sent, (await SendAsync(mobile)).Outcome);
            var soon = await SendAsync(mobile);
            Assert.Equal(SendOutcome.NumberWaits, soon.Outcome);
            Assert.Equal(TimeSpan.FromSeconds(60), soon.Wait);
            app.Time.Advance(TimeSpan.FromSeconds(61));
        }

        var eleventh = await SendAsync(mobile);
        Assert.Equal(SendOutcome.NumberWaits, eleventh.Outcome);
        Assert.True(eleventh.Wait > TimeSpan.FromHours(23));
        app.Time.Advance(eleventh.Wait + TimeSpan.FromSeconds(1));
        Assert.Equal(SendOutcome.Sent, (await SendAsync(mobile)).Outcome);
    }

    [DatabaseFact]
    public async Task A_code_ends_after_five_minutes()
    {
        var mobile = NewMobile();
        var code = await SentCodeAsync(mobile);
        app.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.False((await CheckAsync(mobile, code)).IsRight);
    }

    [DatabaseFact]
    public async Task Only_the_newest_code_of_a_purpose_lives_and_serves_no_other_purpose()
    {
        var mobile = NewMobile();
        var first = await SentCodeAsync(mobile);
        app.Time.Advance(TimeSpan.FromSeconds(61));
        var second = await SentCodeAsync(mobile, 2);
        if (first != second)
        {
            Assert.False((await CheckAsync(mobile, first)).IsRight);
        }

        Assert.False((await CheckAsync(mobile, second, CodePurpose.Register)).IsRight);
        Assert.True((await CheckAsync(mobile, second)).IsRight);
        Assert.False((await CheckAsync(mobile, second)).IsRight);
    }

    [DatabaseFact]
    public async Task An_unknown_number_costs_the_same_rows_and_gets_no_text()
    {
        var (known, unknown) = (NewMobile(), NewMobile());
        await SentCodeAsync(known);
        Assert.Equal(SendOutcome.Sent, (await SendAsync(unknown, known: false)).Outcome);
        var states = await app.ReadAsync(db => db.Sms.GroupBy(row => row.State).Select(group => group.Key).ToListAsync());
        Assert.Contains(SmsQueue.Dropped, states);
        Assert.Empty(await app.TextsAsync(unknown.Reveal()[3..]));

        // None of the million fits: the hash is not one of six digits.
        var (id, codeHash) = await app.ScopeAsync(async services =>
        {
            var mobileHash = services.GetRequiredService<LookupHash>().HashOf(unknown);
            var row = await services.GetRequiredService<Trust.Identity.Data.IdentityDbContext>().OneTimeCodes.SingleAsync(row => row.MobileHash == mobileHash);
            return (row.Id, row.CodeHash);
        });
        var hash = app.Services.GetRequiredService<LookupHash>();
        Assert.DoesNotContain(codeHash, Enumerable.Range(0, 2000).Select(code => SendCode.HashOf(hash, id, code.ToString("000000", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [DatabaseFact]
    public async Task A_text_names_the_service_carries_no_link_and_is_erased_when_it_is_sent()
    {
        var mobile = NewMobile();
        await SentCodeAsync(mobile);
        var text = (await app.TextsAsync(mobile.Reveal()[3..]))[0];
        Assert.StartsWith("【云川省统一信任服务平台】", text, StringComparison.Ordinal);
        Assert.Contains("5分钟", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)http|www|\\.cn|\\.com|/", text);
        var row = await IdentityApp.WaitAsync(() => app.ReadAsync(db => db.Sms.FirstOrDefaultAsync(row => row.State == SmsQueue.Sent)));
        Assert.Null(row.Body);
    }

    [DatabaseFact]
    public async Task A_text_waits_encrypted_for_a_gateway_that_is_down_and_reaches_the_telephone_once()
    {
        await app.FaultsAsync(sms: new { down = true });
        var mobile = NewMobile();
        await SendAsync(mobile);
        var waiting = await IdentityApp.WaitAsync(() => app.ReadAsync(db => db.Sms.AsNoTracking().FirstOrDefaultAsync(row => row.State == SmsQueue.Waiting && row.Attempts > 0)));
        Assert.DoesNotContain(mobile.Reveal(), Encoding.UTF8.GetString(waiting.Body!), StringComparison.Ordinal);
        await app.FaultsAsync();

        // Two processes look at the same row. One more try may have begun while the gateway was down, and then the next one is later.
        var sender = app.Services.GetRequiredService<SmsSender>();
        await IdentityApp.WaitAsync(async () =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAll(sender.SendDueAsync(default), sender.SendDueAsync(default));
            return await app.ReadAsync(db => db.Sms.AsNoTracking().FirstOrDefaultAsync(row => row.Id == waiting.Id && row.State != SmsQueue.Waiting));
        });
        await app.CodeAsync(mobile.Reveal()[3..]);
        Assert.Single(await app.TextsAsync(mobile.Reveal()[3..]));
    }

    [DatabaseFact]
    public async Task A_text_that_comes_too_late_is_not_sent()
    {
        await app.FaultsAsync(sms: new { down = true });
        var mobile = NewMobile();
        await SendAsync(mobile);
        app.Time.Advance(TimeSpan.FromMinutes(6));
        await app.FaultsAsync();
        await IdentityApp.WaitAsync(() => app.ReadAsync(db => db.Sms.FirstOrDefaultAsync(row => row.State == SmsQueue.Expired && row.Body == null)));
        Assert.Empty(await app.TextsAsync(mobile.Reveal()[3..]));
    }

    private static MobileNumber NewMobile() => MobileNumber.Parse(Applicant.NewMobile());

    private async Task<string> SentCodeAsync(MobileNumber mobile, int number = 1)
    {
        Assert.Equal(SendOutcome.Sent, (await SendAsync(mobile)).Outcome);
        return await app.CodeAsync(mobile.Reveal()[3..], number);
    }

    private Task<CodeSending> SendAsync(MobileNumber mobile, string? source = null, bool known = true) => app.ScopeAsync(services =>
        services.GetRequiredService<SendCode>().SendAsync(IdentityApp.ContextFrom(source), CodePurpose.SignIn, mobile, "", known, CancellationToken.None));

    private Task<CodeCheck> CheckAsync(MobileNumber mobile, string code, string purpose = CodePurpose.SignIn) => app.ScopeAsync(services =>
        services.GetRequiredService<CheckCode>().CheckAsync(purpose, mobile, "", code, CancellationToken.None));
}

public sealed class SqliteCodeTests : CodeTests
{
    protected override Task<IdentityApp> StartAsync() => IdentityApp.StartAsync("Trust:Identity:Codes:InTotalAndMinute=30");
}

[NeedsPostgres]
public sealed class PostgresCodeTests : CodeTests
{
    protected override Task<IdentityApp> StartAsync() => IdentityApp.StartOnPostgresAsync("Trust:Identity:Codes:InTotalAndMinute=30");
}
