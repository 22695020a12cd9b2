using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Persons;
using Trust.Identity.Tests.Attacks;
using Trust.Identity.Window;

namespace Trust.Identity.Tests.Window;

/// <summary>A window with its clerks, and the people in front of it.</summary>
internal sealed partial class WindowDesk(Provider provider)
{
    public const string Path = "/admin/identity/window";
    public const string First = "吴晓岚";
    public const string Second = "郑云舟";

    public Task<Browser> ClerkAsync(string name = First) => provider.SignedInAsync(name, staff: true);

    public string HashOf(Applicant person) => provider.Services.GetRequiredService<LookupHash>().HashOf(CitizenIdNumber.Parse(person.IdNumber));

    /// <summary>Somebody of the registry registers from a browser of their own, and the registry has answered.</summary>
    public async Task<Browser> RegisterAsync(Applicant person)
    {
        var visitor = provider.Visit();

        // Somebody may register a second time.
        var before = await provider.LastCodeOnAsync(person.Mobile);
        Assert.Equal("/account/register/code", (await visitor.SubmitAsync("/account/register", person.Fields())).To);
        Assert.Equal("/account/register/done", (await visitor.SubmitAsync("/account/register/code", ("Code", await provider.CodeOnAsync(person.Mobile, before)))).To);
        await IdentityApp.WaitAsync(() => provider.LookAsync(async db => await db.Persons.AnyAsync(row => row.Registry == RegistryState.Pending) ? null : "answered"));
        return visitor;
    }

    /// <summary>The same, signed in by password afterwards.</summary>
    public async Task<Browser> RegisterAndSignInAsync(Applicant person)
    {
        var visitor = await RegisterAsync(person);
        Assert.Equal("/account", (await visitor.SubmitAsync("/account/login", ("Input.Account", person.Mobile), ("Input.Password", person.Password))).To);
        return visitor;
    }

    public static (string, string)[] FormOf(Applicant person, WindowDocument document = WindowDocument.IdCard) =>
    [
        ("Input.Document", document.ToString()), ("Input.Name", person.Name), ("Input.IdNumber", person.IdNumber), ("Input.Ethnicity", person.Ethnicity), ("Input.Mobile", person.Mobile),
    ];

    public static Task<Answer> RecordAsync(Browser clerk, Applicant person, WindowDocument document = WindowDocument.IdCard) => clerk.SubmitAsync(Path, FormOf(person, document));

    /// <summary>Records what has to be accepted.</summary>
    /// <returns>Address of the proof.</returns>
    public static async Task<string> RecordedAsync(Browser clerk, Applicant person)
    {
        var answer = await RecordAsync(clerk, person);
        Assert.True(answer.To.StartsWith(Path + "/", StringComparison.Ordinal), WebUtility.HtmlDecode(Summary().Match(answer.Body).Value));
        return answer.To;
    }

    /// <summary>Sends the form of a proof, whether the page shows one or not.</summary>
    public static async Task<Answer> ActAsync(Browser clerk, string address, string? handler = null, params (string, string)[] fields)
    {
        var token = Browser.TokenOf(await clerk.GetAsync(Path));
        return await clerk.PostAsync(handler is null ? address : $"{address}?handler={handler}", [.. fields, ("__RequestVerificationToken", token)]);
    }

    public async Task ProveAsync(Applicant person)
    {
        var address = await RecordedAsync(await ClerkAsync(), person);
        Assert.Equal(address, (await ActAsync(await ClerkAsync(Second), address)).To);
    }

    public Task<PersonRecord> PersonOfAsync(string mobile) => provider.LookAsync(async db =>
    {
        var key = provider.Services.GetRequiredService<LookupHash>().HashOf(MobileNumber.Parse(mobile));
        return await (from account in db.Accounts join person in db.Persons on account.PersonId equals person.Id where account.MobileHash == key select person).AsNoTracking().SingleAsync();
    });

    public Task<PersonRecord?> HolderOfAsync(Applicant person)
    {
        var key = HashOf(person);
        return provider.LookAsync(db => db.Persons.AsNoTracking().SingleOrDefaultAsync(row => row.IdNumberHash == key));
    }

    public Task<int> AuditsAsync(string happened, string result, Guid subject) =>
        AuditsAsync(happened, result, subject.ToString("N"));

    public Task<int> AuditsAsync(string happened, string result, string subject) => provider.LookAsync(db =>
        db.Set<Trust.Hosting.Audit.AuditRow>().CountAsync(row => row.Event == happened && row.Result == result && row.SubjectKey == subject));

    public static Guid IdOf(string address) => Guid.ParseExact(address[(address.LastIndexOf('/') + 1)..], "N");

    /// <summary>Who stands behind the citizen's cookie of a browser, as the front hears it.</summary>
    public Task<Actor?> ActorOfAsync(Browser visitor) =>
        CallAsync(async identity => (await identity.OpenSessionAsync(Actor.Process("front"), new OpenSessionCall(visitor.Cookies["trust-session"], false), default)).Value);

    public async Task<T> CallAsync<T>(Func<IIdentity, Task<T>> call)
    {
        await using var scope = provider.Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<IIdentity>());
    }

    /// <summary>Texts that a telephone got, newest first.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string mobile) =>
        [.. (await provider.Visit().GetAsync("/sandbox/sms/outbox")).Json.EnumerateArray().Where(text => text.GetProperty("to").GetString() == "+86" + mobile).Select(text => text.GetProperty("text").GetString()!)];

    public Task<string> TextAsync(string mobile, string part) =>
        IdentityApp.WaitAsync(async () => (await TextsAsync(mobile)).FirstOrDefault(text => text.Contains(part, StringComparison.Ordinal)));

    /// <summary>Faults of the sandbox, as JSON.</summary>
    public async Task FaultsAsync(string json)
    {
        var answer = await provider.Visit().SendAsync(new HttpRequestMessage(HttpMethod.Put, "/sandbox/faults") { Content = new StringContent(json, Encoding.UTF8, "application/json") });
        Assert.True((int)answer.Status < 300, answer.Body);
    }

    /// <summary>Puts a member of staff into another post.</summary>
    public Task PostAsync(string name, string? region, string? office, string? worksIn = null) => provider.ChangeAsync(async db =>
    {
        var account = await Provider.AccountAsync(db, name, Realm.Staff);
        await db.RoleGrants.Where(row => row.AccountId == account.Id).ExecuteDeleteAsync();
        db.RoleGrants.Add(new() { Id = Guid.NewGuid(), AccountId = account.Id, Role = "window", Region = region, OrganisationCode = office, GrantedAt = provider.Time.GetUtcNow() });
        if (worksIn is not null)
        {
            await db.Staff.Where(row => row.AccountId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.OrganisationCode, worksIn));
        }
    });

    [GeneratedRegex("class=\"t-summary\".*?</ul>", RegexOptions.Singleline)]
    private static partial Regex Summary();
}
