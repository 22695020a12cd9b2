using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Trust.Browser.Tests.Identity;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Browser.Tests;

/// <summary>Every page of the endpoint table, in both languages and widths, without barriers; a page that nobody has written a visit for fails.</summary>
[Collection(nameof(BrowserNode))]
public sealed class EveryPageTests(BrowserNode browser, SecureNode node) : IClassFixture<SecureNode>
{
    private static readonly View[] Wide = [new(), new("en")];

    // How to reach a page that its route alone does not open.
    private static readonly Dictionary<string, Func<IPage, Task>> Ways = new()
    {
        ["/error/{status:int}"] = page => page.GotoAsync("/error/404"),
        ["/admin/identity/applications/{clientId}"] = page => page.GotoAsync("/admin/identity/applications/demo-spa"),
        ["/account/step-up"] = page => page.GotoAsync("/account/step-up?return=/account&level=2"),
        ["/account/consent"] = page => page.GotoAsync("/connect/authorize?client_id=demo-web&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A5090%2Fcallback&scope=openid+profile+phone+id_document&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=consent"),
        ["/account/login"] = StrangerAsync("/account/login"),
        ["/account/staff/login"] = StrangerAsync("/account/staff/login"),
        ["/account/register"] = StrangerAsync("/account/register"),
        ["/account/register/code"] = RegisterAsync,
        ["/account/register/done"] = StrangerAsync("/account/register/done"),
        ["/account/signed-out"] = StrangerAsync("/account/signed-out"),
        ["/admin/identity/window/{id:guid}"] = WindowAsync,
        ["/admin/seal/{id:guid}"] = page => SealAsync(page, ""),
        ["/admin/seal/{id:guid}/grant"] = page => SealAsync(page, "/grant"),
        ["/admin/license/issue"] = page => page.GotoAsync($"/admin/license/issue?type={SampleLicence.FoodPermit}"),
        ["/admin/license/{id:guid}"] = page => OfficeLicenceAsync(page, ""),
        ["/admin/license/{id:guid}/state"] = page => OfficeLicenceAsync(page, "/state"),
        ["/admin/license/{id:guid}/amend"] = page => OfficeLicenceAsync(page, "/amend"),
        ["/me/licences/{id:guid}"] = CardAsync,
        ["/verify/seal/{reference:length(22)}"] = CheckAsync,
        ["/v/{code:length(32)}"] = LicenceAsync,
        ["/verify/licence/{reference:length(22)}"] = CheckLicenceAsync,
    };

