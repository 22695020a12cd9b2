using Trust.Testing;

namespace Trust.Browser.Tests.Portal;

/// <summary>The portal's pages as people look at them; the program shows them as a demo person.</summary>
[Collection(nameof(BrowserNode))]
public sealed class HomeTests(BrowserNode node)
{
    private static readonly string[] Paths = ["/", "/about", "/about/recognise", "/about/privacy", "/about/accessibility", "/error/404"];

    private static readonly View[] Views =
    [
        new(), new("en"), new(Width: 390, Height: 844), new("en", 390, 844),
        new(Width: 390, Height: 844, Theme: "dark"), new(Width: 390, Height: 844, Elder: true), new(Width: 320, Height: 256),
    ];

    private static readonly View[] TextViews = [new(), new("en", 390, 844), new(Width: 390, Height: 844), new("en"), new(Width: 320, Height: 256, Elder: true)];

    public static TheoryData<string> Pages => [.. Paths];

    [ChromiumTheory, MemberData(nameof(Pages))]
    [Requirement("POR-01")]
    public async Task Page_has_no_barriers_in_any_language_width_or_scheme(string path)
    {
        await using var page = await node.OpenAsync(new());
        foreach (var view in path == "/" ? Views : TextViews)
        {
            await page.ShowAsync(view);
            await page.GoAsync(path);
            await page.PictureAsync(path == "/" ? "home" : path.Trim('/').Replace('/', '-'));
            var barriers = await page.BarriersAsync();
            Assert.True(barriers.Length == 0, $"{path} {view.Name}\n{string.Join('\n', barriers)}");
            Assert.True(await page.OverflowAsync() <= 0, $"{path} {view.Name} is wider than its window.");

            // The browser's own note of the answer 404 is no complaint about the page.
            Assert.DoesNotContain(page.Complaints, complaint => !complaint.Contains("404", StringComparison.Ordinal));
        }
    }

    [ChromiumFact]
    public async Task Home_page_needs_no_script()
    {
        await using var page = await node.OpenAsync(new View(Script: false));
        await page.GoAsync("/");
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Home_page_greets_whom_Identity_names()
    {
        await using var page = await node.OpenAsync(new View());
        await page.GoAsync("/");
        Assert.Equal("林清和，您好", await page.Page.Locator("h1").InnerTextAsync());
        await using var english = await node.OpenAsync(new View("en"));
        await english.GoAsync("/");
        Assert.Equal("Hello, 林清和", await english.Page.Locator("h1").InnerTextAsync());
    }

    [ChromiumFact]
    public async Task No_link_of_any_page_is_dead()
    {
        await using var page = await node.OpenAsync(new View());
        var seen = new HashSet<string>(Paths);
        var waiting = new Queue<string>(Paths);
        while (waiting.TryDequeue(out var path))
        {
            var answer = await page.GoAsync(path);
            Assert.True(answer.Status == 200 || path == "/error/404", $"{path} answers {answer.Status}.");
            foreach (var link in await page.ListAsync("() => [...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.getAttribute('href').split('#')[0])"))
            {
                if (!link.StartsWith("/preferences", StringComparison.Ordinal) && seen.Add(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        Assert.True(seen.Count >= Paths.Length);
    }

    [ChromiumFact]
    public async Task Language_is_changed_without_script_and_stays_on_the_page()
    {
        await using var page = await node.OpenAsync(new View(Script: false));
        await page.GoAsync("/about/privacy");
        await page.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "English" }).First.ClickAsync();
        Assert.EndsWith("/about/privacy", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal("Privacy", await page.Page.Locator("h1").InnerTextAsync());
    }
}
