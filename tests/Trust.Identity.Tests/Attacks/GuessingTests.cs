using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Persons;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Guessing and pumping through the pages themselves, from as many places as an attacker likes.</summary>
[Requirement("SEC-05")]
public sealed class GuessingTests(Provider provider) : IClassFixture<Provider>
{
    private const string Login = "/account/login";
    private const string BySms = "/account/login?by=sms";

    [Fact]
    public async Task Code_guessing_from_many_sources_ends_after_five_tries_and_the_right_code_is_dead()
    {
        const string Mobile = "19900000006";
        await AskForCodeAsync(provider.Visit(), Mobile);
        var right = await provider.CodeOnAsync(Mobile);
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Null(await SessionByCodeAsync(provider.Visit(), Mobile, right == "000000" ? "000001" : "000000"));
        }

        Assert.Null(await SessionByCodeAsync(provider.Visit(), Mobile, right));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Code_is_dead_after_five_wrong_guesses_though_nobody_has_to_wait_any_more(int guesses, bool isAlive)
    {
        var mobile = isAlive ? "19900000009" : "19900000010";
        await AskForCodeAsync(provider.Visit(), mobile);
        var right = await provider.CodeOnAsync(mobile);
        for (var guess = 0; guess < guesses; guess++)
        {
            await SessionByCodeAsync(provider.Visit(), mobile, right == "000000" ? "000001" : "000000");
        }

        // Long enough for the counter of the account, and the code still has its five minutes.
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        var visitor = provider.Visit();
        var answer = await visitor.SubmitAsync(BySms, ("Input.Mobile", mobile), ("Input.Code", right));
        Assert.Equal(isAlive, visitor.Cookies.ContainsKey("trust-session"));
        Assert.DoesNotContain("验证码试得太多了", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_was_not_guessed_at_signs_in()
    {
        const string Mobile = "19900000007";
        await AskForCodeAsync(provider.Visit(), Mobile);
        Assert.NotNull(await SessionByCodeAsync(provider.Visit(), Mobile, await provider.CodeOnAsync(Mobile)));
    }

    [Fact]
    public async Task Password_guessing_from_many_sources_is_slowed_for_the_account()
    {
        const string Mobile = "19900000008";
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Null(await SessionByPasswordAsync(provider.Visit(), Mobile, $"guess{guess}"));
        }

        // A stranger waits, even with the right password; who waits long enough does not.
        Assert.Null(await SessionByPasswordAsync(provider.Visit(), Mobile, Provider.Password));
        provider.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.NotNull(await SessionByPasswordAsync(provider.Visit(), Mobile, Provider.Password));
    }

    [Fact]
    public async Task Credential_stuffing_from_one_source_is_slowed_whatever_accounts_it_tries()
    {
        const string Source = "203.0.113.200";
        for (var account = 0; account < 20; account++)
        {
            Assert.Null(await SessionByPasswordAsync(provider.Visit(Source), $"133{account:D8}", "password"));
        }

        Assert.Null(await SessionByPasswordAsync(provider.Visit(Source), Provider.CitizenMobile, Provider.Password));
        Assert.NotNull(await SessionByPasswordAsync(provider.Visit(), Provider.CitizenMobile, Provider.Password));
    }

    [Theory]
    [InlineData(BySms)]
    [InlineData("/account/register")]
    public async Task Sms_pumping_from_one_network_ends_at_twenty_an_hour_however_many_numbers(string page)
    {
        var source = page == BySms ? "203.0.114.1" : "203.0.115.1";
        var people = Enumerable.Range(0, 30).Select(_ => Applicant.Unknown()).ToList();
        if (page == BySms)
        {
            await GiveAccountsAsync(people);
        }

        provider.Time.Advance(TimeSpan.FromHours(1));
        var before = await SentAsync();
        foreach (var person in people)
        {
            var visitor = provider.Visit(source);
            await (page == BySms ? AskForCodeAsync(visitor, person.Mobile) : visitor.SubmitAsync(page, person.Fields()));
        }

        Assert.Equal(20, await SentAsync() - before);

        // Another network is not hindered.
        await AskForCodeAsync(provider.Visit(), "19900000002");
        Assert.Equal(21, await SentAsync() - before);
    }

    [Fact]
    public async Task Sms_pumping_of_one_number_from_many_networks_gets_one_text_a_minute()
    {
        const string Mobile = "19900000003";
        provider.Time.Advance(TimeSpan.FromMinutes(2));
        var before = await SentAsync(Mobile);
        for (var source = 0; source < 8; source++)
        {
            await AskForCodeAsync(provider.Visit(), Mobile);
        }

        await provider.CodeOnAsync(Mobile);
        Assert.Equal(1, await SentAsync(Mobile) - before);
    }

    // Every number has a use for a code: who asks for it is stopped by nothing but the limit.
    private Task GiveAccountsAsync(List<Applicant> people) => provider.ChangeAsync(async db =>
    {
        var model = await Provider.AccountAsync(db, Provider.Citizen);
        var hash = provider.Services.GetRequiredService<LookupHash>();
        foreach (var person in people)
        {
            var id = Guid.CreateVersion7();
            db.Persons.Add(new PersonRecord { Id = id, Name = person.Name, Level = 1, Registry = RegistryState.Confirmed, IsDemo = false, CreatedAt = model.CreatedAt });
            db.Accounts.Add(new AccountRecord
            {
                Id = Guid.NewGuid(),
                Realm = Realm.Citizen,
                PersonId = id,
                PasswordHash = model.PasswordHash,
                PasswordChangedAt = model.PasswordChangedAt,
                MobileHash = hash.HashOf(MobileNumber.Parse(person.Mobile)),
                MobileProvedAt = model.MobileProvedAt,
                IsDemo = false,
                CreatedAt = model.CreatedAt,
            });
        }
    });

    private static Task<Answer> AskForCodeAsync(Browser visitor, string mobile) => visitor.SubmitToAsync(BySms, "Send", ("Input.Mobile", mobile));

    private static async Task<string?> SessionByCodeAsync(Browser visitor, string mobile, string code)
    {
        await visitor.SubmitAsync(BySms, ("Input.Mobile", mobile), ("Input.Code", code));
        return visitor.Cookies.GetValueOrDefault("trust-session");
    }

    private static async Task<string?> SessionByPasswordAsync(Browser visitor, string account, string password)
    {
        await visitor.SubmitAsync(Login, ("Input.Account", account), ("Input.Password", password));
        return visitor.Cookies.GetValueOrDefault("trust-session");
    }

    // What was sent leaves through a queue; it has left when nothing more comes.
    private async Task<int> SentAsync(string? mobile = null)
    {
        var (count, quiet) = (-1, 0);
        while (quiet < 5)
        {
            await Task.Delay(200);
            var outbox = (await provider.Visit().GetAsync("/sandbox/sms/outbox")).Body;
            var now = mobile is null ? Regex.Count(outbox, "\"to\":") : Regex.Count(outbox, mobile);
            (count, quiet) = (now, now == count ? quiet + 1 : 0);
        }

        return count;
    }
}
