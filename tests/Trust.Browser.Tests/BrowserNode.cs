using Microsoft.Playwright;
using Trust.Testing;

namespace Trust.Browser.Tests;

/// <summary>One program and one Chromium for all browser tests; each test has its own context.</summary>
public sealed class BrowserNode : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private GatewayNode? gateway;

    public string Address => gateway!.Address;

    public static string Screens { get; } = Directory.CreateDirectory(Path.Combine(GatewayNode.Root, "artifacts", "screens")).FullName;

    public async Task InitializeAsync()
    {
        // Fixtures are made even where every test is skipped.
        if (!Machine.HasChromium)
        {
            return;
        }

        gateway = await GatewayNode.StartAsync("--Trust:Portal:PreviewPerson=林清和");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Machine.ChromiumPath,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A page in the way that someone looks at it.</summary>
    public Task<BrowserPage> OpenAsync(View view) => OpenAsync(view, Address);

    /// <summary>The same at another program.</summary>
    public async Task<BrowserPage> OpenAsync(View view, string address)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address,
            Locale = view.Language,
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            JavaScriptEnabled = view.Script,
            HasTouch = view.Width < 640,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await context.AddCookiesAsync([view.Preferences]);
        return new BrowserPage(context, await context.NewPageAsync(), view);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (gateway is not null)
            await gateway.DisposeAsync();
    }
}

/// <summary>How a page is looked at.</summary>
public sealed record View(string Language = "zh-CN", int Width = 1280, int Height = 900, string Theme = "light", bool Elder = false, bool Script = true)
{
    /// <summary>The cookie in which the pages keep it.</summary>
    public Cookie Preferences => new() { Name = "trust-view", Value = $"{Language}.{(Elder ? 1 : 0)}.{Theme}", Domain = "localhost", Path = "/" };

    public string Name => $"{Width}-{Language}-{Theme}{(Elder ? "-elder" : "")}";
}

[CollectionDefinition(nameof(BrowserNode))]
public sealed class BrowserTests : ICollectionFixture<BrowserNode>;
