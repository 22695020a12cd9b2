using Trust.Testing;

namespace Trust.Browser.Tests.Design;

/// <summary>Everything can be reached and used by keyboard, and one sees where one is (WCAG 2.2, 2.1.1, 2.4.3, 2.4.7, 2.4.11).</summary>
[Collection(nameof(BrowserNode))]
public sealed class KeyboardTests(BrowserNode node)
{
    private const string Focusable =
        """
        () => {
          const groups = new Set();
          return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(element => {
            if (element.disabled || element.type === 'hidden' || !element.checkVisibility({ visibilityProperty: true })) return false;
            if (element.type === 'radio') {
              if (groups.has(element.name)) return false;
              groups.add(element.name);
            }
            return true;
          }).map(element => element.type === 'radio' ? 'radio ' + element.name : element.tagName + ' ' + (element.id || element.name || element.textContent.trim() || element.ariaLabel));
        }
        """;

    private const string Focused =
        """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) return [];
          const name = element.type === 'radio' ? 'radio ' + element.name : element.tagName + ' ' + (element.id || element.name || element.textContent.trim() || element.ariaLabel);
          const shown = e => getComputedStyle(e).boxShadow !== 'none' || (getComputedStyle(e).outlineStyle !== 'none' && !getComputedStyle(e).outlineColor.endsWith(', 0)'));
          const ring = shown(element) || (element.closest('.t-search') && shown(element.closest('.t-search')));
          const box = element.getClientRects()[0];
          const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
          const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 24), 0), innerHeight - 1);
          const top = document.elementFromPoint(x, y);
          const free = top && (element.contains(top) || top.contains(element) || top.closest('label')?.contains(element) || top.closest('.t-select, .t-search, .t-reveal')?.contains(element));
          return [name, ring ? '' : 'no ring', free ? '' : 'covered by ' + top?.tagName + '.' + top?.className];
        }
        """;

    [ChromiumTheory]
    [InlineData("/design", 1280)]
    [InlineData("/design", 390)]
    [InlineData("/design/portal", 1280)]
    [InlineData("/design/portal", 390)]
    [InlineData("/design/sign-in", 390)]
    [InlineData("/design/verify", 390)]
    [InlineData("/design/console", 1280)]
    [InlineData("/design/console", 390)]
    public async Task Tab_reaches_everything_in_order_and_shows_where_one_is(string path, int width)
    {
        await using var page = await node.OpenAsync(new(Width: width, Height: 720));
        await page.GoAsync(path);
        var expected = await page.ListAsync(Focusable);
        var walked = new List<string>();
        for (var step = 0; step < expected.Length + 5; step++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var focused = await page.ListAsync(Focused);
            if (focused.Length == 0)
                break;
            Assert.True(focused[1].Length == 0 && focused[2].Length == 0, $"{path} at {width}: {string.Join("; ", focused)}");
            walked.Add(focused[0]);
        }

        Assert.Equal(expected, walked);
    }

    [ChromiumFact]
    public async Task Dialog_keeps_focus_and_gives_it_back()
    {
        await using var page = await node.OpenAsync(new());
        await page.GoAsync("/design");
        var opener = page.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "挂失这枚印章" });
        await opener.FocusAsync();
        await page.Page.Keyboard.PressAsync("Space");
        var dialog = page.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog, new() { Name = "挂失这枚印章？" });
        Assert.True(await dialog.IsVisibleAsync());
        Assert.Empty(await page.BarriersAsync());
        await page.PictureAsync("dialog");
        for (var step = 0; step < 8; step++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.Equal("true", await page.TextAsync("String(document.activeElement === document.body || !!document.activeElement.closest('dialog'))"));
        }

        await page.Page.Keyboard.PressAsync("Escape");
        Assert.False(await dialog.IsVisibleAsync());
        Assert.Equal("lose", await page.TextAsync("document.activeElement.dataset.dialog"));
        await opener.ClickAsync();
        await dialog.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "取消" }).ClickAsync();
        Assert.False(await dialog.IsVisibleAsync());
    }

    [ChromiumFact]
    public async Task Menu_closes_on_escape_and_returns_to_its_button()
    {
        await using var page = await node.OpenAsync(new(Width: 390, Height: 844));
        await page.GoAsync("/design/portal");
        await page.Page.Locator("summary", new() { HasText = "菜单" }).PressAsync("Enter");
        Assert.True(await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "English" }).IsVisibleAsync());
        Assert.Empty(await page.BarriersAsync());
        await page.PictureAsync("menu");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("SUMMARY", await page.TextAsync("document.activeElement.tagName"));
        Assert.False(await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "English" }).IsVisibleAsync());
    }
}
