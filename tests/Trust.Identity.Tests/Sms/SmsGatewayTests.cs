using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Hosting.Outbound;
using Trust.Identity.Sms;

namespace Trust.Identity.Tests.Sms;

public sealed class SmsGatewayTests(OutsideService service) : HostileServiceTests(service), IClassFixture<OutsideService>
{
    private const string Mobile = "+8619900000001";
    private const string Text = "验证码427196，5分钟内有效。";
    private static readonly SmsMessage Message = new(Guid.CreateVersion7(), MobileNumber.Parse(Mobile), Text);

    private readonly OutsideService service = service;

    protected override string ReferenceName => "id";

    protected override string Good(string reference) => Answer(reference, "accepted");

    protected override Task<string?> AskAsync(IServiceProvider connectors) => AskAsync(connectors, CancellationToken.None);

    protected override async Task<string?> AskAsync(IServiceProvider connectors, CancellationToken cancellationToken) =>
        (await connectors.GetRequiredService<SmsGateway>().SendAsync(Message, cancellationToken) as SmsOutcome.Unavailable)?.Reason;

    [Fact]
    public async Task Message_carries_what_the_interface_says()
    {
        service.Received.Clear();
        Assert.IsType<SmsOutcome.Accepted>(await SendAsync("accepted"));
        var request = Assert.Single(service.Received);
        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal($"Bearer {ConnectorClient.BearerToken(OutsideService.Key)}", request.Headers["Authorization"]);
        var json = System.Text.Json.JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(
            new Dictionary<string, string?> { ["id"] = Message.Id.ToString(), ["to"] = Mobile, ["text"] = Text },
            json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()));
    }

    [Fact]
    public async Task Refusal_comes_with_its_code() => Assert.Equal(new SmsOutcome.Refused("number-blocked"), await SendAsync("refused", "number-blocked"));

    [Theory]
    [InlineData("refused", null)]
    [InlineData("refused", "")]
    [InlineData("refused", "Number Blocked")]
    [InlineData("refused", "<script>")]
    [InlineData("refused", "a-code-that-is-longer-than-forty-characters")]
    [InlineData("accepted", "number-blocked")]
    public async Task Code_that_does_not_fit_the_outcome_is_no_answer(string outcome, string? code) =>
        Assert.Equal(new SmsOutcome.Unavailable("connector.malformed"), await SendAsync(outcome, code));

    [Fact]
    public async Task Message_that_no_telephone_shows_is_not_sent()
    {
        var gateway = service.Connectors.GetRequiredService<SmsGateway>();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => gateway.SendAsync(Message with { Text = new string('字', SmsMessage.LongestText + 1) }, CancellationToken.None));
    }

    [Fact]
    public async Task Log_tells_the_reason_and_nothing_of_the_message()
    {
        await SendAsync("accepted");
        service.Answer = (_, _) => throw new IOException(Text);
        await service.Connectors.GetRequiredService<SmsGateway>().SendAsync(Message, CancellationToken.None);
        Assert.Contains("connector.", service.Log, StringComparison.Ordinal);
        foreach (var secret in new[] { Mobile[3..], "427196", OutsideService.Key.Reveal(), ConnectorClient.BearerToken(OutsideService.Key), "System.Net.Http" })
        {
            Assert.DoesNotContain(secret, service.Log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("427196", $"{Message}", StringComparison.Ordinal);
    }

    private Task<SmsOutcome> SendAsync(string outcome, string? code = null)
    {
        service.Answer = (context, request) => service.SignAsync(context, request, Answer(Message.Id.ToString(), outcome, code));
        return service.Connectors.GetRequiredService<SmsGateway>().SendAsync(Message, CancellationToken.None);
    }

    private static string Answer(string id, string outcome, string? code = null)
    {
        var reason = code is null ? "" : $",\"code\":\"{code}\"";
        return $$"""{"id":"{{id}}","outcome":"{{outcome}}"{{reason}}}""";
    }
}
