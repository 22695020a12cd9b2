using Trust.Contracts.Codes;

namespace Trust.Gateway.Sandbox;

/// <summary>A message that a telephone would have got.</summary>
internal sealed record SentMessage(Guid Id, MobileNumber To, string Text, DateTimeOffset Time);

/// <summary>The newest messages, in memory.</summary>
internal sealed class SmsOutbox
{
    public const int Capacity = 200;

    private readonly Lock gate = new();
    private readonly LinkedList<SentMessage> messages = [];
    private readonly HashSet<Guid> ids = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SentMessage> Newest
    {
        get
        {
            lock (gate)
            {
                return [.. messages];
            }
        }
    }

    /// <summary>Keeps a message, once for its id.</summary>
    public void Add(SentMessage message)
    {
        lock (gate)
        {
            if (!ids.Add(message.Id))
            {
                return;
            }

            messages.AddFirst(message);
            if (messages.Count > Capacity)
            {
                ids.Remove(messages.Last!.Value.Id);
                messages.RemoveLast();
            }
        }
    }
}
