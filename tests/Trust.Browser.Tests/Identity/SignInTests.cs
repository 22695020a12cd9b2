using Microsoft.Playwright;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>Signing in, stepping up and registering as people do it.</summary>
[Collection(nameof(BrowserNode))]
public sealed class SignInTests(BrowserNode browser, CitizenNode node) : IClassFixture<CitizenNode>
{
    private const string Request =
        "/connect/authorize?client_id=demo-web&response_type=code&scope=openid&redirect_uri=http://localhost:5090/callback&state=s&code_challenge_method=S256"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private const string LevelTwo = "&claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22values%22%3A%5B%22urn%3Agov-trust%3Aacr%3Anatural%3Al2%22%5D%7D%7D%7D";
    private const string LevelTwoWished = "&acr_values=urn%3Agov-trust%3Aacr%3Anatural%3Al2";

    private static readonly View[] Views = [new(), new("en", 390, 844), new(Width: 390, Height: 844, Theme: "dark"), new(Width: 390, Height: 844, Elder: true)];

    public static TheoryData<int> Ways => [.. Enumerable.Range(0, Views.Length)];

    [ChromiumTheory, MemberData(nameof(Ways))]
    [Requirement("IDN-01")]
    public async Task Sign_in_pages_are_whole_in_every_width_language_and_scheme(int way)
    {
        // A person a view: the same browser is never slowed by another's failures.
        var mobile = $"1990000000{way + 1}";
        await using var page = await browser.OpenAsync(Views[way], node.Address);
        await page.GoAsync("/account/login");
        await LookAsync(page, "login");
        await page.GoAsync(Request + LevelTwo);
        await LookAsync(page, "login-request");
        await page.Page.FillAsync("[name='Input.Account']", mobile);
        await page.Page.FillAsync("[name='Input.Password']", "nicht das Passwort");
        await PressAsync(page);
        await Assertions.Expect(page.Page.Locator(".t-summary")).ToBeFocusedAsync();
        await LookAsync(page, "login-error");
        await page.Page.Locator(".t-tabs a").Nth(1).ClickAsync();
        await LookAsync(page, "login-sms");
        await page.Page.FillAsync("[name='Input.Mobile']", mobile);
        await PressAsync(page);
        await LookAsync(page, "login-code");
        await page.Page.FillAsync("[name='Input.Code']", "000000");
        await PressAsync(page);
        await LookAsync(page, "login-code-error");
        await page.Page.FillAsync("[name='Input.Code']", await node.CodeAsync(mobile));
        await PressAsync(page);
        await page.Page.ArriveAsync("**/account/step-up?request=*");
        await LookAsync(page, "step-up-password");
        await page.Page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await PressAsync(page);
        await page.Page.ArriveAsync("**/account/consent?request=*");
    }

    [ChromiumTheory, MemberData(nameof(Ways))]
    [Requirement("IDN-13")]
    public async Task Registration_pages_are_whole_in_every_width_language_and_scheme(int way)
    {
        var mobile = $"1370000000{way}";
        await using var page = await browser.OpenAsync(Views[way], node.Address);
        await page.GoAsync("/account/register");
        await LookAsync(page, "register");
        await PressAsync(page);
        await LookAsync(page, "register-error");
        await page.GoAsync("/account/register/agreement");
        await LookAsync(page, "register-agreement");
        await page.GoAsync("/account/register");
        await FillAsync(page.Page, ("方无名", NumberOf("990405", "19660606", way + 1), mobile));
        await PressAsync(page);
        await LookAsync(page, "register-code");
        await page.Page.FillAsync("[name=Code]", await node.CodeAsync(mobile));
        await PressAsync(page);
        await page.Page.ArriveAsync("**/account/register/done");
        await LookAsync(page, "register-done");
        await node.TextAsync(mobile, "没有通过核对");
        await page.GoAsync("/account/login?return=/account/registration");
        await page.Page.FillAsync("[name='Input.Account']", mobile);
        await page.Page.FillAsync("[name='Input.Password']", "correct horse battery");
        await PressAsync(page);
        await page.Page.ArriveAsync("**/account/registration");
        await LookAsync(page, "registration-refused");
        await page.GoAsync("/account/step-up");
        await LookAsync(page, "step-up-window");
    }

