using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Trust.Hosting.Audit;
using Trust.Hosting.Startup;
using Trust.Identity.Staff;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Staff;

/// <summary>Acts of a console under the levels of a real installation: an answer of the passkey counts once, for this act on this object, in this session of this account.</summary>
[Requirement("IDN-02")]
[Requirement("SEC-06")]
public sealed class PasskeyRefusalTests : IClassFixture<Provider>, IDisposable
{
    private const string Client = "demo-machine";
    private const string Rotate = "identity.application-rotate";
    private const string State = "identity.application-state";
    private const string Console = $"/admin/identity/applications/{Client}";

    private static readonly AnswerFault[] Known =
    [
        new("another origin") { Origin = "http://evil.localhost" },
        new("another port") { Origin = "http://localhost:5090" },
        new("a frame of another site") { CrossOrigin = true },
        new("another relying party") { RelyingParty = "evil.example" },
        new("an answer to an enrolment") { Type = "webauthn.create" },
        new("nobody verified") { Flags = 0x01 },
        new("nobody there") { Flags = 0x04 },
        new("backed up, though it cannot be") { Flags = 0x15 },
        new("another text signed") { SignsSomethingElse = true },
        new("another user named") { NamesNobody = true },
    ];

    private readonly Provider provider;
    private readonly Authenticator key = new();

    public PasskeyRefusalTests(Provider provider)
    {
        this.provider = provider;
        var levels = provider.Services.GetRequiredService<StaffOptions>().ActLevels;
        (levels.Act, levels.Confirm) = (Production().ActLevels.Act, Production().ActLevels.Confirm);
    }

    public static TheoryData<string> Faults => [.. Known.Select(fault => fault.Name)];

    public void Dispose() => key.Dispose();

