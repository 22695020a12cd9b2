using System.Text.Json;
using Trust.Contracts;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>Signs and reads Identity's statement of which application calls for itself, with what its token permits.</summary>
public static class ClientStatement
{
    private const string Type = "trust-client-statement+jwt";

    private sealed record Payload(string Client, IReadOnlyList<string?> Scopes, long Iat);

    /// <summary>Attaches a signed statement to a client.</summary>
    /// <param name="actor">A client with its id.</param>
    /// <param name="key">Identity's evidence key.</param>
    /// <param name="now">Time of the statement.</param>
    /// <exception cref="ArgumentException">The actor is not a client.</exception>
    public static Actor Sign(Actor actor, ISigningKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(key);
        if (actor is not { Kind: ActorKind.Client, ClientId: { Length: > 0 } client })
        {
            throw new ArgumentException("Only a client can be stated.", nameof(actor));
        }

        var payload = new Payload(client, [.. actor.Scopes], now.ToUnixTimeSeconds());
        return actor with { Statement = CompactJws.Sign(key, Type, JsonSerializer.SerializeToUtf8Bytes(payload, ActorJson.Options)) };
    }

    /// <summary>Reads a statement; null unless Identity signed it in the last minute.</summary>
    /// <param name="statement">Compact JWS.</param>
    /// <param name="find">Identity's keys by id.</param>
    /// <param name="now">Time of the check.</param>
    public static Actor? Open(string statement, Func<string, NodePublicKey?> find, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(statement);
        if (CompactJws.Open(statement, Type, find) is not { } bytes || Read(bytes) is not { Client.Length: > 0 } payload || !IssueTime.TryRead(payload.Iat, out var issued))
        {
            return null;
        }

        var age = now - issued;
        return age > PersonStatement.Lifetime + PersonStatement.Skew || age < -PersonStatement.Skew
            ? null
            : new Actor { Kind = ActorKind.Client, ClientId = payload.Client, Scopes = [.. payload.Scopes.OfType<string>()], Statement = statement };
    }

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