    [ChromiumFact]
    [Requirement("POR-01")]
    public async Task Every_page_is_visited_in_both_languages_and_widths_and_has_no_barriers()
    {
        var administrator = await SignInAsync("YC1003");
        var maker = await SignInAsync("YC1001");
        var clerk = await SignInAsync("YC2002", RecordProofAsync);
        var official = await SignInAsync("YC2001");
        var representative = await SignInAsRepresentativeAsync();
        using (var client = new HttpClient { BaseAddress = new Uri(node.Address) })
        {
            await SampleLicence.IssueAsync(client);
        }

        var faults = new List<string>();
        var routes = Routes();
        foreach (var wide in Wide)
        {
            await using var page = await browser.OpenAsync(wide, node.Address);
            foreach (var route in routes)
            {
                await page.ShowAsync(wide);
                await page.Page.Context.AddCookiesAsync(route.Split('/') is [_, "admin", var console, ..]
                    ? console switch { "seal" => maker, "license" => official, _ => route.StartsWith("/admin/identity/window", StringComparison.Ordinal) ? clerk : administrator }
                    : route.StartsWith("/me/", StringComparison.Ordinal) ? representative : administrator);
                await (Ways.TryGetValue(route, out var way) ? way(page.Page) : page.Page.GotoAsync(route));
                await LookAsync(page, route, wide, faults);
                var narrow = wide with { Width = 390, Height = 844 };
                await page.ShowAsync(narrow);
                await LookAsync(page, route, narrow, faults);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task LookAsync(BrowserPage page, string route, View view, List<string> faults)
    {
        var shown = new Uri(page.Page.Url).AbsolutePath;
        if (!Fits(route, shown))
        {
            faults.Add($"{route} {view.Name}: shows {shown}; write a way to it.");
            return;
        }

        await page.PictureAsync("every" + route.Replace('/', '-').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace(':', '-'));
        faults.AddRange((await page.BarriersAsync()).Select(barrier => $"{route} {view.Name}: {barrier}"));
        if (await page.OverflowAsync() > 0)
        {
            faults.Add($"{route} {view.Name}: wider than its window.");
        }

        faults.AddRange(page.Complaints.Where(complaint => !complaint.Contains("Failed to load resource", StringComparison.Ordinal)).Select(complaint => $"{route} {view.Name}: {complaint}"));
    }

    private static bool Fits(string route, string path)
    {
        string[] pattern = route.Split('/'), parts = path.TrimEnd('/').Split('/');
        return route == "/" ? path == "/" : pattern.Length == parts.Length && pattern.Zip(parts).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    // The running program's own table, of a second host of the same build.
    private static List<string> Routes()
    {
        using var data = new TemporaryFolder();
        using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment("Development").UseSetting("Trust:DataDirectory", data.Path).UseSetting("Trust:PublicUrl", "http://localhost"));
        using var client = factory.CreateClient();
        var routes = factory.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(routes);
        return routes;
    }

    private async Task<Cookie[]> SignInAsync(string staffNumber, Func<IPage, Task>? then = null)
    {
        await using var page = await browser.OpenAsync(new View(), node.Address);
        await VirtualAuthenticator.OfAsync(page.Page);
        await page.GoAsync("/account/login");
        await page.Page.FillAsync("[name='Input.Account']", "990202198204150174");
        await page.Page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await page.Page.Locator("main button.t-button-primary").ClickAsync();
        await page.Page.ArriveAsync("**/account");
        await page.GoAsync("/account/staff/login");
        await page.Page.FillAsync("[name='Input.StaffNumber']", staffNumber);
        await page.Page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await page.Page.FillAsync("[name='Input.Code']", OneTimeCode.Of(IdentityModule.DemoStaff.Single(staff => staff.StaffNumber == staffNumber).TotpSecret, TimeProvider.System.GetUtcNow()));
        await page.Page.Locator("form").Filter(new() { Has = page.Page.Locator("[name='Input.Code']") }).Locator("button.t-button-primary").ClickAsync();
        await page.Page.ArriveAsync("**/account/staff/home");
        await (then is null ? Task.CompletedTask : then(page.Page));
        var kept = await page.Page.Context.CookiesAsync();
        return [.. kept.Where(cookie => cookie.Name is "trust-session" or "trust-staff").Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = true })];
    }

    // A proof that waits for a colleague. A demo person is proved anew, so that nobody has to register first; a passkey confirms the act.
    private static async Task RecordProofAsync(IPage page)
    {
        await page.GotoAsync("/account/staff/passkeys");
        await page.FillAsync("[name=Name]", "窗口的密钥");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await Assertions.Expect(page.GetByText("窗口的密钥")).ToBeVisibleAsync();
        await page.GotoAsync("/admin/identity/window");
        await page.FillAsync("[name='Input.Name']", "林清和");
        await page.FillAsync("[name='Input.IdNumber']", "99010219900307002X");
        await page.SelectOptionAsync("[name='Input.Ethnicity']", "01");
        await page.FillAsync("[name='Input.Mobile']", "19900000001");
        await page.Locator("main form button.t-button-primary").ClickAsync();
        await page.ArriveAsync("**/admin/identity/window/*");
    }

    // Of the middle level, which the wallet asks for: password and the code of the telephone.
    private async Task<Cookie[]> SignInAsRepresentativeAsync()
    {
        await using var page = await browser.OpenAsync(new View(), node.Address);
        await page.GoAsync("/me/licences");
        await page.Page.FillAsync("[name='Input.Account']", "19900000002");
        await page.Page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await page.Page.Locator("main button.t-button-primary").ClickAsync();
        await page.Page.ArriveAsync("**/account/step-up**");
        await page.Page.Locator("main button.t-button-primary").First.ClickAsync();
        await page.Page.Locator("[name='Input.Code']").FillAsync(await SandboxPhone.CodeAsync(node.Address, "19900000002"));
        await page.Page.Locator("form").Filter(new() { Has = page.Page.Locator("[name='Input.Code']") }).Locator("button.t-button-primary").ClickAsync();
        await page.Page.ArriveAsync("**/me/licences");
        return [.. (await page.Page.Context.CookiesAsync()).Where(cookie => cookie.Name == "trust-session").Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = true })];
    }

    private static async Task OfficeLicenceAsync(IPage page, string below)
    {
        await page.GotoAsync("/admin/license?show=valid");
        var address = await page.Locator("main tbody a").First.GetAttributeAsync("href");
        await page.GotoAsync(address + below);
    }

    // With a code on the screen.
    private static async Task CardAsync(IPage page)
    {
        await page.GotoAsync("/me/licences");
        await page.GotoAsync((await page.Locator("a.t-licence").First.GetAttributeAsync("href"))!);
        await page.Locator("#once button").ClickAsync();
        await page.Locator("svg.t-qr").WaitForAsync();
    }

    private static Func<IPage, Task> StrangerAsync(string path) => async page =>
    {
        await page.Context.ClearCookiesAsync(new() { Name = "trust-session" });
        await page.Context.ClearCookiesAsync(new() { Name = "trust-staff" });
        await page.GotoAsync(path);
    };

    private static async Task WindowAsync(IPage page)
    {
        await page.GotoAsync("/admin/identity/window");
        await page.GotoAsync((await page.Locator("main tbody a").First.GetAttributeAsync("href"))!);
    }

    private static async Task SealAsync(IPage page, string below)
    {
        await page.GotoAsync("/admin/seal?show=active");
        var address = await page.Locator("main tbody a").First.GetAttributeAsync("href");
        await page.GotoAsync(address + below);
    }

    private static async Task CheckAsync(IPage page)
    {
        await page.GotoAsync("/verify/seal");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "通知.ofd", MimeType = "application/ofd", Buffer = SampleDocument.Notice() });
        await page.Locator("main button.t-button-primary").ClickAsync();
        await page.ArriveAsync("**/verify/seal/**");
    }

    private static async Task CheckLicenceAsync(IPage page)
    {
        await page.GotoAsync("/verify");
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "证照.ofd", MimeType = "application/ofd", Buffer = SampleDocument.Notice() });
        await page.Locator("form[enctype] button.t-button-primary").ClickAsync();
        await page.ArriveAsync("**/verify/licence/**");
    }

    // Issued by an application of the office, found by its QR code.
    private static async Task LicenceAsync(IPage page)
    {
        var origin = new Uri(new Uri(page.Url.StartsWith("http", StringComparison.Ordinal) ? page.Url : "http://localhost"), "/");
        using var client = new HttpClient { BaseAddress = origin };
        await page.GotoAsync(await SampleLicence.IssueAsync(client));
    }

    private static int mobiles;

    private static async Task RegisterAsync(IPage page)
    {
        await StrangerAsync("/account/register")(page);
        await page.FillAsync("[name='Input.Name']", "魏兰芝");
        await page.FillAsync("[name='Input.IdNumber']", new Newcomer("魏兰芝", "990102", "19721007", 26, "01", "").IdNumber);
        await page.SelectOptionAsync("[name='Input.Ethnicity']", "01");
        await page.FillAsync("[name='Input.Mobile']", $"1993333000{++mobiles}");
        await page.FillAsync("[name='Input.Password']", "春天的第七片叶子");
        await page.CheckAsync("[name='Input.Agreed'][type=checkbox]");
        await page.Locator("main button.t-button-primary").ClickAsync();
        await page.ArriveAsync("**/account/register/code**");
    }
}
