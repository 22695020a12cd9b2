using System.Globalization;
using Microsoft.Playwright;
using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>Somebody of the sandbox's register.</summary>
public sealed record Newcomer(string Name, string Division, string Born, int Sequence, string Ethnicity, string Mobile)
{
    /// <summary>With the check character of GB 11643, computed here again.</summary>
    public string IdNumber
    {
        get
        {
            var body = string.Create(CultureInfo.InvariantCulture, $"{Division}{Born}{Sequence:D3}");
            var sum = body.Select((digit, index) => (digit - '0') * ((1 << (17 - index)) % 11)).Sum();
            return body + "10X98765432"[sum % 11];
        }
    }
}

/// <summary>The whole way of a person: registered, signed in at a department's application on another origin, asked, back, and out again.</summary>
[Collection(nameof(BrowserNode))]
public sealed class JourneyTests(BrowserNode browser, SampleNode node) : IClassFixture<SampleNode>
{
    private static readonly Newcomer[] People =
    [
        new("唐以宁", "990101", "19941130", 204, "01", "19911110001"), new("罗启明", "990102", "19860219", 153, "06", "19911110002"),
        new("岩温罕", "990103", "19990405", 88, "18", "19911110003"), new("马志宏", "990201", "19770316", 41, "03", "19911110004"),
    ];

    // The first of the list of ethnicities, which one press of a key chooses.
    private static readonly Newcomer[] AtTheKeyboard = [new("韩松年", "990101", "19680523", 117, "01", "19911110005"), new("魏兰芝", "990102", "19721007", 26, "01", "19911110006")];

