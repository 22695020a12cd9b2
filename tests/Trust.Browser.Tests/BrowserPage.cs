using System.Text.Json;
using Microsoft.Playwright;

namespace Trust.Browser.Tests;

/// <summary>A page that remembers what the browser complained about.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(ReadAxe);
    private static readonly bool Wanted = Environment.GetEnvironmentVariable("TRUST_SCREENS") is { Length: > 0 };
    private readonly IBrowserContext context;
    private View view;

    public BrowserPage(IBrowserContext context, IPage page, View view)
    {
        this.context = context;
        this.view = view;
        Page = page;
        // A violation of the content security policy is a console error too.
        page.Console += (_, message) => Note(message.Type == "error", message.Text);
        page.PageError += (_, error) => Note(true, error);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public async Task<IResponse> GoAsync(string path) =>
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load }) ?? throw new InvalidOperationException(path);

    /// <summary>Serious and critical findings of axe: rule, and where.</summary>
    public async Task<string[]> BarriersAsync()
    {
        await Page.EvaluateAsync(Axe.Value);
        var found = await Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(rule => rule.impact === 'serious' || rule.impact === 'critical')
              .flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? node.failureSummary)))
            """);
        return found.EnumerateArray().Select(finding => finding.GetString()!).ToArray();
    }

    /// <summary>How far the page reaches beyond the window, in pixels.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");

    public async Task<string> TextAsync(string script) => (await Page.EvaluateAsync<JsonElement>(script)).ToString();

    public async Task<string[]> ListAsync(string script) =>
        (await Page.EvaluateAsync<JsonElement>(script)).EnumerateArray().Select(item => item.GetString()!).ToArray();

    /// <summary>Looks in another way from now on: what is loaded gets the other window, what is loaded next the other language and scheme too. A new context would take longer than a page.</summary>
    public async Task ShowAsync(View other)
    {
        if (other.Script != view.Script)
        {
            throw new ArgumentException("Script is switched for a whole context.", nameof(other));
        }

        view = other;
        Complaints.Clear();
        await context.AddCookiesAsync([other.Preferences]);
        await Page.SetViewportSizeAsync(view.Width, view.Height);
    }

    /// <summary>The whole page as a picture, under artifacts/screens, where TRUST_SCREENS asks for pictures: nothing is judged by them, and they take longer than all else.</summary>
    public async Task PictureAsync(string name)
    {
        if (!Wanted)
        {
            return;
        }

        // As tall as the page, so that what sticks to the window's edge stands where it belongs.
        var height = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await Page.SetViewportSizeAsync(view.Width, Math.Max(view.Height, height));
        await Page.ScreenshotAsync(new() { Path = Path.Combine(BrowserNode.Screens, $"{name}-{view.Name}.png"), FullPage = true });
        await Page.SetViewportSizeAsync(view.Width, view.Height);
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Note(bool bad, string text)
    {
        if (bad)
            Complaints.Add(text);
    }

    private static string ReadAxe()
    {
        var path = Path.Combine(GatewayNode.Root, "tests", "browser", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(path) ? File.ReadAllText(path) : throw new InvalidOperationException("axe-core is missing: run npm ci --prefix tests/browser.");
    }
}
