using System.Text.Json;
using Trust.Contracts;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>Signs and reads Identity's statement of who a person is. Only Identity holds the key (purpose evidence).</summary>
public static class PersonStatement
{
    /// <summary>How long a statement counts after it was made.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    // Clocks of the processes of a node are synchronised; this covers the rest.
    internal static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private const string Type = "trust-statement+jwt";

    private sealed record Payload(
        Guid Account, Guid Person, CapacityKind Capacity, IReadOnlyList<StatedRole?> Roles, int Level, string Session, long Iat, string? Organisation = null, string? Client = null,
        IReadOnlyList<string?>? Scopes = null);

    private sealed record StatedRole(string Name, string? Region = null, string? Organisation = null);

    /// <summary>Attaches a signed statement to a person.</summary>
    /// <param name="actor">A person with account, person, capacity and session.</param>
    /// <param name="key">Identity's evidence key.</param>
    /// <param name="now">Time of the statement.</param>
    /// <exception cref="ArgumentException">The actor is not a complete person.</exception>
    public static Actor Sign(Actor actor, ISigningKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(key);
        if (actor is not { Kind: ActorKind.Person, AccountId: { } account, PersonId: { } person, Capacity: { } capacity, SessionId: { } session })
        {
            throw new ArgumentException("Only a person with account, capacity and session can be stated.", nameof(actor));
        }

        var payload = new Payload(
            account, person, capacity.Kind, [.. actor.Roles.Select(role => new StatedRole(role.Name, role.Region, role.OrganisationCode))],
            actor.Level, session, now.ToUnixTimeSeconds(), capacity.OrganisationCode, actor.ClientId,
            actor.Scopes.Count == 0 ? null : [.. actor.Scopes]);
        return actor with { Statement = CompactJws.Sign(key, Type, JsonSerializer.SerializeToUtf8Bytes(payload, ActorJson.Options)) };
    }

    /// <summary>Reads a statement; null unless Identity signed it in the last minute.</summary>
    /// <param name="statement">Compact JWS.</param>
    /// <param name="find">Identity's keys by id.</param>
    /// <param name="now">Time of the check.</param>
    public static Actor? Open(string statement, Func<string, NodePublicKey?> find, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var bytes = CompactJws.Open(statement, Type, find);
        if (bytes is null || Read(bytes) is not { } payload || !IsWhole(payload) || !IssueTime.TryRead(payload.Iat, out var issued))
        {
            return null;
        }

        var age = now - issued;
        return age > Lifetime + Skew || age < -Skew
            ? null
            : new Actor
            {
                Kind = ActorKind.Person,
                AccountId = payload.Account,
                PersonId = payload.Person,
                Capacity = new Capacity(payload.Capacity, payload.Organisation),
                Roles = [.. payload.Roles.OfType<StatedRole>().Select(role => new ScopedRole(role.Name, role.Region, role.Organisation))],
                Level = payload.Level,
                SessionId = payload.Session,
                ClientId = payload.Client,
                Scopes = [.. payload.Scopes?.OfType<string>() ?? []],
                Statement = statement,
            };
    }

    private static bool IsWhole(Payload payload) =>
        payload.Level is >= 0 and <= 3 && payload.Session.Length > 0 && Enum.IsDefined(payload.Capacity) && payload.Roles.All(role => role is not null);

    private static Payload? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Payload>(bytes, ActorJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
