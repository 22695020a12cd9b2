using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Persons;
using Trust.Identity.Registration;
using Trust.Identity.Staff;
using Trust.Identity.Window;
using Trust.Testing;

namespace Trust.Identity.Tests.Window;

/// <summary>Several at the same moment: one decision, one holder of the number.</summary>
[Requirement("IDN-17")]
public abstract class WindowRaceTests : IAsyncLifetime
{
    private IdentityApp app = null!;

    private protected abstract Task<IdentityApp> StartAsync();

    public virtual async Task InitializeAsync() => app = await StartAsync();

    public async Task DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    protected async Task TwoConfirmersAsync()
    {
        var person = Applicant.Known("木世荣", "990203", "19840614", 77, "27");
        await RegisterAsync(person);
        await WindowRoleAsync("周明慧");
        var proof = (await RecordAsync(person)).Value;
        string[] clerks = ["郑云舟", "周明慧"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => ConfirmAsync(clerks[index % 2], proof)));
        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("identity.window-decided", answer.Error!.Code));
        var holder = await HolderAsync(person);
        Assert.Equal((2, answers.Single(answer => answer.Succeeded).Value), (holder.Level, holder.Id));
        Assert.Equal(1, await app.ReadAsync(db => db.Verifications.CountAsync(row => row.PersonId == holder.Id && row.Source == "window")));
        Assert.Equal(1, await app.ReadAsync(db => db.Set<Trust.Hosting.Audit.AuditRow>().CountAsync(row => row.Event == "identity.window-confirmed" && row.Result == "ok")));
    }

    protected async Task TwoProofsAsync()
    {
        // Two telephones, both named for one number that somebody occupies.
        var impostor = Applicant.Known("岩温罕", "990103", "19990405", 88, "18");
        await RegisterAsync(impostor);
        var first = (await RecordAsync(impostor with { Mobile = Applicant.NewMobile() })).Value;
        var second = (await RecordAsync(impostor with { Mobile = Applicant.NewMobile() })).Value;
        var answers = await Task.WhenAll(ConfirmAsync("郑云舟", first), ConfirmAsync("郑云舟", second));
        Assert.Contains(answers, answer => answer.Succeeded);
        var holder = await HolderAsync(impostor);
        Assert.All(answers.Where(answer => answer.Succeeded), answer => Assert.Equal(holder.Id, answer.Value));
        Assert.Equal(2, holder.Level);
        Assert.Equal(2, await app.ReadAsync(db => db.Persons.CountAsync(row => !row.IsDemo)));
    }

    protected async Task RegistryAnswerAsync()
    {
        var impostor = Applicant.Known("马志宏", "990201", "19770316", 41, "03");
        await RegisterAsync(impostor);
        var claimant = (await HolderAsync(impostor)).Id;
        var key = Hash.HashOf(CitizenIdNumber.Parse(impostor.IdNumber));
        for (var round = 0; round < 5; round++)
        {
            // As if just registered: the question about the claim and the confirmation are on their way together.
            await app.ReadAsync(async db =>
            {
                await db.Persons.Where(row => row.IdNumberHash == key && row.Id != claimant).ExecuteDeleteAsync();
                var row = await db.Persons.SingleAsync(candidate => candidate.Id == claimant);
                (row.Name, row.Ethnicity, row.Level, row.Registry, row.RegistryFaults) = (impostor.Name, impostor.Ethnicity, 0, RegistryState.Pending, null);
                row.IdNumber = app.Services.GetRequiredService<FieldCipher>().Encrypt(PersonRecord.IdNumberColumn, row.Id, impostor.IdNumber);
                row.IdNumberHash = key;
                return await db.SaveChangesAsync();
            });
            var proof = (await RecordAsync(impostor with { Mobile = Applicant.NewMobile() })).Value;
            var asked = await app.ReadAsync(db => db.Persons.AsNoTracking().SingleAsync(row => row.Id == claimant));
            var question = app.ScopeAsync(async services =>
            {
                await services.GetRequiredService<AskRegistry>().AskAsync(asked, default);
                return true;
            });
            var confirmed = await ConfirmAsync("郑云舟", proof);
            await question;
            Assert.True(confirmed.Succeeded, confirmed.Error?.Code);
            var holder = await HolderAsync(impostor);
            Assert.Equal((confirmed.Value, 2), (holder.Id, holder.Level));
            var lost = await app.ReadAsync(db => db.Persons.AsNoTracking().SingleAsync(row => row.Id == claimant));
            Assert.Equal((0, null, RegistryState.Refused, "proved-elsewhere"), (lost.Level, lost.IdNumberHash, lost.Registry, lost.RegistryFaults));
        }
    }

    private LookupHash Hash => app.Services.GetRequiredService<LookupHash>();

    private async Task RegisterAsync(Applicant person)
    {
        using var visitor = app.Visit();
        Assert.Equal("/account/register/done", (await person.RegisterAsync(app, visitor)).Location);
        await IdentityApp.WaitAsync(() => app.ReadAsync(async db => await db.Persons.AnyAsync(row => row.Registry == RegistryState.Pending) ? null : "answered"));
    }

    private Task<PersonRecord> HolderAsync(Applicant person)
    {
        var key = Hash.HashOf(CitizenIdNumber.Parse(person.IdNumber));
        return app.ReadAsync(db => db.Persons.AsNoTracking().SingleAsync(row => row.IdNumberHash == key));
    }

    private async Task<Result<Guid>> RecordAsync(Applicant person)
    {
        var clerk = await ClerkAsync("吴晓岚");
        var form = new WindowForm(person.Name, CitizenIdNumber.Parse(person.IdNumber), EthnicityCode.Parse(person.Ethnicity), MobileNumber.Parse(person.Mobile), WindowDocument.IdCard);
        return await app.ScopeAsync(services => services.GetRequiredService<RecordProof>().RecordAsync(clerk, form, default));
    }

    private async Task<Result<Guid>> ConfirmAsync(string name, Guid proof)
    {
        var clerk = await ClerkAsync(name);
        return await app.ScopeAsync(services => services.GetRequiredService<ConfirmProof>().ConfirmAsync(clerk, proof, default));
    }

    private Task<Actor> ClerkAsync(string name) => app.ReadAsync(async db =>
    {
        var found = await (
            from account in db.Accounts
            join person in db.Persons on account.PersonId equals person.Id
            join staff in db.Staff on account.Id equals staff.AccountId
            where person.Name == name
            select new { account.Id, account.PersonId, staff.OrganisationCode }).SingleAsync();
        var roles = await db.RoleGrants.Where(row => row.AccountId == found.Id && row.RevokedAt == null).Select(row => new ScopedRole(row.Role, row.Region, row.OrganisationCode)).ToListAsync();
        return new Actor { Kind = ActorKind.Person, AccountId = found.Id, PersonId = found.PersonId, Capacity = new Capacity(CapacityKind.Staff, found.OrganisationCode), Roles = roles, Level = 1 };
    });

    private Task<int> WindowRoleAsync(string name) => app.ReadAsync(async db =>
    {
        var account = await (from row in db.Accounts join person in db.Persons on row.PersonId equals person.Id where person.Name == name && row.Realm == Realm.Staff select row.Id).SingleAsync();
        var granted = await GrantRole.GrantAsync(db, Actor.Process("identity"), account, new ScopedRole(StaffRole.Window, null, null), app.Services.GetRequiredService<TimeProvider>(), default);
        Assert.True(granted.Succeeded);
        return await db.SaveChangesAsync();
    });
}

public sealed class SqliteWindowRaceTests : WindowRaceTests
{
    private protected override Task<IdentityApp> StartAsync() => IdentityApp.StartAsync();

    [Fact]
    public Task Of_two_confirmers_at_once_one_decides() => TwoConfirmersAsync();

    [Fact]
    public Task Two_proofs_of_one_number_make_one_holder() => TwoProofsAsync();

    [Fact]
    public Task Answer_of_the_registry_does_not_bring_a_claim_back() => RegistryAnswerAsync();
}

public sealed class PostgresWindowRaceTests : WindowRaceTests
{
    private protected override Task<IdentityApp> StartAsync() => IdentityApp.StartOnPostgresAsync();

    public override Task InitializeAsync() => Machine.Postgres is null ? Task.CompletedTask : base.InitializeAsync();

    [PostgresFact]
    public Task Of_two_confirmers_at_once_one_decides() => TwoConfirmersAsync();

    [PostgresFact]
    public Task Two_proofs_of_one_number_make_one_holder() => TwoProofsAsync();

    [PostgresFact]
    public Task Answer_of_the_registry_does_not_bring_a_claim_back() => RegistryAnswerAsync();
}
