using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>The account centre and the approval of devices as people look at them and use them.</summary>
[Collection(nameof(BrowserNode))]
public sealed class AccountTests(BrowserNode browser, CitizenNode node) : IClassFixture<CitizenNode>
{
    private static readonly View[] Views = [new(), new("en", 390, 844), new(Width: 390, Height: 844, Theme: "dark"), new(Width: 390, Height: 844, Elder: true)];

    public static TheoryData<int> Ways => [.. Enumerable.Range(0, Views.Length)];

    [ChromiumTheory, MemberData(nameof(Ways))]
    [Requirement("IDN-01")]
    public async Task Account_pages_are_whole_in_every_width_language_and_scheme(int way)
    {
        // A person a view, so that each begins with nothing released.
        var mobile = $"1990000000{way + 1}";
        await using var other = await browser.OpenAsync(new View(), node.Address);
        await SignInAsync(other, mobile);
        await using var page = await browser.OpenAsync(Views[way], node.Address);
        await SignInAsync(page, mobile);
        foreach (var (path, name) in new[]
        {
            ("/account", "account"), ("/account/sessions", "account-sessions"), ("/account/sessions?done=one", "account-sessions-done"), ("/account/consents", "account-consents-empty"),
            ("/account/history", "account-history"), ("/account/device", "account-device"), ("/account/device?user_code=1234-5678-9012", "account-device-error"),
        })
        {
            await page.GoAsync(path);
            await LookAsync(page, name);
        }

        await page.GoAsync($"/account/device?user_code={await AskAsync()}");
        await LookAsync(page, "account-device-question");
        await page.Page.Locator("button[value=allow]").ClickAsync();
        await page.Page.ArriveAsync("**/account/device?done=allowed");
        await LookAsync(page, "account-device-allowed");
        foreach (var (path, name) in new[] { ("/account", "account-full"), ("/account/consents", "account-consents"), ("/account/device?done=refused", "account-device-refused") })
        {
            await page.GoAsync(path);
            await LookAsync(page, name);
        }

        Assert.Empty(page.Complaints);
    }

    [ChromiumTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Consent_and_device_are_taken_back_with_and_without_script(bool script)
    {
        var mobile = script ? "19900000007" : "19900000008";
        await using var other = await browser.OpenAsync(new View(), node.Address);
        await SignInAsync(other, mobile);
        await using var page = await browser.OpenAsync(new View(Script: script), node.Address);
        await SignInAsync(page, mobile);
        await page.GoAsync($"/account/device?user_code={await AskAsync()}");
        await page.Page.Locator("button[value=allow]").ClickAsync();
        await page.Page.ArriveAsync("**/account/device?done=allowed");

        await page.GoAsync("/account/consents");
        await page.Page.Locator("[data-dialog='withdraw-demo-web']").ClickAsync();
        await page.Page.Locator("#withdraw-demo-web button[type=submit]").ClickAsync();
        await page.Page.ArriveAsync("**/account/consents?done=withdrawn");
        await Assertions.Expect(page.Page.Locator("#consent-demo-web .t-badge")).ToContainTextAsync("已收回");

        await page.GoAsync("/account/sessions");
        await page.Page.Locator("[data-dialog='others']").ClickAsync();
        await page.Page.Locator("#others button[type=submit]").ClickAsync();
        await page.Page.ArriveAsync("**/account/sessions?done=others");
        await Assertions.Expect(page.Page.Locator(".t-list > li")).ToHaveCountAsync(1);
        await other.Page.WaitForTimeoutAsync(2500);
        await other.GoAsync("/account");
        Assert.Contains("/account/login", other.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    private static async Task SignInAsync(BrowserPage page, string mobile)
    {
        await page.GoAsync("/account/login");
        await page.Page.FillAsync("[name='Input.Account']", mobile);
        await page.Page.FillAsync("[name='Input.Password']", IdentityModule.DemoPassword);
        await page.Page.Locator("main button.t-button-primary").First.ClickAsync();
        await page.Page.ArriveAsync("**/account");
    }

    /// <summary>A device asks; its user code.</summary>
    private async Task<string> AskAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(node.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-web:demo-web-secret")));
        using var content = new FormUrlEncodedContent([new("scope", "openid profile phone id_document offline_access")]);
        using var answer = await client.PostAsync(new Uri("/connect/device", UriKind.Relative), content);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("user_code").GetString()!;
    }

    private static async Task LookAsync(BrowserPage page, string name)
    {
        await page.PictureAsync(name);
        var barriers = await page.BarriersAsync();
        Assert.True(barriers.Length == 0, $"{name}\n{string.Join('\n', barriers)}");
        Assert.True(await page.OverflowAsync() <= 0, $"{name} is wider than its window.");
    }
}
