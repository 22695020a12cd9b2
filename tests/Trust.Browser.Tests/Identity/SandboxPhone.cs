using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Trust.Browser.Tests.Identity;

/// <summary>Reads the codes that the platform sent to a telephone of the sandbox.</summary>
internal static partial class SandboxPhone
{
    /// <summary>The newest code, as soon as there is one.</summary>
    public static async Task<string> CodeAsync(string address, string mobile)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        for (var round = 0; round < 100; round++, await Task.Delay(100))
        {
            foreach (var message in (await client.GetFromJsonAsync<JsonElement>("/sandbox/sms/outbox")).EnumerateArray())
            {
                if (message.GetProperty("to").GetString()!.EndsWith(mobile, StringComparison.Ordinal) && SixDigits().Match(message.GetProperty("text").GetString()!) is { Success: true } code)
                {
                    return code.Value;
                }
            }
        }

        throw new TimeoutException("No code came.");
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)")]
    private static partial Regex SixDigits();
}