    [ChromiumFact]
    [Requirement("IDN-15")]
    public async Task Registration_by_keyboard_without_script_while_the_registry_is_away()
    {
        const string Mobile = "13600000001";
        await node.FaultsAsync(new { registry = new { down = true } });
        try
        {
            await using var page = await browser.OpenAsync(new View(Script: false), node.Address);
            await page.GoAsync("/account/register");
            await FocusAsync(page.Page, "Input.Name");
            await TypeAsync(page.Page, "邱子墨");
            await TypeAsync(page.Page, NumberOf("990402", "20050620", 321));
            await page.Page.Keyboard.PressAsync("ArrowDown");
            await page.Page.Keyboard.PressAsync("Tab");
            await TypeAsync(page.Page, Mobile);
            await TypeAsync(page.Page, "qiu.zimo");
            await TypeAsync(page.Page, "correct horse battery");
            await page.Page.Keyboard.PressAsync("Space");
            await page.Page.Keyboard.PressAsync("Tab");
            await page.Page.Keyboard.PressAsync("Tab");
            await page.Page.Keyboard.PressAsync("Enter");
            await page.Page.ArriveAsync("**/account/register/code");
            await FocusAsync(page.Page, "Code");
            await page.Page.Keyboard.TypeAsync(await node.CodeAsync(Mobile));
            await page.Page.Keyboard.PressAsync("Enter");
            await page.Page.ArriveAsync("**/account/register/done");
            await page.GoAsync("/account/login?return=/account/registration");
            await FocusAsync(page.Page, "Input.Account");
            await TypeAsync(page.Page, "QIU.ZIMO");
            await page.Page.Keyboard.TypeAsync("correct horse battery");
            await page.Page.Keyboard.PressAsync("Enter");
            await page.Page.ArriveAsync("**/account/registration");
            await Assertions.Expect(page.Page.GetByText("正在核对").First).ToBeVisibleAsync();
            await page.PictureAsync("registration-pending");
            await node.FaultsAsync(new { });
            await node.TextAsync(Mobile, "初级实名");
            await page.Page.ReloadAsync();
            await Assertions.Expect(page.Page.GetByText("初级实名").First).ToBeVisibleAsync();
            await page.PictureAsync("registration-confirmed");
        }
        finally
        {
            await node.FaultsAsync(new { });
        }
    }

    [ChromiumFact]
    public async Task A_wished_level_can_be_left_out_and_the_next_code_is_counted_down()
    {
        await using var page = await browser.OpenAsync(new View(Width: 390, Height: 844), node.Address);
        await page.GoAsync(Request + LevelTwoWished);
        await page.Page.FillAsync("[name='Input.Account']", "19900000008");
        await page.Page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await PressAsync(page);
        await page.Page.ArriveAsync("**/account/step-up?request=*");
        await LookAsync(page, "step-up-sms");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "获取验证码" }).ClickAsync();
        var again = page.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("重新发送") });
        await Assertions.Expect(again).ToHaveAttributeAsync("aria-disabled", "true");
        await LookAsync(page, "step-up-code");
        await Assertions.Expect(again).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await again.ClickAsync();
        await node.TextAsync("19900000008", "确认身份", 2);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "先不确认，直接继续" }).ClickAsync();
        await page.Page.ArriveAsync("**/account/consent?request=*");
        Assert.Empty(page.Complaints);
    }

    private static async Task FillAsync(IPage page, (string Name, string Number, string Mobile) person)
    {
        await page.FillAsync("[name='Input.Name']", person.Name);
        await page.FillAsync("[name='Input.IdNumber']", person.Number);
        await page.SelectOptionAsync("[name='Input.Ethnicity']", "01");
        await page.FillAsync("[name='Input.Mobile']", person.Mobile);
        await page.FillAsync("[name='Input.Password']", "correct horse battery");
        await page.CheckAsync("[type=checkbox][name='Input.Agreed']");
    }

    private static Task PressAsync(BrowserPage page) => page.Page.Locator("main form button.t-button-primary").First.ClickAsync();

    private static Task FocusAsync(IPage page, string name) => page.FocusAsync($"[name='{name}']");

    private static async Task TypeAsync(IPage page, string text)
    {
        await page.Keyboard.TypeAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    private static async Task LookAsync(BrowserPage page, string name)
    {
        await page.PictureAsync(name);
        var barriers = await page.BarriersAsync();
        Assert.True(barriers.Length == 0, $"{name}\n{string.Join('\n', barriers)}");
        Assert.True(await page.OverflowAsync() <= 0, $"{name} is wider than its window.");
    }

    private static string NumberOf(string division, string born, int sequence)
    {
        var body = $"{division}{born}{sequence:000}";
        return body + Contracts.Codes.CitizenIdNumber.CheckCharacter(body);
    }
}
