using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Hosting.Audit;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Persons;
using Trust.Identity.Registration;
using Trust.Identity.Tests.SignIn;
using Trust.Testing;

namespace Trust.Identity.Tests.Registration;

/// <summary>Registration over HTTP, against the registry of the sandbox.</summary>
public sealed class RegistrationTests(SignInApp started) : IClassFixture<SignInApp>
{
    private readonly IdentityApp app = started.App;

    [Theory]
    [InlineData("yining.tang", "990101", "19941130", 204, "唐以宁")]
    [InlineData(null, "990101", "19680523", 117, "韩松年")]
    [Requirement("IDN-03")]
    [Requirement("IDN-13")]
    [Requirement("IDN-15")]
    [Requirement("IDN-45")]
    public async Task Both_forms_make_a_person_of_level_one_with_evidence(string? userName, string division, string born, int sequence, string name)
    {
        var applicant = Applicant.Known(name, division, born, sequence) with { UserName = userName };
        using var visitor = app.Visit();
        var done = await applicant.RegisterAsync(app, visitor);
        Assert.Equal("/account/register/done", done.Location);
        await app.TextAsync(applicant.Mobile, "初级实名");
        var (person, account) = await FindAsync(applicant);
        Assert.Equal((1, RegistryState.Confirmed, (DateTimeOffset?)null), (person.Level, person.Registry, person.RegistryNextAt));
        Assert.Equal(userName, account.UserName);
        var evidence = await app.ReadAsync(db => db.Verifications.Where(row => row.PersonId == person.Id).OrderBy(row => row.Source).ToListAsync());
        Assert.Equal(["mobile", "population-registry", "service-agreement"], evidence.Select(row => row.Source));
        Assert.Equal(64, evidence[1].EvidenceDigest!.Length);
        Assert.NotNull(evidence[1].EvidenceId);
        Assert.Equal(app.Time.GetUtcNow().AddYears(2), evidence[1].ExpiresAt);
        Assert.Equal(ServiceAgreement.Version, evidence[2].EvidenceId);
        foreach (var identifier in new[] { applicant.IdNumber, applicant.Mobile, userName }.OfType<string>())
        {
            using var later = app.Visit();
            Assert.Equal("/account", (await later.SignInAsync(identifier)).Location);
        }

        var audit = await app.ReadAsync(db => db.Set<AuditRow>().Where(row => row.SubjectKey == person.Id.ToString("N") && row.Event == "identity.level-raised").SingleAsync());
        Assert.Equal("ok", audit.Result);
    }

    [Fact]
    [Requirement("IDN-37")]
    public async Task Enumeration_fails_a_taken_number_answers_as_a_new_one_does()
    {
        var owner = Applicant.Known("魏兰芝", "990102", "19721007", 26);
        using (var first = app.Visit())
        {
            await owner.RegisterAsync(app, first);
        }

        var pages = new List<Seen[]>();
        var again = owner with { Mobile = Applicant.NewMobile() };
        foreach (var applicant in new[] { again, Applicant.Unknown() })
        {
            using var visitor = app.Visit();
            var form = await visitor.GetAsync("/account/register");
            var begun = await visitor.PostAsync("/account/register", applicant.Fields());
            var asked = await visitor.GetAsync(begun.Location!);
            var wrong = await visitor.PostAsync("/account/register/code", ("Code", "00000x"));
            var completed = await visitor.PostAsync("/account/register/code", ("Code", await app.CodeAsync(applicant.Mobile)));
            var done = await visitor.GetAsync(completed.Location!);
            pages.Add([form, begun, asked, wrong, completed, done, await visitor.GetAsync("/account/register/code")]);
        }

        foreach (var (taken, fresh) in pages[0].Zip(pages[1]))
        {
            Assert.Equal((taken.Status, taken.Location), (fresh.Status, fresh.Location));
            Assert.Equal(Masked(taken.Normal), Masked(fresh.Normal));
            Assert.Equal(taken.Headers.Keys.Order(), fresh.Headers.Keys.Order());
        }

        // Only the telephone tells, and the owner's account is as it was.
        Assert.Contains("已经有账号", await app.TextAsync(again.Mobile, "已经有账号"), StringComparison.Ordinal);
        using var thief = app.Visit();
        Assert.NotEmpty((await thief.SignInAsync(again.Mobile)).Faults);
        using var rightful = app.Visit();
        Assert.Equal("/account", (await rightful.SignInAsync(owner.IdNumber)).Location);
        Assert.Equal(1, await app.ReadAsync(db => db.Persons.CountAsync(person => person.IdNumberHash == HashOf(owner))));

        static string Masked(string page) => System.Text.RegularExpressions.Regex.Replace(page, "188\\*{4}[0-9]{4}", "");
    }

