using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Trust.Browser.Tests.Identity;

/// <summary>Reads what the platform sent to a telephone of the sandbox.</summary>
internal static partial class SandboxPhone
{
    /// <summary>The newest code, as soon as there is one.</summary>
    public static async Task<string> CodeAsync(string address, string mobile) => SixDigits().Match(await MessageAsync(address, mobile, HasCode)).Value;

    public static bool HasCode(string text) => SixDigits().IsMatch(text);

    /// <summary>The newest message that fits, as soon as there is one.</summary>
    public static async Task<string> MessageAsync(string address, string mobile, Func<string, bool> fits)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        for (var round = 0; round < 200; round++, await Task.Delay(100))
        {
            foreach (var message in (await client.GetFromJsonAsync<JsonElement>("/sandbox/sms/outbox")).EnumerateArray())
            {
                if (message.GetProperty("to").GetString()!.EndsWith(mobile, StringComparison.Ordinal) && message.GetProperty("text").GetString() is { } text && fits(text))
                {
                    return text;
                }
            }
        }

        throw new TimeoutException("No message came.");
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex SixDigits();
}
