using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trust.Hosting.Audit;
using Trust.Identity.Accounts;
using Trust.Identity.Sessions;
using Trust.Testing;

namespace Trust.Identity.Tests.SignIn;

/// <summary>The sign-in page over HTTP, with the demo citizen 林清和, who is at level 2.</summary>
public sealed class SignInTests(SignInApp started) : IClassFixture<SignInApp>
{
    private const string Number = "99010219900307002X";
    private const string Mobile = "19900000001";
    private const string OtherMobile = "19900000002";

    private readonly IdentityApp app = started.App;

    [Theory]
    [InlineData(Number)]
    [InlineData("99010219900307002x")]
    [InlineData(" 199 0000 0001 ")]
    [InlineData("+8619900000001")]
    [Requirement("IDN-13")]
    public async Task Identity_number_and_mobile_sign_in_with_the_password(string identifier)
    {
        using var visitor = app.Visit();
        var answer = await visitor.SignInAsync(identifier, IdentityModule.DemoPassword, "?return=/account/registration");
        Assert.Equal((HttpStatusCode.Redirect, "/account/registration"), (answer.Status, answer.Location));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/registration")).Status);
        Assert.NotNull(visitor.Cookie("trust-session"));
        Assert.NotNull(visitor.Cookie("trust-device"));
    }