    [Fact]
    public async Task Taken_user_name_is_left_out_and_only_the_telephone_tells()
    {
        using var first = app.Visit();
        await (Applicant.Unknown() with { UserName = "Popular.Name" }).RegisterAsync(app, first);
        var second = Applicant.Unknown() with { UserName = "popular.NAME" };
        using var visitor = app.Visit();
        Assert.Equal("/account/register/done", (await second.RegisterAsync(app, visitor)).Location);
        Assert.Contains("用户名popular.NAME已被使用", await app.TextAsync(second.Mobile, "用户名"), StringComparison.Ordinal);
        Assert.Null((await FindAsync(second)).Account.UserName);
    }

    [Theory]
    [InlineData("name", "990201", "20030109", 190, "蒋若琪", "01", "姓名与人口信息库不一致")]
    [InlineData("ethnicity", "990103", "19990405", 88, "岩温罕", "01", "民族与人口信息库不一致")]
    [InlineData("name ethnicity", "990104", "19910725", 275, "次仁卓玛", "01", "姓名与人口信息库不一致")]
    [InlineData("sex", "990104", "19901103", 145, "贺晓棠", "01", "性别与身份证号不符")]
    [InlineData("deceased", "990102", "19370815", 36, "秦仲和", "01", "已经去世")]
    [InlineData("not-found", "990301", "19900101", 1, "方无名", "01", "没有这个身份证号")]
    [Requirement("IDN-15")]
    public async Task What_the_registry_refuses_is_said_field_by_field_and_frees_the_number(string faults, string division, string born, int sequence, string name, string ethnicity, string sentence)
    {
        var applicant = Applicant.Known(name, division, born, sequence, ethnicity);
        using var visitor = app.Visit();
        await applicant.RegisterAsync(app, visitor);
        await app.TextAsync(applicant.Mobile, "没有通过核对");
        var (person, _) = await FindAsync(applicant);
        Assert.Equal((0, RegistryState.Refused, faults, null), (person.Level, person.Registry, person.RegistryFaults, person.IdNumberHash));
        await visitor.SignInAsync(applicant.Mobile);
        Assert.Contains(sentence, (await visitor.GetAsync("/account/registration")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("IDN-15")]
    public async Task Correction_is_asked_again_and_raises_the_level()
    {
        var wrong = Applicant.Known("罗启名", "990102", "19860219", 153, "06");
        using var visitor = app.Visit();
        await wrong.RegisterAsync(app, visitor);
        await app.TextAsync(wrong.Mobile, "没有通过核对");
        await visitor.SignInAsync(wrong.Mobile);
        await visitor.GetAsync("/account/registration");
        var corrected = await visitor.PostAsync("/account/registration", ("Input.Name", "罗启明"), ("Input.IdNumber", wrong.IdNumber), ("Input.Ethnicity", "06"));
        Assert.Equal("/account/registration", corrected.Location);
        await app.TextAsync(wrong.Mobile, "初级实名");
        Assert.Contains("核对通过", (await visitor.GetAsync("/account/registration")).Body, StringComparison.Ordinal);
        using var later = app.Visit();
        Assert.Equal("/account", (await later.SignInAsync(wrong.IdNumber)).Location);
    }

    [Fact]
    public async Task Correcting_towards_somebody_elses_number_gains_nothing()
    {
        var owner = Applicant.Known("木世荣", "990203", "19840614", 77, "27");
        using var first = app.Visit();
        await owner.RegisterAsync(app, first);
        await app.TextAsync(owner.Mobile, "初级实名");
        var thief = Applicant.Unknown();
        using var visitor = app.Visit();
        await thief.RegisterAsync(app, visitor);
        await app.TextAsync(thief.Mobile, "没有通过核对");
        await visitor.SignInAsync(thief.Mobile);
        await visitor.GetAsync("/account/registration");
        var answer = await visitor.PostAsync("/account/registration", ("Input.Name", owner.Name), ("Input.IdNumber", owner.IdNumber), ("Input.Ethnicity", "27"));
        Assert.Equal("/account/registration", answer.Location);
        await app.TextAsync(thief.Mobile, "已经有账号");
        Assert.Equal((0, "taken"), ((await FindAsync(thief)).Person.Level, (await FindAsync(thief)).Person.RegistryFaults));
        Assert.Equal(1, (await FindAsync(owner)).Person.Level);
    }

    [Fact]
    public async Task Nobody_tries_out_more_than_five_corrections_a_day()
    {
        var applicant = Applicant.Unknown();
        using var visitor = app.Visit();
        await applicant.RegisterAsync(app, visitor);
        await visitor.SignInAsync(applicant.Mobile);
        await WaitForAsync(applicant, RegistryState.Refused);
        await visitor.GetAsync("/account/registration");
        for (var correction = 0; correction < 5; correction++)
        {
            await WaitForAsync(applicant, RegistryState.Refused);
            Assert.Equal("/account/registration", (await visitor.PostAsync("/account/registration", Correction())).Location);
        }

        await WaitForAsync(applicant, RegistryState.Refused);
        Assert.Contains("明天再试", (await visitor.PostAsync("/account/registration", Correction())).Faults.Single(), StringComparison.Ordinal);

        static (string, string)[] Correction() => [("Input.Name", "方无名"), ("Input.IdNumber", Applicant.Unknown().IdNumber), ("Input.Ethnicity", "01")];
    }

    [Theory]
    [InlineData("Input.Name", "张3", "姓名")]
    [InlineData("Input.IdNumber", "99010119941130204", "17位")]
    [InlineData("Input.IdNumber", "990101199411302040", "逐位核对")]
    [InlineData("Input.IdNumber", "990101299411302041", "逐位核对")]
    [InlineData("Input.Ethnicity", "57", "民族")]
    [InlineData("Input.Mobile", "12345", "手机号")]
    [InlineData("Input.UserName", "12345678901", "用户名")]
    [InlineData("Input.Password", "short", "至少8位")]
    [InlineData("Input.Password", "woaini1314", "太常见")]
    [InlineData("Input.Password", "ＰＡＳＳＷＯＲＤ１２３", "太常见")]
    [InlineData("Input.Password", "aaaaaaaaaaaaaab", "太常见")]
    [InlineData("Input.Password", "my19941130day", "生日")]
    [InlineData("Input.Agreed", "false", "服务协议")]
    public async Task What_is_wrong_in_the_form_is_said_beside_its_field(string field, string value, string sentence)
    {
        using var visitor = app.Visit();
        var applicant = Applicant.Known("唐以宁", "990101", "19941130", 204);
        var fields = applicant.Fields().Select(pair => pair.Item1 == field ? (field, value) : pair).ToArray();
        var answer = await visitor.PostAsync("/account/register", fields);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(sentence, answer.Faults.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain(applicant.Password, answer.Body, StringComparison.Ordinal);
        Assert.Null(visitor.Cookie("trust-registration"));
    }

    [Fact]
    public async Task Form_waits_encrypted_for_its_own_browser_and_is_erased_afterwards()
    {
        var applicant = Applicant.Unknown();
        using var visitor = app.Visit();
        await visitor.PostAsync("/account/register", applicant.Fields());
        using var stranger = app.Visit();
        Assert.Equal("/account/register", (await stranger.GetAsync("/account/register/code")).Location);
        var waiting = await app.ReadAsync(db => db.Registrations.OrderByDescending(row => row.CreatedAt).Where(row => row.Form != null).Select(row => row.Form!).ToListAsync());
        Assert.All(waiting, form => Assert.DoesNotContain(applicant.IdNumber, System.Text.Encoding.UTF8.GetString(form), StringComparison.Ordinal));
        await visitor.PostAsync("/account/register/code", ("Code", await app.CodeAsync(applicant.Mobile)));
        Assert.Equal("/account/register", (await visitor.GetAsync("/account/register/code")).Location);
        var hash = started.HashOf(applicant.Mobile);
        Assert.Null(await app.ReadAsync(db => db.Registrations.Where(row => row.MobileHash == hash).Select(row => row.Form).SingleAsync()));
    }

    [Fact]
    public async Task Form_that_waited_too_long_is_over()
    {
        var applicant = Applicant.Unknown();
        using var visitor = app.Visit();
        await visitor.PostAsync("/account/register", applicant.Fields());
        app.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("/account/register", (await visitor.GetAsync("/account/register/code")).Location);
    }

    private string HashOf(Applicant applicant) => app.Services.GetRequiredService<LookupHash>().HashOf(CitizenIdNumber.Parse(applicant.IdNumber));

    private Task<PersonRecord> WaitForAsync(Applicant applicant, RegistryState state) =>
        IdentityApp.WaitAsync(async () => (await FindAsync(applicant)).Person is { } person && person.Registry == state ? person : null);

    private Task<(PersonRecord Person, AccountRecord Account)> FindAsync(Applicant applicant) => app.ReadAsync(async db =>
    {
        var key = started.HashOf(applicant.Mobile);
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.MobileHash == key);
        return (await db.Persons.AsNoTracking().SingleAsync(row => row.Id == account.PersonId), account);
    });
}
