using System.Text.Json;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Data;

namespace Trust.Identity.Codes;

/// <summary>
/// Text messages that leave with the change they belong to: the row is saved with it, encrypted, and <see cref="SmsSender"/> sends it, however the process ends between.
/// </summary>
internal sealed class SmsQueue(IdentityDbContext db, FieldCipher cipher, SmsSender sender, TimeProvider time)
{
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string Refused = "refused";
    public const string Expired = "expired";

    /// <summary>Meant for nobody: written so that a known and an unknown number cost the same.</summary>
    public const string Dropped = "dropped";

    /// <summary>Adds a message to the context.</summary>
    /// <param name="to">Receiver.</param>
    /// <param name="text">Words.</param>
    /// <param name="life">How long it is worth sending.</param>
    /// <param name="send">False for the same work without a message.</param>
    public void Add(MobileNumber to, string text, TimeSpan life, bool send = true)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.CreateVersion7(now);
        var body = cipher.Encrypt(SmsRecord.BodyColumn, id, JsonSerializer.Serialize(new SmsBody(to.Reveal(), text)));
        db.Sms.Add(new SmsRecord
        {
            Id = id,
            Body = send ? body : null,
            CreatedAt = now,
            NextAt = now,
            ExpiresAt = now + life,
            Attempts = 0,
            State = send ? Waiting : Dropped,
        });
    }

    /// <summary>After the commit: what was added goes out at once.</summary>
    public void Wake() => sender.Wake();
}

/// <summary>What is encrypted in a row.</summary>
internal sealed record SmsBody(string To, string Text);
