using System.Net;
using Trust.Hosting.Actors;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Another site can make a browser send a form; none of ours believes it.</summary>
[Collection(Attacked.Name)]
[Requirement("SEC-02")]
public sealed class ForgedRequestTests(Provider provider)
{
    private static readonly KeyValuePair<string, string>[] Nothing = [];

    [Fact]
    public async Task CSRF_form_without_an_antiforgery_value_is_refused_everywhere()
    {
        Assert.NotEmpty(await FormsAsync());
        var visitor = await SomebodyAsync();
        foreach (var form in await FormsAsync())
        {
            RefusedAs(form.Address, await visitor(form.Path).PostAsync(form.Address, Nothing));
        }
    }

    [Fact]
    public async Task CSRF_form_with_the_antiforgery_value_of_somebody_else_is_refused_everywhere()
    {
        // The attacker has a browser of their own, and is even the same person in it.
        var (victims, attackers) = (await SomebodyAsync(), await SomebodyAsync());
        foreach (var forms in (await FormsAsync()).GroupBy(form => (AccountOf(form.Path), WhoseIs(form.Path))))
        {
            var (victim, attacker) = (victims(forms.First().Path), attackers(forms.First().Path));
            var (own, foreign) = (await TokenAsync(victim, forms.First().Path), await TokenAsync(attacker, forms.First().Path));
            foreach (var form in forms)
            {
                RefusedAs(form.Address, await victim.PostAsync(form.Address, ("__RequestVerificationToken", foreign)));
                RefusedAs(form.Address, await victim.PostAsync(form.Address, ("__RequestVerificationToken", "CfDJ8")));

                // The right value in the wrong place counts as little.
                RefusedAs(form.Address, await victim.PostAsync($"{form.Path}?__RequestVerificationToken={Uri.EscapeDataString(own)}&handler={form.Handler}", Nothing));
            }
        }
    }

    [Fact]
    public async Task CSRF_form_made_before_somebody_signed_in_is_refused_afterwards()
    {
        var visitor = provider.Visit();
        var before = Browser.TokenOf(await visitor.GetAsync("/account/login"));
        await provider.SignInAsync(visitor);
        RefusedAs("/account/logout", await visitor.PostAsync("/account/logout", ("__RequestVerificationToken", before)));
    }

    [Fact]
    public async Task Form_of_the_page_itself_is_taken()
    {
        foreach (var form in await FormsAsync())
        {
            var visitor = (await SomebodyAsync())(form.Path);
            var answer = await visitor.PostAsync(form.Address, ("__RequestVerificationToken", await TokenAsync(visitor, form.Path)));
            Assert.False(answer.Status == HttpStatusCode.BadRequest, $"{form.Address} is refused to its own page.");
        }
    }

    [Fact]
    public async Task CSRF_request_of_a_script_without_the_antiforgery_value_is_refused_everywhere()
    {
        var posts = EndpointTable.Posts(provider.Services);
        Assert.NotEmpty(posts);
        var visitor = await SomebodyAsync();
        foreach (var path in posts)
        {
            RefusedAs(path, await visitor(path).PostAsync(path, ("act", "identity.step-up"), ("reference", "x"), ("kind", "Confirm")));
        }
    }

    [Fact]
    public async Task Post_from_another_site_is_refused_on_every_page_and_taken_by_the_protocol_alone()
    {
        var visitor = (await SomebodyAsync())("/");
        var own = (Staff: await TokenAsync(visitor, "/admin"), Citizen: await TokenAsync(visitor, "/account"));
        foreach (var form in await FormsAsync())
        {
            var answer = await visitor.PostAsync(form.Address, [new("__RequestVerificationToken", SignInAddresses.IsStaff(form.Path) ? own.Staff : own.Citizen)], FromAnotherSite);
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{form.Address}: {answer.Status}");
        }

        // OpenID Connect Core section 3.1.2.1: the authorization endpoint takes a form of the application.
        var begun = await provider.Visit().PostAsync("/connect/authorize", RelyingParty.Web.Request()!, FromAnotherSite);
        Assert.StartsWith("/account/authorize/", begun.To, StringComparison.Ordinal);
        foreach (var path in new[] { "/connectx", "/CONNECT/token", "/account/connect/", "/api/identity/v1/connect", "/connect/../account/logout", "/connect/%2e%2e/account/logout" })
        {
            var answer = await visitor.PostAsync(path, Nothing, FromAnotherSite);
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Logout_asked_for_by_another_page_asks_the_person()
    {
        var visitor = await provider.SignedInAsync();
        var answer = await visitor.GetAsync("/connect/logout?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F&client_id=demo-web");
        Assert.StartsWith("/account/logout?question=", answer.To, StringComparison.Ordinal);
        Assert.Contains("code", (await SilentAsync(visitor)).Keys);
    }

    private static async Task<IReadOnlyDictionary<string, string>> SilentAsync(Browser visitor)
    {
        await RelyingParty.Web.CodeAsync(visitor);
        return (await RelyingParty.Web.AuthorizeAsync(visitor, ("prompt", "none"))).Parameters;
    }

    // The page of errors takes whatever was posted to the page that failed, and changes nothing.
    private async Task<IEnumerable<Form>> FormsAsync() => (await EndpointTable.FormsAsync(provider.Services)).Where(form => !form.Path.StartsWith("/error/", StringComparison.Ordinal));

    // Who may do what the form does, by its path: one without the role would be refused for that alone.
    private async Task<Func<string, Browser>> SomebodyAsync()
    {
        var visitors = new Dictionary<string, Browser>();
        foreach (var name in new[] { Provider.Administrator, Provider.SealMaker, Provider.WindowClerk, Provider.LicenceOfficial })
        {
            // By two factors, as the wallet asks for.
            visitors[name] = await provider.SignedInAsync(Provider.Citizen, false, "pwd", "sms");
            await provider.SignInAsync(visitors[name], name, staff: true);
        }

        return path => visitors[WhoseIs(path)];
    }

    private static string WhoseIs(string path) => path switch
    {
        _ when path.StartsWith("/admin/seal", StringComparison.Ordinal) => Provider.SealMaker,
        _ when path.StartsWith("/admin/license", StringComparison.Ordinal) => Provider.LicenceOfficial,
        _ when path.StartsWith("/admin/identity/window", StringComparison.Ordinal) => Provider.WindowClerk,
        _ => Provider.Administrator,
    };

    // An antiforgery value is for a browser and an account, not for a page; the sandbox knows nobody.
    private static async Task<string> TokenAsync(Browser visitor, string path) => Browser.TokenOf(await visitor.GetAsync(AccountOf(path)));

    private static string AccountOf(string path) => path == "/sandbox" ? path : SignInAddresses.IsStaff(path) ? "/account/staff/home" : "/account/logout";

    private static void FromAnotherSite(HttpRequestMessage request) => request.Headers.Add("Sec-Fetch-Site", "cross-site");

    private static void RefusedAs(string address, Answer answer) => Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{address}: {answer.Status} {answer.To}");
}
