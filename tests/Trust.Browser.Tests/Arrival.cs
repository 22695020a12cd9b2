using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Trust.Browser.Tests;

/// <summary>Waiting for a page by asking for it again and again.</summary>
/// <remarks>WaitForURLAsync looks at what it has heard and then begins to listen: on a busy machine the page is done in between, and it waits for ever.</remarks>
public static class Arrival
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the window shows an address and has loaded it.</summary>
    /// <param name="page">Window.</param>
    /// <param name="address">Address; <c>*</c> is anything within a part of the path, <c>**</c> anything.</param>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        var form = new Regex($"^{Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$");
        await Assertions.Expect(page).ToHaveURLAsync(form, new() { Timeout = (float)Limit.TotalMilliseconds });
        using var limit = new CancellationTokenSource(Limit);
        while (await page.EvaluateAsync<string>("document.readyState") != "complete")
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
