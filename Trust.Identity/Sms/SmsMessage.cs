using Trust.Contracts.Codes;

namespace Trust.Identity.Sms;

/// <summary>A text message.</summary>
/// <param name="Id">Of this message; sent again under the same id, it reaches the telephone once.</param>
/// <param name="To">Receiver.</param>
/// <param name="Text">At most <see cref="LongestText"/> characters.</param>
internal sealed record SmsMessage(Guid Id, MobileNumber To, string Text)
{
    public const int LongestText = 500;

    // The text of a record would repeat the code.
    public override string ToString() => $"SmsMessage {Id}";
}

/// <summary>What became of a message: one of the records inside.</summary>
internal abstract record SmsOutcome
{
    private SmsOutcome()
    {
    }

    /// <summary>The gateway has it and sends it.</summary>
    internal sealed record Accepted : SmsOutcome;

    /// <summary>The gateway will never send it.</summary>
    /// <param name="Code">The gateway's reason: 1 to 40 small letters and hyphens, such as <c>number-blocked</c>.</param>
    internal sealed record Refused(string Code) : SmsOutcome;

    /// <summary>Nobody knows whether it was taken: send it again under the same id.</summary>
    /// <param name="Reason">Stable code, <c>connector.reason</c> (<see cref="Trust.Hosting.Outbound.ConnectorErrors"/>).</param>
    internal sealed record Unavailable(string Reason) : SmsOutcome;
}
