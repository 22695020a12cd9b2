using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Trust.Contracts;
using Trust.Hosting.Data;

namespace Trust.Hosting.Audit;

/// <summary>Records acts.</summary>
public static class AuditWriting
{
    /// <summary>Result of an act that was done.</summary>
    public const string Ok = "ok";

    private const int SaltBytes = 32;

    /// <summary>
    /// Adds an audit row to the context; the next <c>SaveChanges</c> inserts it with the change it belongs to. The payload is written by a plain serialiser:
    /// personal codes appear masked.
    /// </summary>
    /// <param name="db">Context of the module, made by its registration (the clock comes from there).</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="event">What happened: <c>identity.person-created</c>.</param>
    /// <param name="subjectKey">What it happened to: a row key or keyed hash, never a number of a person.</param>
    /// <param name="result"><see cref="Ok"/>, or the error code of a refusal.</param>
    /// <param name="payload">Details that retention may erase, or null.</param>
    /// <returns>The row, not inserted yet.</returns>
    public static AuditRow Audit(this DbContext db, Actor actor, string @event, string subjectKey, string result = Ok, object? payload = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentException.ThrowIfNullOrEmpty(@event);
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var bytes = payload is null ? [] : JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType(), JsonSerializerOptions.Web);
        var row = new AuditRow
        {
            Id = Guid.CreateVersion7(),
            Time = db.GetService<TimeProvider>().GetUtcMicroseconds(),
            Event = @event,
            Actor = actor.ToString(),
            SubjectKey = subjectKey,
            Result = result,
            Payload = bytes,
            Salt = salt,
            PayloadDigest = AuditDigest.OfPayload(salt, bytes),
        };
        db.Set<AuditRow>().Add(row);
        return row;
    }
}
