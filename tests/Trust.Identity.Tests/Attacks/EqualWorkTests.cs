using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Whether somebody has an account shows in no amount of work: the same statements reach the database, and the same number of hashes is made.</summary>
[Requirement("SEC-05")]
[Requirement("IDN-37")]
public sealed class EqualWorkTests(Provider provider) : IClassFixture<Provider>
{
    private const string BySms = "/account/login?by=sms";

    [Theory]
    [InlineData("99010219900307002X", null)]
    [InlineData("19900000004", "13300000004")]
    [InlineData("known.name", "nobodys.name")]
    public async Task Password_page_does_the_same_for_a_known_and_an_unknown_account(string known, string? unknown)
    {
        unknown ??= Applicant.NumberOf("990102", "19900307", 555);
        await provider.ChangeAsync(async db => (await Provider.AccountAsync(db, Provider.OtherCitizen)).UserName = "known.name");
        await provider.ChangeAsync(async db => (await Provider.AccountAsync(db, Provider.OtherCitizen)).NormalizedUserName = "KNOWN.NAME");

        // Five tries, and one that has to wait.
        for (var time = 0; time < 6; time++)
        {
            await SameAsync(time < 5 ? 1 : 0, account => provider.Visit().SubmitAsync("/account/login", ("Input.Account", account), ("Input.Password", "wrong")), known, unknown);
        }
    }

    [Fact]
    public async Task Sending_and_checking_of_a_code_is_the_same_for_a_known_and_an_unknown_telephone()
    {
        const string Known = "19900000005";
        const string Unknown = "13300000005";
        await SameAsync(0, mobile => provider.Visit().SubmitToAsync(BySms, "Send", ("Input.Mobile", mobile)), Known, Unknown);

        // One that waits for its minute.
        await SameAsync(0, mobile => provider.Visit().SubmitToAsync(BySms, "Send", ("Input.Mobile", mobile)), Known, Unknown);
        var wrong = await provider.CodeOnAsync(Known) == "000000" ? "000001" : "000000";
        for (var time = 0; time < 6; time++)
        {
            await SameAsync(0, mobile => provider.Visit().SubmitAsync(BySms, ("Input.Mobile", mobile), ("Input.Code", wrong)), Known, Unknown);
        }
    }

    [Fact]
    public async Task Staff_page_does_the_same_for_a_known_and_an_unknown_number_and_for_a_right_and_a_wrong_password()
    {
        foreach (var password in new[] { "wrong", Provider.Password, Provider.Password, "wrong", Provider.Password })
        {
            await SameAsync(1, number => StaffAsync(number, password), "YC1004", "YC9999");
        }

        await SameAsync(0, number => StaffAsync(number, Provider.Password), "YC1004", "YC9999");

        // A guessed password shows by nothing while the code is wrong, but that the code is looked at: in the process, without a statement.
        await SameAsync(1, number => StaffAsync(number, number == "YC1005" ? Provider.Password : "wrong"), "YC1005", "YC1006");

        Task<Answer> StaffAsync(string number, string password) =>
            provider.Visit().SubmitAsync("/account/staff/login", ("Input.StaffNumber", number), ("Input.Password", password), ("Input.Code", "000000"));
    }

    [Fact]
    public async Task Registering_a_taken_number_is_as_much_work_as_registering_a_new_one()
    {
        var owner = Applicant.Unknown() with { Name = "方有名", UserName = "owner.name" };
        var visitor = provider.Visit();
        await visitor.SubmitAsync("/account/register", owner.Fields());
        await visitor.SubmitAsync("/account/register/code", ("Code", await provider.CodeOnAsync(owner.Mobile)));
        var hash = provider.Services.GetRequiredService<LookupHash>().HashOf(CitizenIdNumber.Parse(owner.IdNumber));

        // The registry knows nobody of that number and would free it: here it is held.
        await IdentityApp.WaitAsync(() => provider.LookAsync(async db => await db.Persons.AnyAsync(person => person.Name == owner.Name && person.IdNumberHash == null) ? "freed" : null));
        await provider.ChangeAsync(async db => (await db.Persons.SingleAsync(person => person.Name == owner.Name)).IdNumberHash = hash);

        var taken = owner with { Mobile = Applicant.NewMobile(), UserName = null };
        var fresh = Applicant.Unknown();
        var (first, second) = (provider.Visit(), provider.Visit());
        var (begunTaken, begunFresh) = (await CountAsync(() => first.SubmitAsync("/account/register", taken.Fields())), await CountAsync(() => second.SubmitAsync("/account/register", fresh.Fields())));
        Assert.Equal(begunFresh.Commands, begunTaken.Commands);
        Assert.Equal((1, 1), (begunFresh.Hashes, begunTaken.Hashes));

        var (codeTaken, codeFresh) = (await provider.CodeOnAsync(taken.Mobile), await provider.CodeOnAsync(fresh.Mobile));
        var doneTaken = await CountAsync(() => first.SubmitAsync("/account/register/code", ("Code", codeTaken)));
        var doneFresh = await CountAsync(() => second.SubmitAsync("/account/register/code", ("Code", codeFresh)));
        Assert.Equal((0, 0), (doneFresh.Hashes, doneTaken.Hashes));
        Assert.Equal(doneFresh.Answer.To, doneTaken.Answer.To);

        // One transaction each; a new person has two rows more, which go along in the same save: the account and the word that the agreement was read.
        Assert.Equal(doneFresh.Commands.Select(TableOf).Where(command => command is not ("INSERT INTO \"Accounts\"" or "INSERT INTO \"Verifications\"")), doneTaken.Commands.Select(TableOf));
    }

    private async Task SameAsync(int hashes, Func<string, Task<Answer>> act, string known, string unknown)
    {
        var (one, other) = (await CountAsync(() => act(known)), await CountAsync(() => act(unknown)));
        Assert.NotEmpty(one.Commands);
        Assert.Equal(one.Commands, other.Commands);
        Assert.Equal((hashes, hashes), (one.Hashes, other.Hashes));
        Assert.Equal(one.Answer.Status, other.Answer.Status);
    }

    private async Task<(Answer Answer, IReadOnlyList<string> Commands, int Hashes)> CountAsync(Func<Task<Answer>> act)
    {
        var before = provider.Hashes.Count;
        var commands = provider.Commands.Begin();
        var answer = await act();
        return (answer, [.. commands], provider.Hashes.Count - before);
    }

    // Verb and table.
    private static string TableOf(string command) => string.Join(' ', command.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Take(command.StartsWith("INSERT", StringComparison.Ordinal) ? 3 : 2));
}
