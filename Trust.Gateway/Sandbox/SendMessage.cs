using System.Security.Cryptography;
using System.Text;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Outbound;

namespace Trust.Gateway.Sandbox;

/// <summary>The message gateway of the sandbox; interface: Trust.Identity/Sms/README.md. Messages end in the outbox.</summary>
internal static class SendMessage
{
    /// <summary>Every message to it is refused as <c>number-blocked</c>.</summary>
    public static readonly MobileNumber Blocked = MobileNumber.Parse("19900009999");

    private const int LongestText = 500;
    private static readonly byte[] Expected = Encoding.ASCII.GetBytes($"Bearer {ConnectorClient.BearerToken(new Secret(ConnectorOptions.DevelopmentKey))}");

    internal sealed record Body(Guid Id, string To, string Text)
    {
        // The text of a record would repeat number and code.
        public override string ToString() => $"SendMessage {Id}";
    }

    internal sealed record Answer(Guid Id, string Outcome, string? Code = null);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder sandbox) => sandbox.MapPost("/sms/v1/messages", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, SignedService service, SandboxFaults faults, SmsOutbox outbox, TimeProvider time)
    {
        var authorization = Encoding.ASCII.GetBytes(context.Request.Headers.Authorization.ToString());
        return CryptographicOperations.FixedTimeEquals(authorization, Expected)
            ? await service.AnswerAsync<Body>(context, faults.Present.Sms, message => Take(message, outbox, time))
            : Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    private static Answer Take(Body message, SmsOutbox outbox, TimeProvider time)
    {
        var refusal = MobileNumber.TryParse(message.To, out var to) switch
        {
            false => "number-invalid",
            _ when to == Blocked => "number-blocked",
            _ when message.Text.Length > LongestText => "text-too-long",
            _ => null,
        };
        if (refusal is not null)
        {
            return new(message.Id, "refused", refusal);
        }

        outbox.Add(new(message.Id, to, message.Text, time.GetUtcNow()));
        return new(message.Id, "accepted");
    }
}
