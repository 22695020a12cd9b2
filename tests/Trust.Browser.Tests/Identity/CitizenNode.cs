using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>A program that sends its codes often, and the telephones of its sandbox.</summary>
public sealed partial class CitizenNode : IAsyncLifetime
{
    private GatewayNode? gateway;

    public string Address => gateway!.Address;

    public async Task InitializeAsync()
    {
        if (Machine.HasChromium)
        {
            gateway = await GatewayNode.StartAsync(
                "--Trust:Identity:Codes:ResendSeconds=2", "--Trust:Identity:Codes:PerNumberAndDay=100", "--Trust:Identity:Codes:PerSourceAndHour=10000", "--Trust:Identity:Registry:TimeoutSeconds=1");
        }
    }

    /// <summary>Texts of one telephone, newest first.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string mobile)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        var all = await client.GetFromJsonAsync<JsonElement>(new Uri("/sandbox/sms/outbox", UriKind.Relative));
        return [.. all.EnumerateArray().Where(text => text.GetProperty("to").GetString() == "+86" + mobile).Select(text => text.GetProperty("text").GetString()!)];
    }

    /// <summary>Waits for the newest of so many texts that say this.</summary>
    public async Task<string> TextAsync(string mobile, string part, int number = 1)
    {
        for (var round = 0; round < 300; round++)
        {
            if ((await TextsAsync(mobile)).Where(text => text.Contains(part, StringComparison.Ordinal)).ToList() is { } found && found.Count >= number)
            {
                return found[0];
            }

            await Task.Delay(50);
        }

        throw new TimeoutException(part);
    }

    public async Task<string> CodeAsync(string mobile, int number = 1) => Code().Match(await TextAsync(mobile, "验证码", number)).Value;

    public async Task FaultsAsync(object faults)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        using var answer = await client.PutAsJsonAsync(new Uri("/sandbox/faults", UriKind.Relative), faults);
        answer.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        if (gateway is not null)
        {
            await gateway.DisposeAsync();
        }
    }

    [GeneratedRegex("(?<=验证码)[0-9]{6}")]
    private static partial Regex Code();
}
