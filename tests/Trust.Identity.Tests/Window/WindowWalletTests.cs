using System.Net;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Accounts;
using Trust.Identity.Tests.Attacks;
using Trust.Testing;

namespace Trust.Identity.Tests.Window;

/// <summary>What a claimed and a proved identity are worth to the holder of a licence, through every page and module.</summary>
[Requirement("IDN-17")]
public sealed class WindowWalletTests(Provider provider) : IClassFixture<Provider>
{
    private const string Wallet = "/me/licences";
    private const string Number = "JY29903020031755";

    private readonly WindowDesk desk = new(provider);

    [Fact]
    [Requirement("LIC-05")]
    public async Task Impostor_sees_nothing_of_a_licence_and_its_holder_everything_once_proved_at_the_window()
    {
        var impostor = Applicant.Known("段怀谷", "990302", "19890327", 236, "14");
        var session = await desk.RegisterAndSignInAsync(impostor);
        Assert.Equal(1, (await desk.PersonOfAsync(impostor.Mobile)).Level);
        var form = SampleLicence.Form();
        (form["holderName"], form["holderCodeType"], form["holderCode"], form["number"]) = (impostor.Name, "111", impostor.IdNumber, Number);
        using (var machine = provider.Machine())
        {
            await SampleLicence.IssueAsync(machine, form);
        }

        // Password and telephone are the impostor's own, so the session is good for every factor they have.
        await ProveFactorsAsync();
        await SeesNothingAsync(session);

        var person = impostor with { Mobile = Applicant.NewMobile() };
        await desk.ProveAsync(person);
        await SeesNothingAsync(session);
        provider.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("/account", (await session.SubmitAsync("/account/login", ("Input.Account", impostor.Mobile), ("Input.Password", impostor.Password))).To);
        await ProveFactorsAsync();
        await SeesNothingAsync(session);

        provider.Time.Advance(TimeSpan.FromMinutes(2));
        var mine = await desk.RegisterAsync(person);
        await desk.TextAsync(person.Mobile, "按您在窗口的核验");
        Assert.Equal("/account", (await mine.SubmitAsync("/account/login", ("Input.Account", person.Mobile), ("Input.Password", person.Password))).To);
        Assert.NotEqual(HttpStatusCode.OK, (await mine.GetAsync(Wallet)).Status);
        await ProveFactorsAsync();
        var page = await mine.GetAsync(Wallet);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(person.Name, WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        Assert.Contains($"{Number[..6]}****{Number[^4..]}", page.Body, StringComparison.Ordinal);
    }

    private static async Task SeesNothingAsync(Browser session)
    {
        var answer = await session.GetAsync(Wallet);
        var body = WebUtility.HtmlDecode(answer.Body);
        Assert.DoesNotContain("食品经营许可证", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Number[^4..], body, StringComparison.Ordinal);
    }

    // The code of a text message beside the password; the front asks again for a session after some seconds.
    private async Task ProveFactorsAsync()
    {
        await provider.ChangeAsync(db =>
            db.Sessions.Where(row => row.Realm == Realm.Citizen && !row.Factors.Contains("sms")).ExecuteUpdateAsync(set => set.SetProperty(row => row.Factors, row => row.Factors + " sms:1767225660")));
        provider.Time.Advance(TimeSpan.FromSeconds(3));
    }
}
