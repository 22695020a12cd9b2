using Microsoft.Playwright;
using Trust.Testing;

namespace Trust.Browser.Tests.Design;

/// <summary>Forms, with script and without.</summary>
[Collection(nameof(BrowserNode))]
public sealed class FormTests(BrowserNode node)
{
    [ChromiumTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Faulty_form_comes_back_filled_in_and_says_what_to_change(bool script)
    {
        await using var page = await node.OpenAsync(new(Width: 390, Height: 844, Script: script));
        await page.GoAsync("/design");
        await page.Page.GetByLabel("手机号", new() { Exact = true }).FillAsync("139 0000 1284");
        await page.Page.Locator("#Input_CitizenId").FillAsync("99010219900307002");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        var summary = page.Page.GetByRole(AriaRole.Alert);
        await summary.WaitForAsync();
        Assert.Contains("有2处要改", await summary.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("139 0000 1284", await page.Page.Locator("#Input_Phone").InputValueAsync());
        if (!script)
            return;
        Assert.Equal("t-summary", await page.TextAsync("document.activeElement.className"));
        Assert.Empty(await page.BarriersAsync());
        await page.PictureAsync("faults");
        await summary.GetByRole(AriaRole.Link).First.ClickAsync();
        Assert.Equal("Input_CitizenId", await page.TextAsync("document.activeElement.id"));
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Button_says_that_it_is_busy_and_sends_only_once()
    {
        await using var page = await node.OpenAsync(new());
        var posts = 0;
        await page.Page.RouteAsync("**/design", async route =>
        {
            if (route.Request.Method == "POST")
            {
                Interlocked.Increment(ref posts);
                await Task.Delay(600);
            }

            await route.ContinueAsync();
        });
        await page.GoAsync("/design");
        var label = await page.TextAsync(
            """
            () => {
              const button = document.querySelector('#forms [data-busy]');
              button.click();
              button.click();
              return button.querySelector('.t-button-label').textContent;
            }
            """);
        Assert.Equal("正在提交", label);
        await page.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.Equal(1, posts);
    }

    [ChromiumFact]
    public async Task Without_script_a_dialog_is_a_section_and_switches_are_links()
    {
        await using var page = await node.OpenAsync(new(Script: false));
        await page.GoAsync("/design");
        Assert.False(await page.Page.Locator("#lose").IsVisibleAsync());
        await page.Page.GetByText("挂失这枚印章", new() { Exact = true }).ClickAsync();
        Assert.True(await page.Page.GetByText("确认挂失").IsVisibleAsync());
        await page.PictureAsync("dialog-without-script");
        await page.Page.GetByText("English", new() { Exact = true }).First.ClickAsync();
        Assert.Equal("Design system", await page.Page.Locator("h1").InnerTextAsync());
        await page.Page.GetByText("Larger text", new() { Exact = true }).First.ClickAsync();
        Assert.True(await page.Page.GetByText("Call 12345 for help").IsVisibleAsync());
        Assert.EndsWith("/design", page.Page.Url, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Password_is_shown_on_demand()
    {
        await using var page = await node.OpenAsync(new());
        await page.GoAsync("/design/sign-in");
        await page.Page.Locator("#Password").FillAsync("geheim");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "显示" }).ClickAsync();
        Assert.Equal("text", await page.Page.Locator("#Password").GetAttributeAsync("type"));
    }

    [ChromiumFact]
    public async Task Error_page_is_clean_and_its_reference_can_be_copied()
    {
        foreach (var view in new View[] { new(), new("en", 390, 844) })
        {
            await using var page = await node.OpenAsync(view);
            var response = await page.GoAsync("/nothing-here");
            Assert.Equal(404, response.Status);
            Assert.Empty(await page.BarriersAsync());
            Assert.True(await page.OverflowAsync() <= 0);
            Assert.DoesNotContain(page.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
            Assert.True(await page.Page.Locator("[data-copy]").IsVisibleAsync());
            await page.PictureAsync("error");
        }
    }
}
