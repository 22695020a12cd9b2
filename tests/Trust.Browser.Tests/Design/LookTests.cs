using Trust.Testing;

namespace Trust.Browser.Tests.Design;

/// <summary>Every sample page, in the ways that people look at it.</summary>
[Collection(nameof(BrowserNode))]
public sealed class LookTests(BrowserNode node)
{
    private static readonly string[] Paths =
        ["/design", "/design/portal", "/design/verify", "/design/account", "/design/sign-in", "/design/console", "/design/phone"];

    private static readonly View[] Views =
    [
        new(), new("en"), new(Width: 390, Height: 844), new("en", 390, 844),
        new(Width: 390, Height: 844, Theme: "dark"), new(Width: 390, Height: 844, Elder: true), new("en", Elder: true),
    ];

    // Every component is on the first page; the samples put them together.
    private static readonly View[] SampleViews = [new(), new("en", 390, 844), new(Width: 390, Height: 844, Theme: "dark"), new(Width: 390, Height: 844, Elder: true)];

    public static TheoryData<string> Pages => [.. Paths];

    [ChromiumTheory, MemberData(nameof(Pages))]
    public async Task Page_has_no_barriers_in_any_language_width_or_scheme(string path)
    {
        await using var page = await node.OpenAsync(new());
        foreach (var view in path == "/design" ? Views : SampleViews)
        {
            await page.ShowAsync(view);
            var response = await page.GoAsync(path);
            Assert.Contains("default-src 'self'", (await response.AllHeadersAsync())["content-security-policy"], StringComparison.Ordinal);
            var barriers = await page.BarriersAsync();
            Assert.True(barriers.Length == 0, $"{path} {view.Name}\n{string.Join('\n', barriers)}");
            Assert.True(await page.OverflowAsync() <= 0, $"{path} {view.Name} is wider than its window.");
            Assert.Empty(page.Complaints);
            await page.PictureAsync(path.Trim('/').Replace('/', '-'));
        }
    }

    [ChromiumTheory, MemberData(nameof(Pages))]
    public async Task Page_fits_a_window_at_400_percent(string path)
    {
        // WCAG 2.2, 1.4.10: 1280 by 1024 at 400 % is 320 by 256.
        await using var page = await node.OpenAsync(new());
        foreach (var view in new View[] { new(Width: 320, Height: 256), new("en", 320, 256), new(Width: 320, Height: 256, Elder: true) })
        {
            await page.ShowAsync(view);
            await page.GoAsync(path);
            var wide = await page.ListAsync(
                """
                () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
                  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.t-rosette')).map(e => e.tagName + '.' + e.className).slice(0, 5)
                """);
            Assert.True(await page.OverflowAsync() <= 0, $"{path} {view.Name}: {string.Join(", ", wide)}");
        }
    }

    [ChromiumTheory, MemberData(nameof(Pages))]
    public async Task Elder_page_has_no_small_text_and_no_small_controls(string path)
    {
        await using var page = await node.OpenAsync(new());
        foreach (var width in new[] { 390, 1280 })
        {
            await page.ShowAsync(new(Width: width, Elder: true));
            await page.GoAsync(path);
            var small = await page.ListAsync(
                """
                () => {
                  const seen = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.t-hidden, svg, .t-skip');
                  const found = [];
                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  while (walker.nextNode()) {
                    const element = walker.currentNode.parentElement;
                    if (!walker.currentNode.data.trim() || !seen(element)) continue;
                    const size = parseFloat(getComputedStyle(element).fontSize);
                    if (size < 18 && !element.closest('.t-brand-latin')) found.push(`${size} px: ${element.className} ${walker.currentNode.data.trim()}`);
                  }
                  const controls = '.t-button, .t-input, .t-tabs a, .t-tabbar a, .t-side-nav a, .t-choice, summary';
                  for (const control of document.querySelectorAll(controls)) {
                    const height = control.getBoundingClientRect().height;
                    if (seen(control) && height < 55.5 && !control.closest('.t-header')) found.push(`${height} px high: ${control.className} ${control.textContent.trim()}`);
                  }
                  return found;
                }
                """);
            Assert.True(small.Length == 0, $"{path} at {width}\n{string.Join('\n', small)}");
            Assert.True(await page.Page.GetByText("打12345找人帮忙").IsVisibleAsync());
        }
    }
}
