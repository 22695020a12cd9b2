using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Identity.Sms;

namespace Trust.Identity.Tests.Sms;

/// <summary>The connector that runs in production, against the sandbox of a development installation.</summary>
public sealed class SandboxSmsTests(OneProcess app) : IClassFixture<OneProcess>
{
    [Fact]
    public async Task Message_is_in_the_outbox_once_and_newest_first()
    {
        var first = new SmsMessage(Guid.CreateVersion7(), MobileNumber.Parse("19900000001"), "验证码000001");
        var second = first with { Id = Guid.CreateVersion7(), Text = "验证码000002" };
        foreach (var message in new[] { first, first, second, first })
        {
            Assert.IsType<SmsOutcome.Accepted>(await SendAsync(message));
        }

        using var client = app.CreateClient();
        var outbox = await client.GetFromJsonAsync<JsonElement>(new Uri("/sandbox/sms/outbox", UriKind.Relative));
        var mine = outbox.EnumerateArray().Where(entry => entry.GetProperty("id").GetGuid() == first.Id || entry.GetProperty("id").GetGuid() == second.Id).ToList();
        Assert.Equal(["验证码000002", "验证码000001"], mine.Select(entry => entry.GetProperty("text").GetString()));
        Assert.All(mine, entry => Assert.Equal("+8619900000001", entry.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Blocked_number_is_refused() =>
        Assert.Equal(new SmsOutcome.Refused("number-blocked"), await SendAsync(new(Guid.CreateVersion7(), MobileNumber.Parse("19900009999"), "x")));

    private async Task<SmsOutcome> SendAsync(SmsMessage message)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SmsGateway>().SendAsync(message, CancellationToken.None);
    }
}
