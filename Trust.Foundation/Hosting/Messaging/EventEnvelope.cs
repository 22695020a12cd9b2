using System.Text.Json;
using Trust.Contracts;

namespace Trust.Hosting.Messaging;

/// <summary>An event as it travels: body of <c>POST /internal/{module}/v1/events</c>.</summary>
/// <param name="Id">Id of the message; the same at every repetition.</param>
/// <param name="Source">Sending module.</param>
/// <param name="Type">Event name.</param>
/// <param name="Aggregate">What it is about.</param>
/// <param name="Sequence">Number in the sender's outbox: rises within an aggregate, with gaps.</param>
/// <param name="Payload">The event.</param>
public sealed record EventEnvelope(Guid Id, string Source, string Type, string Aggregate, long Sequence, JsonElement Payload);

/// <summary>Where an event came from.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="Source">Sending module.</param>
/// <param name="Sequence">Number in the sender's outbox.</param>
public sealed record EventOrigin(Guid Id, string Source, long Sequence);

/// <summary>What became of an event at the receiver; both mean that it need not come again.</summary>
public enum EventReceipt
{
    /// <summary>Its effect is committed.</summary>
    Applied,

    /// <summary>It had been applied before; nothing was done.</summary>
    Duplicate,
}

/// <summary>Refusals of a receiver; the sender keeps the event and tries again.</summary>
public static class EventErrors
{
    /// <summary>No handler of the module takes this event.</summary>
    public static readonly TrustError UnknownType = new("event.unknown-type", ErrorKind.Unprocessable, "The module does not take this event.");

    /// <summary>The payload is not the event that the name says.</summary>
    public static readonly TrustError Unreadable = new("event.unreadable", ErrorKind.Unprocessable, "The payload cannot be read as this event.");

    /// <summary>The receiver failed.</summary>
    public static readonly TrustError NotDelivered = new("event.not-delivered", ErrorKind.Unavailable, "The receiver failed.");

    /// <summary>The call did not come through: no connection, or no answer in time.</summary>
    public static readonly TrustError Unreachable = new("event.unreachable", ErrorKind.Unavailable, "The receiver cannot be reached.");
}
