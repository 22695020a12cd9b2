using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Hosting.Outbound;

namespace Trust.Identity.Sms;

/// <summary>Hands text messages to the message gateway (短信网关). The interface is in this folder's README.</summary>
internal sealed partial class SmsGateway(HttpClient client, SmsOptions options, TimeProvider time, ILogger<SmsGateway> logger)
{
    private readonly ConnectorClient connector = new(client, options, time);

    public async Task<SmsOutcome> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Text.Length, SmsMessage.LongestText, nameof(message));
        var body = new Body(message.Id, message.To.Reveal(), message.Text);
        var answered = await connector.PostAsync<Body, Answer>("messages", body, cancellationToken, bearer: true);
        var outcome = answered.Then(signed => Read(signed.Content, message.Id));
        if (outcome.Succeeded)
        {
            return outcome.Value;
        }

        NotTaken(outcome.Error.Code, outcome.Error.Detail);
        return new SmsOutcome.Unavailable(outcome.Error.Code);
    }

    private static Result<SmsOutcome> Read(Answer answer, Guid id) => answer switch
    {
        _ when answer.Id != id => ConnectorErrors.OtherRequest,
        { Outcome: "accepted", Code: null } => new SmsOutcome.Accepted(),
        { Outcome: "refused", Code: { } code } when RefusalCode().IsMatch(code) => new SmsOutcome.Refused(code),
        { Outcome: "accepted" or "refused" } => ConnectorErrors.Malformed,
        _ => ConnectorErrors.UnknownOutcome,
    };

    private sealed record Body(Guid Id, string To, string Text);

    private sealed record Answer(Guid Id, string Outcome, string? Code = null);

    [LoggerMessage(3920, LogLevel.Warning, "The message gateway gave no answer that counts ({Code}): {Detail}")]
    private partial void NotTaken(string code, string detail);

    [GeneratedRegex("^[a-z-]{1,40}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex RefusalCode();
}
