using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Trust.Browser.Tests.Identity;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Browser.Tests.License;

/// <summary>Does what the tour says: a browser for each person, the shell for its commands, the eyes for its codes.</summary>
internal sealed partial class TourPlayer(BrowserNode browser, string address, string dataFolder, View view, string name) : IAsyncDisposable
{
    private readonly Dictionary<string, BrowserPage> people = [];
    private readonly TemporaryFolder folder = new();

    /// <summary>What the commands printed and how they ended, in order.</summary>
    public List<(string Command, int ExitCode, string Output)> Commands { get; } = [];

    /// <summary>Everything that anybody's address bar showed.</summary>
    public List<string> Addresses { get; } = [];

    public async Task PlayAsync(TourStep step)
    {
        if (!people.TryGetValue(step.Who, out var page))
        {
            people[step.Who] = page = await browser.OpenAsync(view, address);
            page.Page.FrameNavigated += (_, frame) => Addresses.Add(frame.Url);
        }

        foreach (var act in step.Acts)
        {
            try
            {
                await ActAsync(page, act);
            }
            catch (Exception exception) when (exception is TimeoutException or PlaywrightException or InvalidOperationException)
            {
                throw new InvalidOperationException($"Step {step.Number}, {step.Who}: {act.Verb} {act.First} {act.Second} at {page.Page.Url}\n{await page.Page.Locator("main").InnerTextAsync()}", exception);
            }
        }

        await LookAsync(page, $"tour-{step.Number}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in people.Values)
        {
            await page.DisposeAsync();
        }

        folder.Dispose();
    }

    private Task ActAsync(BrowserPage page, TourAct act) => act.Verb switch
    {
        "open" => page.GoAsync(act.First),
        "type" => Field(page, act.Second).FillAsync(act.First),
        "otp" => Field(page, act.Second).FillAsync(OneTimeCode.Of(IdentityModule.DemoStaff.Single(staff => staff.StaffNumber == act.First).TotpSecret, TimeProvider.System.GetUtcNow())),
        "sms" => TypeCodeAsync(page, act),
        "choose" when act.Second.Length == 0 => page.Page.Locator("main").GetByLabel(act.First, new() { Exact = false }).First.CheckAsync(),
        "choose" => Field(page, act.Second).SelectOptionAsync(new SelectOptionValue { Label = act.First }),
        "press" => PressAsync(page, act.First),
        "see" => Assertions.Expect(page.Page.Locator("main").GetByText(act.First).First).ToBeVisibleAsync(),
        "download" => DownloadAsync(page, act),
        "scan" => ScanPrintedAsync(page, act.First),
        "scan-screen" => ScanScreenAsync(page),
        "run" => RunAsync(act.First),
        _ => throw new InvalidOperationException("An act that nobody knows."),
    };

    private static ILocator Field(BrowserPage page, string label) => page.Page.Locator("main").GetByLabel(label, new() { Exact = true });

    // A person presses what they see, a button before a link, and goes on when the next page is there.
    private static async Task PressAsync(BrowserPage page, string text)
    {
        await page.Page.EvaluateAsync("window.pressed = true");
        await ClickAsync(page, text);
        await page.Page.WaitForFunctionAsync("() => !window.pressed && document.readyState === 'complete'");
    }

    private static async Task ClickAsync(BrowserPage page, string text)
    {
        var main = page.Page.Locator("main");
        var button = main.GetByRole(AriaRole.Button, new() { Name = text, Exact = true });
        var link = main.GetByRole(AriaRole.Link, new() { Name = text });
        await button.Or(link).First.WaitForAsync();
        await (await button.CountAsync() > 0 ? button : link).First.ClickAsync();
    }

    private async Task TypeCodeAsync(BrowserPage page, TourAct act)
    {
        await Field(page, act.Second).WaitForAsync();
        await Field(page, act.Second).FillAsync(await SandboxPhone.CodeAsync(address, act.First));
    }

    private async Task DownloadAsync(BrowserPage page, TourAct act)
    {
        var download = await page.Page.RunAndWaitForDownloadAsync(() => ClickAsync(page, act.First));
        await download.SaveAsAsync(Path.Combine(folder.Path, act.Second));
    }

    private async Task ScanScreenAsync(BrowserPage scanner)
    {
        var screen = await people["Representative"].Page.Locator("svg.t-qr").ScreenshotAsync();
        await OpenScannedAsync(scanner, QrScanner.Read(screen));
    }

    private async Task ScanPrintedAsync(BrowserPage scanner, string file)
    {
        var printed = Path.Combine(folder.Path, "printed");
        var (code, output) = await StartAsync("pdftoppm", ["-png", "-r", "200", "-singlefile", Path.Combine(folder.Path, file), printed]);
        Assert.True(code == 0, output);
        await OpenScannedAsync(scanner, QrScanner.Read(await File.ReadAllBytesAsync(printed + ".png")));
    }

    private async Task OpenScannedAsync(BrowserPage scanner, string text)
    {
        Assert.StartsWith(address + "/v/", text, StringComparison.Ordinal);
        await scanner.GoAsync(text);
    }

    // As it stands in README, with this node's address and data in the place of the usual ones.
    private async Task RunAsync(string block)
    {
        foreach (var line in CommandLines().Split(block).Select(part => part.Split(" # ")[0].Trim()).Where(part => part.Length > 0))
        {
            var command = line.Replace("./verify", Path.Combine(GatewayNode.Root, "verify"), StringComparison.Ordinal).Replace("http://localhost:5080", address, StringComparison.Ordinal);
            var (code, output) = await StartAsync("bash", ["-c", command]);
            Commands.Add((line, code, output));
        }
    }

    private async Task<(int Code, string Output)> StartAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Trust__DataDirectory"] = dataFolder;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Length > 0 ? output : await errors);
    }

    private async Task LookAsync(BrowserPage page, string picture)
    {
        await page.PictureAsync($"{name}{picture}");
        var barriers = await page.BarriersAsync();
        Assert.True(barriers.Length == 0, $"{picture}\n{string.Join('\n', barriers)}");
        Assert.True(await page.OverflowAsync() <= 0, $"{picture} is wider than its window.");
        Assert.True(page.Complaints.Count == 0, $"{picture}\n{page.Page.Url}\n{string.Join('\n', page.Complaints)}");
    }

    // Line feeds of the block have become spaces: a command begins with its program.
    [GeneratedRegex(@" (?=\./verify |curl )")]
    private static partial Regex CommandLines();
}
