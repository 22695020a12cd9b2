using Microsoft.Playwright;
using Trust.Contracts;
using Trust.Hosting.Outbound;
using Trust.Testing;

namespace Trust.Browser.Tests.Sandbox;

/// <summary>The sandbox's page as developers look at it: with messages and a fault, in both languages and widths.</summary>
[Collection(nameof(BrowserNode))]
public sealed class SandboxTests(BrowserNode node)
{
    private static readonly View[] Views =
    [
        new(), new("en"), new(Width: 390, Height: 844), new("en", 390, 844), new(Theme: "dark"), new(Width: 390, Height: 844, Elder: true), new("en", 320, 256),
    ];

    [ChromiumFact]
    public async Task Page_has_no_barriers_in_any_language_width_or_scheme()
    {
        await SendAsync("【云川省统一信任服务】验证码427196，5分钟内有效，用于登录。不要告诉任何人，我们也不会问。");
        await SetFaultsAsync("""{"sms":{"slowSeconds":1}}""");
        try
        {
            await using var page = await node.OpenAsync(new());
            foreach (var view in Views)
            {
                await LookAsync(page, view);
            }
        }
        finally
        {
            await SetFaultsAsync("{}");
        }
    }

    [ChromiumTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_is_switched_on_and_off_with_and_without_script(bool script)
    {
        await using var page = await node.OpenAsync(new View(Script: script));
        await page.GoAsync("/sandbox");
        await page.Page.Locator("#Registry_Unsigned").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "保存故障设置" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("已打开的故障：人口库的回答没有签名。")).ToBeVisibleAsync();
        Assert.True(await page.Page.Locator("#Registry_Unsigned").IsCheckedAsync());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "全部恢复正常" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#Registry_Unsigned")).Not.ToBeCheckedAsync();
        Assert.Empty(page.Complaints);
    }

    private static async Task LookAsync(BrowserPage page, View view)
    {
        await page.ShowAsync(view);
        await page.GoAsync("/sandbox");
        await page.PictureAsync("sandbox");
        var barriers = await page.BarriersAsync();
        Assert.True(barriers.Length == 0, $"{view.Name}\n{string.Join('\n', barriers)}");
        Assert.True(await page.OverflowAsync() <= 0, $"{view.Name} is wider than its window.");
        Assert.Empty(page.Complaints);
    }

    private async Task SendAsync(string text)
    {
        const string Path = "/sandbox/sms/v1/messages";
        var key = new Secret(ConnectorOptions.DevelopmentKey);
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { id = Guid.NewGuid(), to = "+8619900000001", text });
        using var client = new HttpClient { BaseAddress = new Uri(node.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new("Bearer", ConnectorClient.BearerToken(key));
        request.Headers.Add(ConnectorSignature.HeaderName, ConnectorSignature.OfRequest(key, "POST", Path, body, TimeProvider.System.GetUtcNow()).ToString());
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private async Task SetFaultsAsync(string faults)
    {
        using var client = new HttpClient { BaseAddress = new Uri(node.Address) };
        using var content = new StringContent(faults);
        using var answer = await client.PutAsync(new Uri("/sandbox/faults", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }
}