    [ChromiumTheory]
    [InlineData(0, "zh-CN", 1280, true)]
    [InlineData(1, "en", 390, true)]
    [InlineData(2, "zh-CN", 390, false)]
    [InlineData(3, "en", 1280, false)]
    [Requirement("IDN-01")]
    [Requirement("IDN-35")]
    public async Task Person_registers_signs_in_at_an_application_consents_and_signs_out(int person, string language, int width, bool script)
    {
        var who = People[person];
        await using var page = await browser.OpenAsync(new View(language, width, width == 390 ? 844 : 900, Script: script), node.Platform);
        var tab = page.Page;
        await tab.GotoAsync(SampleNode.Address);
        await tab.Locator("a.button").ClickAsync();
        await LookAsync(page, "login", script);

        await tab.Locator("a[href*='/account/register']").First.ClickAsync();
        await RegisterAsync(page, who, script);
        await tab.GotoAsync(SampleNode.Address);
        await tab.Locator("a.button").ClickAsync();
        await tab.FillAsync("[name='Input.Account']", who.Mobile);
        await tab.FillAsync("[name='Input.Password']", "春天的第七片叶子");
        await tab.Locator("button.t-button-primary").ClickAsync();
        await tab.ArriveAsync("**/account/consent**");
        await LookAsync(page, "consent", script);
        Assert.Contains("****", await tab.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await tab.Locator("button[name=decision][value=allow]").ClickAsync();
        await tab.ArriveAsync($"{SampleNode.Address}/");

        Assert.Equal("urn:gov-trust:acr:natural:l1", await tab.Locator("[data-claim=acr]").InnerTextAsync());
        Assert.Contains(who.Name, await tab.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("phone_number", await tab.Locator("main, body").First.InnerTextAsync(), StringComparison.Ordinal);
        await tab.Locator("button[type=submit]").ClickAsync();
        await tab.ArriveAsync($"{SampleNode.Address}/");
        await Assertions.Expect(tab.Locator("a[href='/sign-in']")).ToBeVisibleAsync();

        // Signed out of the platform too.
        await page.GoAsync("/account");
        Assert.Contains("/account/login", tab.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [ChromiumTheory]
    [InlineData(0, "zh-CN", 1280)]
    [InlineData(1, "en", 390)]
    [Requirement("IDN-13")]
    public async Task Whole_way_is_walked_with_the_keyboard_alone(int person, string language, int width)
    {
        var who = AtTheKeyboard[person];
        await using var page = await browser.OpenAsync(new View(language, width, width == 390 ? 844 : 900), node.Platform);
        var tab = page.Page;
        await tab.GotoAsync(SampleNode.Address);
        await PressAsync(tab, "a.button", "Enter");
        await tab.ArriveAsync("**/account/login**");
        await PressAsync(tab, "main a[href*='/account/register']", "Enter");
        await tab.ArriveAsync("**/account/register**");
        await TypeAsync(tab, "[name='Input.Name']", who.Name);
        await TypeAsync(tab, "[name='Input.IdNumber']", who.IdNumber);
        await PressAsync(tab, "[name='Input.Ethnicity']", "ArrowDown");
        Assert.Equal(who.Ethnicity, await tab.InputValueAsync("[name='Input.Ethnicity']"));
        await TypeAsync(tab, "[name='Input.Mobile']", who.Mobile);
        await TypeAsync(tab, "[name='Input.Password']", "春天的第七片叶子");
        await PressAsync(tab, "[name='Input.Agreed'][type=checkbox]", "Space");
        await PressAsync(tab, "main button.t-button-primary", "Enter");
        await tab.ArriveAsync("**/account/register/code**");
        await TypeAsync(tab, "[name=Code]", await CodeAsync(who.Mobile));
        await tab.Keyboard.PressAsync("Enter");
        await tab.ArriveAsync("**/account/register/done**");
        await LevelAsync(who.Mobile);

        await tab.GotoAsync(SampleNode.Address);
        await PressAsync(tab, "a.button", "Enter");
        await tab.ArriveAsync("**/account/login**");
        await TypeAsync(tab, "[name='Input.Account']", who.Mobile);
        await TypeAsync(tab, "[name='Input.Password']", "春天的第七片叶子");
        await tab.Keyboard.PressAsync("Enter");
        await tab.ArriveAsync("**/account/consent**");
        await PressAsync(tab, "input[value=phone]", "Space");
        await PressAsync(tab, "button[value=allow]", "Enter");
        await tab.ArriveAsync($"{SampleNode.Address}/");
        Assert.Contains($"+86{who.Mobile}", await tab.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        await PressAsync(tab, "button[type=submit]", "Enter");
        await Assertions.Expect(tab.Locator("a[href='/sign-in']")).ToBeVisibleAsync();
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Application_that_asks_for_the_middle_level_gets_the_missing_factor_in_the_same_session()
    {
        await using var page = await browser.OpenAsync(new View(), node.Platform);
        var tab = page.Page;
        await tab.GotoAsync($"{SampleNode.Address}/sign-in?acr=urn:gov-trust:acr:natural:l2");
        await tab.FillAsync("[name='Input.Account']", "19900000002");
        await tab.FillAsync("[name='Input.Password']", "Trust-Demo-2026!");
        await tab.Locator("button.t-button-primary").ClickAsync();
        await tab.ArriveAsync("**/account/step-up**");
        await LookAsync(page, "step-up", script: true);
        if (await tab.Locator("input[autocomplete='one-time-code']").CountAsync() == 0)
        {
            await tab.Locator("button.t-button-primary").ClickAsync();
        }

        await tab.FillAsync("input[autocomplete='one-time-code']", await CodeAsync("19900000002"));
        await LookAsync(page, "step-up-code", script: true);
        await tab.Locator("button.t-button-primary").ClickAsync();
        await tab.ArriveAsync("**/account/consent**");
        await tab.Locator("button[value=allow]").ClickAsync();
        await tab.ArriveAsync($"{SampleNode.Address}/");
        Assert.Equal("urn:gov-trust:acr:natural:l2", await tab.Locator("[data-claim=acr]").InnerTextAsync());
    }

    [ChromiumFact]
    public async Task Refusal_goes_back_to_the_application_without_anything()
    {
        await using var page = await browser.OpenAsync(new View(Script: false), node.Platform);
        var tab = page.Page;
        await tab.GotoAsync($"{SampleNode.Address}/sign-in");
        await tab.FillAsync("[name='Input.Account']", "990101198506210468");
        await tab.FillAsync("[name='Input.Password']", "Trust-Demo-2026!");
        await tab.Locator("button.t-button-primary").ClickAsync();
        if (tab.Url.Contains("/account/consent", StringComparison.Ordinal))
        {
            await tab.Locator("button[value=deny]").ClickAsync();
        }

        Assert.StartsWith(SampleNode.Address, tab.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("周明慧", await tab.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
    }

    private async Task RegisterAsync(BrowserPage page, Newcomer who, bool script)
    {
        var tab = page.Page;
        await LookAsync(page, "register", script);
        await tab.FillAsync("[name='Input.Name']", who.Name);
        await tab.FillAsync("[name='Input.IdNumber']", who.IdNumber);
        await tab.SelectOptionAsync("[name='Input.Ethnicity']", who.Ethnicity);
        await tab.FillAsync("[name='Input.Mobile']", who.Mobile);
        await tab.FillAsync("[name='Input.Password']", "春天的第七片叶子");
        await tab.CheckAsync("[name='Input.Agreed'][type=checkbox]");
        await tab.Locator("main button.t-button-primary").ClickAsync();
        await tab.ArriveAsync("**/account/register/code**");
        await LookAsync(page, "register-code", script);
        await tab.FillAsync("[name=Code]", await CodeAsync(who.Mobile));
        await tab.Locator("main button.t-button-primary").ClickAsync();
        await tab.ArriveAsync("**/account/register/done**");
        await LookAsync(page, "register-done", script);
        await LevelAsync(who.Mobile);
    }

    // The registry is asked in the background: its notice is the sign that the level is there.
    private Task<string> LevelAsync(string mobile) => SandboxPhone.MessageAsync(node.Platform, mobile, text => !SandboxPhone.HasCode(text));

    private Task<string> CodeAsync(string mobile) => SandboxPhone.CodeAsync(node.Platform, mobile);

    private static async Task LookAsync(BrowserPage page, string name, bool script)
    {
        await page.PictureAsync(name);
        if (!script)
        {
            return;
        }

        var barriers = await page.BarriersAsync();
        Assert.True(barriers.Length == 0, $"{name}\n{string.Join('\n', barriers)}");
        Assert.True(await page.OverflowAsync() <= 0, $"{name} is wider than its window.");
    }

    private static async Task TypeAsync(IPage page, string selector, string text)
    {
        await FocusAsync(page, selector);
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task PressAsync(IPage page, string selector, string key)
    {
        await FocusAsync(page, selector);
        await page.Keyboard.PressAsync(key);
    }

    private static async Task FocusAsync(IPage page, string selector)
    {
        for (var step = 0; step < 60; step++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{selector} is not reached with the keyboard.");
    }
}