    [Fact]
    public void Levels_of_a_real_installation_need_a_passkey_for_every_act() =>
        Assert.Equal(("staff:l2", "staff:l2"), (Production().ActLevels.Act, Production().ActLevels.Confirm));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("00000000000000000000000000000000.e30")]
    [InlineData("00000000000000000000000000000000.!!!")]
    public async Task Act_without_an_answer_changes_nothing(string? assertion)
    {
        var staff = await EnrolledAsync();
        await RefusedAsync(() => RotateAsync(staff, assertion));
        await RefusedAsync(() => DisableAsync(staff, assertion));
        await RefusedAsync(() => RotateAsync(staff, new string('a', 20_000)));
    }

    [Fact]
    public async Task Answer_counts_once()
    {
        var staff = await EnrolledAsync();
        var question = await AskAsync(staff, Rotate, Client);
        var answer = key.Assert(question);
        var before = await SecretAsync();
        Assert.Contains("id=\"secret\"", (await RotateAsync(staff, answer)).Body, StringComparison.Ordinal);
        Assert.NotEqual(before, await SecretAsync());
        await RefusedAsync(() => RotateAsync(staff, answer));

        // Signed anew for the same question it is used up as well, and of many at once one counts.
        await RefusedAsync(() => RotateAsync(staff, key.Assert(question)));
        var again = key.Assert(await AskAsync(staff, Rotate, Client));
        var token = await TokenAsync(staff, Console);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => staff.PostAsync($"{Console}?handler=Rotate", ("assertion", again), ("__RequestVerificationToken", token))));
        Assert.Single(answers, done => done.Body.Contains("id=\"secret\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(State, Client)]
    [InlineData(Rotate, "demo-web")]
    [InlineData(Rotate, "")]
    [InlineData(PasskeyEndpoints.StepUpAct, Client)]
    [InlineData(PasskeyEnrolment.RemoveAct, Client)]
    public async Task Answer_for_another_act_or_object_changes_nothing(string act, string reference)
    {
        var staff = await EnrolledAsync();
        var answer = key.Assert(await AskAsync(staff, act, reference));
        await RefusedAsync(() => RotateAsync(staff, answer));
    }

    [Fact]
    public async Task Answer_of_another_session_changes_nothing()
    {
        var staff = await EnrolledAsync();
        var other = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var answer = key.Assert(await AskAsync(staff, Rotate, Client));
        await RefusedAsync(() => RotateAsync(other, answer));

        // Where it belongs it still counts.
        Assert.Contains("id=\"secret\"", (await RotateAsync(staff, answer)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_of_another_account_changes_nothing()
    {
        var staff = await EnrolledAsync();
        using var colleague = new Authenticator();
        var other = await EnrolledAsync("冯安然", colleague);

        // Their key answers our question, and we show the answer that they got for themselves.
        var question = await AskAsync(staff, Rotate, Client);
        await RefusedAsync(() => RotateAsync(staff, colleague.Assert(question)));
        var theirs = colleague.Assert(await AskAsync(other, Rotate, Client));
        await RefusedAsync(() => RotateAsync(staff, theirs));

        // Who may not change applications does not by a good answer.
        await RefusedAsync(() => RotateAsync(other, theirs));
    }

    [Fact]
    public async Task Answer_to_a_sign_in_confirms_no_act_and_one_to_an_act_signs_nobody_in()
    {
        var staff = await EnrolledAsync();
        var signIn = await QuestionAsync(staff, "/account/staff/passkey/sign-in", "/account/staff/passkeys");
        await RefusedAsync(() => RotateAsync(staff, key.Assert(signIn)));
        var act = key.Assert(await AskAsync(staff, Rotate, Client));
        var stranger = provider.Visit();
        await stranger.SubmitToAsync("/account/staff/login", "Passkey", ("assertion", act));
        Assert.DoesNotContain("trust-staff", stranger.Cookies.Keys);

        var own = await QuestionAsync(stranger, "/account/staff/passkey/sign-in", "/account/staff/login");
        var elsewhere = provider.Visit();
        await elsewhere.SubmitToAsync("/account/staff/login", "Passkey", ("assertion", key.Assert(own)));
        Assert.DoesNotContain("trust-staff", elsewhere.Cookies.Keys);
        await stranger.SubmitToAsync("/account/staff/login", "Passkey", ("assertion", key.Assert(own)));
        Assert.Contains("trust-staff", stranger.Cookies.Keys);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Answer_that_is_not_a_good_one_changes_nothing(string name)
    {
        var staff = await EnrolledAsync();
        var fault = Known.Single(candidate => candidate.Name == name);
        var question = await AskAsync(staff, Rotate, Client);
        await RefusedAsync(() => RotateAsync(staff, key.Assert(question, fault)));
    }

    [Fact]
    public async Task Answer_that_comes_late_or_from_a_copy_changes_nothing()
    {
        var staff = await EnrolledAsync();
        var late = key.Assert(await AskAsync(staff, Rotate, Client));
        provider.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await RefusedAsync(() => RotateAsync(staff, late));

        for (var use = 0; use < 2; use++)
        {
            Assert.Contains("id=\"secret\"", (await RotateAsync(staff, key.Assert(await AskAsync(staff, Rotate, Client)))).Body, StringComparison.Ordinal);
        }

        key.ForgetCounter();
        await RefusedAsync(async () => await RotateAsync(staff, key.Assert(await AskAsync(staff, Rotate, Client))));
    }

    [Fact]
    public async Task Level_of_the_session_and_its_passkeys_need_an_answer_too()
    {
        var staff = await EnrolledAsync();
        var credential = await provider.LookAsync(async db => Passkeys.DigestOf((await db.Passkeys.OrderByDescending(row => row.CreatedAt).FirstAsync()).CredentialId));
        var foreign = key.Assert(await AskAsync(staff, Rotate, Client));
        foreach (var assertion in new[] { "", foreign })
        {
            Assert.Equal(HttpStatusCode.OK, (await staff.SubmitAsync("/account/staff/step-up", ("assertion", assertion))).Status);
            Assert.Equal(HttpStatusCode.OK, (await staff.SubmitToAsync("/account/staff/passkeys", "Remove", ("credential", credential), ("assertion", assertion))).Status);
        }

        Assert.DoesNotContain("hwk", await FactorsAsync(staff), StringComparison.Ordinal);
        Assert.True(await provider.LookAsync(db => db.Passkeys.AnyAsync(row => row.LastUsedAt == null)));

        // A further passkey needs one of the account, however new the session is.
        Assert.Equal(HttpStatusCode.Forbidden, (await EnrolAnswerAsync(staff)).Status);
    }

    // Each has an account with one passkey, that of this test.
    private async Task<Browser> EnrolledAsync(string name = Provider.Administrator, Authenticator? authenticator = null)
    {
        await provider.ChangeAsync(async db =>
        {
            var account = await Provider.AccountAsync(db, name, Accounts.Realm.Staff);
            await db.Passkeys.Where(passkey => passkey.AccountId == account.Id).ExecuteDeleteAsync();
        });
        var staff = await provider.SignedInAsync(name, staff: true);
        var question = (await EnrolAnswerAsync(staff)).Json;
        var done = await staff.SubmitToAsync("/account/staff/passkeys", "Add", ("Name", "密钥"), ("assertion", (authenticator ?? key).Create(question)));
        Assert.Equal("/account/staff/passkeys", done.To);
        return staff;
    }

    private static async Task<Answer> EnrolAnswerAsync(Browser staff) =>
        await staff.PostAsync("/account/staff/passkey/enrol", ("__RequestVerificationToken", await TokenAsync(staff, "/account/staff/passkeys")));

    private static async Task<JsonElement> QuestionAsync(Browser visitor, string address, string page, params (string Name, string Value)[] fields)
    {
        var answer = await visitor.PostAsync(address, [.. fields, ("__RequestVerificationToken", await TokenAsync(visitor, page))]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json;
    }

    private static Task<JsonElement> AskAsync(Browser staff, string act, string reference) =>
        QuestionAsync(staff, "/account/staff/passkey/act", "/account/staff/passkeys", ("act", act), ("reference", reference), ("kind", "Confirm"));

    private static async Task<string> TokenAsync(Browser visitor, string page) => Browser.TokenOf(await visitor.GetAsync(page));

    private static Task<Answer> RotateAsync(Browser staff, string? assertion) => ActAsync(staff, "Rotate", assertion);

    private static Task<Answer> DisableAsync(Browser staff, string? assertion) => ActAsync(staff, "State", assertion, ("disabled", "true"));

    private static async Task<Answer> ActAsync(Browser staff, string handler, string? assertion, params (string Name, string Value)[] more)
    {
        (string, string)[] given = assertion is null ? [] : [("assertion", assertion)];
        return await staff.PostAsync($"{Console}?handler={handler}", [.. given, .. more, ("__RequestVerificationToken", await TokenAsync(staff, "/account/staff/passkeys"))]);
    }

    private async Task RefusedAsync(Func<Task<Answer>> act)
    {
        var before = await StateAsync();
        var answer = await act();
        Assert.DoesNotContain("id=\"secret\"", answer.Body, StringComparison.Ordinal);
        Assert.InRange((int)answer.Status, 200, 499);
        Assert.Equal(before, await StateAsync());
    }

    // What an act would change, and who is said to have done one.
    private Task<(string? Secret, DateTimeOffset? Disabled, int Done)> StateAsync() => provider.LookAsync(async db =>
    {
        var application = await db.Applications.AsNoTracking().SingleAsync(row => row.ClientId == Client);
        var done = await db.Set<AuditRow>().CountAsync(row => row.Result == "ok" && (row.Event == "identity.act-confirmed" || row.Event.StartsWith("identity.application")));
        return (application.ClientSecret, application.DisabledAt, done);
    });

    private Task<string?> SecretAsync() => provider.LookAsync(db => db.Applications.Where(row => row.ClientId == Client).Select(row => row.ClientSecret).SingleAsync());

    private Task<string> FactorsAsync(Browser staff)
    {
        var hash = Sessions.BrowserSessions.HashOf(staff.Cookies["trust-staff"]);
        return provider.LookAsync(db => db.Sessions.Where(session => session.SecretHash == hash).Select(session => session.Factors).SingleAsync());
    }

    private static StaffOptions Production()
    {
        var options = new StaffOptions();
        options.Validate(new StartupReport(), Environment("Production"));
        return options;
    }

    private static TrustEnvironment Environment(string name) =>
        TrustEnvironment.Read(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = name }, new StartupReport());
}
