using Microsoft.Playwright;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>Staff at work in real Chromium, with a virtual authenticator, under the settings of a real installation.</summary>
[Collection(nameof(BrowserNode))]
public sealed class StaffTests(BrowserNode browser, SecureNode node) : IClassFixture<SecureNode>
{
    [ChromiumFact]
    [Requirement("IDN-02")]
    [Requirement("SEC-06")]
    public async Task Administrator_enrols_a_passkey_and_confirms_each_act_with_it()
    {
        await using var page = await browser.OpenAsync(new View(), node.Address);
        var device = await VirtualAuthenticator.OfAsync(page.Page);
        await SignInAsync(page, "YC1003");
        await LookAsync(page, "staff-home");

        // Without a passkey nothing is changed.
        await page.GoAsync("/admin/identity/applications");
        await LookAsync(page, "applications");
        await page.GoAsync("/admin/identity/applications/demo-web");
        await LookAsync(page, "application");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "停用应用" }).First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "停用应用" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog).Locator("[data-passkey-note]")).ToBeVisibleAsync();

        await page.GoAsync("/account/staff/passkeys");
        await LookAsync(page, "passkeys-empty");
        await page.Page.FillAsync("[name=Name]", "工位上的蓝色密钥");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("工位上的蓝色密钥")).ToBeVisibleAsync();
        await LookAsync(page, "passkeys");

        // An act of a console, and a key change that asks for itself again.
        await page.GoAsync("/admin/identity/applications/new");
        await LookAsync(page, "application-new");
        await page.Page.FillAsync("[name='Input.Name']", "澜江健康挂号");
        await page.Page.FillAsync("[name='Input.Purpose']", "预约挂号和就诊提醒");
        await page.Page.FillAsync("[name='Input.RedirectUris']", "https://health.example/callback");
        await page.Page.CheckAsync("[name='Input.Scopes'][value='profile']");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "登记应用" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("请现在就把密钥保存好")).ToBeVisibleAsync();
        await LookAsync(page, "application-secret");
        var before = await device.LargestCountAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "查看应用" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "换密钥" }).First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "换密钥" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("请现在就把密钥保存好")).ToBeVisibleAsync();
        Assert.True(await device.LargestCountAsync() > before);

        // Whose finger it is not, changes nothing.
        await device.VerifyUserAsync(false);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "换密钥" }).First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "换密钥" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog).Locator("[data-passkey-note]")).ToBeVisibleAsync();
        await device.VerifyUserAsync(true);

        // Back by the passkey alone.
        await page.GoAsync("/account/staff/home");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).First.ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("已用通行密钥确认")).ToBeVisibleAsync();
        Assert.DoesNotContain(page.Complaints, complaint => !complaint.Contains("Failed to load resource", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Staff_pages_are_whole_on_a_phone_and_in_English()
    {
        await using var page = await browser.OpenAsync(new View("en", 390, 844), node.Address);
        await page.GoAsync("/account/staff/login");
        await LookAsync(page, "staff-login");
        await SignInAsync(page, "YC1004");
        foreach (var (path, name) in new[]
        {
            ("/account/staff/home", "staff-home"), ("/account/staff/passkeys", "passkeys"), ("/account/staff/step-up", "staff-step-up"),
            ("/admin/identity/applications", "applications"), ("/admin/identity/applications/demo-web", "application"),
        })
        {
            await page.GoAsync(path);
            await LookAsync(page, name);
        }

        // Who guards security reads, and registers nothing.
        var refused = await page.GoAsync("/admin/identity/applications/new");
        Assert.Equal(403, refused.Status);
    }

    [ChromiumFact]
    public async Task Wrong_code_is_told_without_saying_which_part_was_wrong()
    {
        await using var page = await browser.OpenAsync(new View(), node.Address);
        await page.GoAsync("/account/staff/login");
        await FillAsync(page.Page, "YC1005", "000000");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("工号、密码或动态口令不对。").First).ToBeVisibleAsync();
        await LookAsync(page, "staff-login-error");
    }

    private static async Task SignInAsync(BrowserPage page, string number)
    {
        await page.GoAsync("/account/staff/login");
        var secret = IdentityModule.DemoStaff.Single(staff => staff.StaffNumber == number).TotpSecret;
        await FillAsync(page.Page, number, OneTimeCode.Of(secret, TimeProvider.System.GetUtcNow()));
        await page.Page.Locator("form").Filter(new() { Has = page.Page.Locator("[name='Input.Code']") }).Locator("button.t-button-primary").ClickAsync();
        await page.Page.ArriveAsync("**/account/staff/home");
    }

    private static async Task FillAsync(IPage page, string number, string code)
    {
        await page.FillAsync("[name='Input.StaffNumber']", number);
        await page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await page.FillAsync("[name='Input.Code']", code);
    }

    private static async Task LookAsync(BrowserPage page, string name)
    {
        await page.PictureAsync(name);
        var barriers = await page.BarriersAsync();
        Assert.True(barriers.Length == 0, $"{name}\n{string.Join('\n', barriers)}");
        Assert.True(await page.OverflowAsync() <= 0, $"{name} is wider than its window.");
    }
}