    [Fact]
    public async Task Password_is_never_shown_again_and_what_was_typed_stays()
    {
        using var visitor = app.Visit();
        var answer = await visitor.SignInAsync("typed.name", "nicht-mein-passwort");
        Assert.DoesNotContain("nicht-mein-passwort", answer.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"typed.name\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("SEC-05")]
    public async Task Enumeration_fails_known_and_unknown_accounts_get_the_same_page_for_the_same_work()
    {
        var pages = new List<string>();
        foreach (var identifier in new[] { "990103197809120353", Applicant.NumberOf("990103", "19780912", 555) })
        {
            using var visitor = app.Visit();
            await visitor.GetAsync("/account/login");
            for (var failure = 0; failure < 5; failure++)
            {
                var before = app.Hasher.Verifications;
                var answer = await visitor.SignInAsync(identifier, "wrong password");
                Assert.Equal(before + 1, app.Hasher.Verifications);
                pages.Add(answer.Normal.Replace(identifier, "", StringComparison.Ordinal));
            }

            var checkedBefore = app.Hasher.Verifications;
            pages.Add((await visitor.SignInAsync(identifier, "wrong password")).Normal.Replace(identifier, "", StringComparison.Ordinal));
            Assert.Equal(checkedBefore, app.Hasher.Verifications);
        }

        Assert.Equal(pages[..6], pages[6..]);
    }

    [Fact]
    public async Task Enumeration_fails_known_and_unknown_telephones_get_the_same_page()
    {
        var pages = new List<string>();
        foreach (var mobile in new[] { "19900000003", "18600000003" })
        {
            using var visitor = app.Visit();
            pages.Add((await visitor.AskForCodeAsync(mobile)).Normal.Replace(mobile, "", StringComparison.Ordinal).Replace(mobile[..3] + "****" + mobile[7..], "", StringComparison.Ordinal));
            pages.Add((await visitor.AskForCodeAsync(mobile)).Normal.Replace(mobile, "", StringComparison.Ordinal).Replace(mobile[..3] + "****" + mobile[7..], "", StringComparison.Ordinal));
            pages.Add((await visitor.SignInByCodeAsync(mobile, "000000")).Normal.Replace(mobile, "", StringComparison.Ordinal).Replace(mobile[..3] + "****" + mobile[7..], "", StringComparison.Ordinal));
        }

        Assert.Equal(pages[..3], pages[3..]);
        Assert.Empty(await app.TextsAsync("18600000003"));
    }

    [Fact]
    public async Task Session_fixation_fails_every_sign_in_makes_a_new_secret_and_ends_the_session_before()
    {
        using var visitor = app.Visit();
        visitor.SetCookie("trust-session", new string('A', 43));
        await visitor.SignInAsync(Mobile, IdentityModule.DemoPassword);
        var first = visitor.Cookie("trust-session")!;
        Assert.NotEqual(new string('A', 43), first);
        await visitor.GetAsync("/account/step-up");
        await visitor.SignInAsync(Mobile, IdentityModule.DemoPassword);
        Assert.NotEqual(first, visitor.Cookie("trust-session"));
        app.Time.Advance(TimeSpan.FromSeconds(3));
        using var thief = app.Visit();
        thief.SetCookie("trust-session", first);
        Assert.StartsWith("/account/login", (await thief.GetAsync("/account/registration")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Open_redirect_after_sign_in_is_refused(string path)
    {
        using var visitor = app.Visit();
        var answer = await visitor.SignInAsync(Mobile, IdentityModule.DemoPassword, "?return=" + Uri.EscapeDataString(path));
        Assert.Equal("/", answer.Location);
    }

    [Theory]
    [InlineData("/account/login")]
    [InlineData("/account/login?by=sms")]
    [InlineData("/account/login?by=sms&handler=Send")]
    [InlineData("/account/register")]
    [InlineData("/account/register/code")]
    public async Task Form_posted_without_its_token_is_refused(string path)
    {
        using var visitor = app.Visit();
        await visitor.GetAsync("/account/login");
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostBareAsync(path, ("Input.Account", Mobile), ("Input.Password", IdentityModule.DemoPassword))).Status);
        Assert.Null(visitor.Cookie("trust-session"));
    }

    [Fact]
    [Requirement("SEC-05")]
    public async Task Victim_lock_out_fails_at_home_and_by_the_other_factor()
    {
        using var home = app.Visit();
        await home.SignInAsync(OtherMobile, IdentityModule.DemoPassword);
        home.DropCookie("trust-session");
        using var attacker = app.Visit();
        for (var failure = 0; failure < 8; failure++)
        {
            await attacker.SignInAsync(OtherMobile, "guess" + failure);
        }

        // A stranger waits, even with the right password.
        using var elsewhere = app.Visit();
        Assert.Contains("请", (await elsewhere.SignInAsync(OtherMobile, IdentityModule.DemoPassword)).Faults.Single(), StringComparison.Ordinal);

        // At home nobody waits, and elsewhere the other factor is open.
        Assert.Equal("/account", (await home.SignInAsync(OtherMobile, IdentityModule.DemoPassword)).Location);
        await elsewhere.AskForCodeAsync(OtherMobile);
        Assert.Equal("/account", (await elsewhere.SignInByCodeAsync(OtherMobile, await app.CodeAsync(OtherMobile))).Location);
    }

    [Fact]
    [Requirement("IDN-14")]
    public async Task Code_signs_in_once_and_password_makes_it_level_two()
    {
        const string Third = "19900000004";
        using var visitor = app.Visit();
        await visitor.AskForCodeAsync(Third);
        var code = await app.CodeAsync(Third);
        Assert.Equal("/account", (await visitor.SignInByCodeAsync(Third, code)).Location);
        using var replay = app.Visit();
        Assert.NotEmpty((await replay.SignInByCodeAsync(Third, code)).Faults);
        Assert.Equal("再用密码确认一次", (await visitor.GetAsync("/account/step-up?return=/about")).Title);
        var before = visitor.Cookie("trust-session");
        Assert.Single((await visitor.PostAsync("/account/step-up?return=/about", ("Input.Password", "wrong"))).Faults);
        var done = await visitor.PostAsync("/account/step-up?return=/about", ("Input.Password", IdentityModule.DemoPassword));
        Assert.Equal("/about", done.Location);
        Assert.NotEqual(before, visitor.Cookie("trust-session"));
        Assert.Equal("/about", (await visitor.GetAsync("/account/step-up?return=/about")).Location);
        Assert.Equal(["sms", "pwd"], await MethodsAsync(Third));
    }

    [Fact]
    public async Task Password_and_then_a_code_to_the_own_telephone_make_level_two()
    {
        const string Fourth = "19900000005";
        using var visitor = app.Visit();
        await visitor.SignInAsync(Fourth, IdentityModule.DemoPassword);
        var page = await visitor.GetAsync("/account/step-up?return=/about");
        Assert.Equal("再用手机确认一次", page.Title);
        Assert.Contains("199****0005", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Fourth, page.Body, StringComparison.Ordinal);
        await visitor.PostAsync("/account/step-up?return=/about&handler=Send");
        Assert.Equal("/about", (await visitor.PostAsync("/account/step-up?return=/about", ("Input.Code", await app.CodeAsync(Fourth)))).Location);
        Assert.Equal(["pwd", "sms"], await MethodsAsync(Fourth));
    }

    [Fact]
    public async Task Telephone_that_was_proved_long_ago_signs_nobody_in_until_the_password_confirms_it()
    {
        const string Fifth = "19900000006";
        await app.ReadAsync(db => AccountOf(db, Fifth).ExecuteUpdateAsync(set => set.SetProperty(account => account.MobileProvedAt, app.Time.GetUtcNow().AddDays(-90))));
        using var visitor = app.Visit();
        await visitor.AskForCodeAsync(Fifth);
        var refused = await visitor.SignInByCodeAsync(Fifth, await app.CodeAsync(Fifth));
        Assert.Contains("请先用密码登录", refused.Faults.Single(), StringComparison.Ordinal);
        Assert.Null(visitor.Cookie("trust-session"));
        await visitor.SignInAsync(Fifth, IdentityModule.DemoPassword);
        app.Time.Advance(TimeSpan.FromSeconds(61));
        await visitor.GetAsync("/account/step-up");
        await visitor.PostAsync("/account/step-up?handler=Send");
        await visitor.PostAsync("/account/step-up", ("Input.Code", await app.CodeAsync(Fifth, 2)));
        using var later = app.Visit();
        app.Time.Advance(TimeSpan.FromSeconds(61));
        await later.AskForCodeAsync(Fifth);
        Assert.Equal("/account", (await later.SignInByCodeAsync(Fifth, await app.CodeAsync(Fifth, 3))).Location);
    }

    [Fact]
    public async Task Hash_with_old_parameters_is_made_anew_at_sign_in()
    {
        const string Sixth = "19900000007";
        var old = new PasswordHasher<AccountRecord>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(null!, IdentityModule.DemoPassword);
        await app.ReadAsync(db => AccountOf(db, Sixth).ExecuteUpdateAsync(set => set.SetProperty(account => account.PasswordHash, old)));
        using var visitor = app.Visit();
        await visitor.SignInAsync(Sixth, IdentityModule.DemoPassword);
        var renewed = await app.ReadAsync(db => AccountOf(db, Sixth).Select(account => account.PasswordHash!).SingleAsync());
        Assert.Equal(Passwords.Rounds, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(renewed).AsSpan(5)));
        using var again = app.Visit();
        Assert.Equal("/account", (await again.SignInAsync(Sixth, IdentityModule.DemoPassword)).Location);
    }

    [Fact]
    public async Task Every_try_is_in_the_history_of_its_owner_and_in_the_audit_trail()
    {
        const string Seventh = "19900000008";
        using var visitor = app.Visit();
        await visitor.SignInAsync(Seventh, "wrong");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await visitor.SignInAsync(Seventh, IdentityModule.DemoPassword);
        var account = await app.ReadAsync(db => AccountOf(db, Seventh).SingleAsync());
        var history = await app.ReadAsync(db => db.SignIns.Where(row => row.AccountId == account.Id).OrderBy(row => row.Id).ToListAsync());
        Assert.Equal(["wrong-secret", "ok"], history.Select(row => row.Result));
        Assert.All(history, row => Assert.Equal(("pwd", "Chrome Windows"), (row.Factor, row.Device)));
        var audit = await app.ReadAsync(db => db.Set<AuditRow>().Where(row => row.SubjectKey == account.Id.ToString("N") && row.Event.StartsWith("identity.sign")).OrderBy(row => row.Id).ToListAsync());
        Assert.Equal([("identity.sign-in-failed", "identity.wrong-secret"), ("identity.signed-in", "ok")], audit.Select(row => (row.Event, row.Result)));
    }

    [Fact]
    public async Task Request_of_an_application_shows_who_asks_lets_the_form_end_there_and_goes_on_after_sign_in()
    {
        using var visitor = app.Visit();
        const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        var begun = await visitor.GetAsync("/connect/authorize?client_id=demo-web&response_type=code&scope=openid&redirect_uri=http://localhost:5090/callback&state=s&code_challenge_method=S256&code_challenge=" + Challenge);
        var login = (await visitor.GetAsync(begun.Location!)).Location!;
        Assert.StartsWith("/account/login?request=", login, StringComparison.Ordinal);
        var page = await visitor.GetAsync(login);
        Assert.EndsWith("form-action 'self' http://localhost:5090", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var name = await app.ReadAsync(db => db.Applications.Where(row => row.ClientId == "demo-web").Select(row => row.DisplayName!).SingleAsync());
        Assert.Contains(name, page.Body, StringComparison.Ordinal);

        // The same page for whoever stole the address: it belongs to the browser that began it.
        using var stranger = app.Visit();
        var stolen = await stranger.GetAsync(login);
        Assert.DoesNotContain(name, stolen.Body, StringComparison.Ordinal);
        Assert.EndsWith("form-action 'self'", stolen.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var query = login["/account/login".Length..];
        var done = await visitor.SignInAsync("19900000009", IdentityModule.DemoPassword, query);
        Assert.Equal(begun.Location, done.Location);
    }

    [Fact]
    public async Task Whoever_is_signed_in_is_sent_on()
    {
        using var visitor = app.Visit();
        await visitor.SignInAsync("19900000010", IdentityModule.DemoPassword);
        Assert.Equal("/account", (await visitor.GetAsync("/account/login")).Location);
        Assert.Equal("/about", (await visitor.GetAsync("/account/login?return=/about")).Location);
    }

    private Task<IEnumerable<string>> MethodsAsync(string mobile) => app.ReadAsync(async db =>
    {
        var account = await AccountOf(db, mobile).SingleAsync();
        var session = await db.Sessions.Where(row => row.AccountId == account.Id && row.EndedAt == null).OrderByDescending(row => row.CreatedAt).FirstAsync();
        return Factors.Parse(session.Factors).Select(factor => factor.Method);
    });

    private IQueryable<AccountRecord> AccountOf(Trust.Identity.Data.IdentityDbContext db, string mobile)
    {
        var key = started.HashOf(mobile);
        return db.Accounts.Where(account => account.MobileHash == key && account.Realm == Realm.Citizen);
    }
}
