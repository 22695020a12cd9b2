using System.Security.Cryptography;
using System.Text.Json;
using Trust.Contracts;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>What an actor token binds: the call that it is good for.</summary>
/// <param name="Module">Receiving module.</param>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="BodyDigest">SHA-256 of the body, base64url; of the empty body when there is none.</param>
public sealed record CallBinding(string Module, string Method, string Path, string BodyDigest)
{
    /// <summary>Digest of a body in the form a binding carries.</summary>
    /// <param name="body">The bytes sent.</param>
    public static string Digest(ReadOnlySpan<byte> body) => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(body));
}

/// <summary>An accepted actor token.</summary>
/// <param name="Actor">Who makes the call.</param>
/// <param name="Peer">Process that made the token.</param>
/// <param name="TokenId">Unique id of the token.</param>
/// <param name="Expires">When the token ends.</param>
public sealed record AcceptedCall(Actor Actor, string Peer, string TokenId, DateTimeOffset Expires);

/// <summary>
/// Token by which a process of the node makes one call at another: signed by the calling process's node key, bound to
/// receiver, method, path and body, good for 60 seconds. The person inside is Identity's statement, which the caller cannot make.
/// </summary>
public static class ActorToken
{
    /// <summary>Header that carries the token between processes.</summary>
    public const string HeaderName = "Trust-Actor";

    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const string Type = "trust-actor+jwt";

    private sealed record Payload(
        string Iss, string Aud, string Htm, string Htu, string Bdg, long Iat, string Jti, ActorKind Kind, string? Stm = null);

    /// <summary>Makes a token.</summary>
    /// <param name="actor">Who makes the call; a person needs a statement.</param>
    /// <param name="call">The call.</param>
    /// <param name="process">Name of this process.</param>
    /// <param name="key">Node key of this process.</param>
    /// <param name="now">Time.</param>
    /// <exception cref="InvalidOperationException">A person without a statement cannot leave the process.</exception>
    public static string Sign(Actor actor, CallBinding call, string process, ISigningKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(call);
        if (actor is { Kind: ActorKind.Person, Statement: null })
        {
            throw new InvalidOperationException("Identity has not stated who this person is: the call cannot leave the process.");
        }

        var payload = new Payload(
            process, call.Module, call.Method, call.Path, call.BodyDigest, now.ToUnixTimeSeconds(),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), actor.Kind, actor.Statement);
        return CompactJws.Sign(key, Type, JsonSerializer.SerializeToUtf8Bytes(payload, ActorJson.Options));
    }

    /// <summary>Checks a token; null for any fault. Replay is the caller's to check.</summary>
    /// <param name="token">The header's value.</param>
    /// <param name="call">The call as received.</param>
    /// <param name="peers">Node keys and statement keys.</param>
    /// <param name="now">Time.</param>
    public static AcceptedCall? Open(string token, CallBinding call, PeerDirectory peers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(peers);
        var bytes = CompactJws.Open(token, Type, peers.FindNodeKey, out var keyId);
        if (bytes is null || Read(bytes) is not { } payload || !Binds(payload, call))
        {
            return null;
        }

        if (!IssueTime.TryRead(payload.Iat, out var issued) || now - issued > Lifetime || issued - now > PersonStatement.Skew || payload.Jti.Length != 32)
        {
            return null;
        }

        // The key decides who the peer is; the name inside must agree.
        return peers.IsNodeKeyOf(payload.Iss, keyId) && ReadActor(payload, peers, now) is { } actor
            ? new AcceptedCall(actor, payload.Iss, payload.Jti, issued + Lifetime + PersonStatement.Skew)
            : null;
    }

    private static bool Binds(Payload payload, CallBinding call) =>
        payload.Aud == call.Module && payload.Htm == call.Method && payload.Htu == call.Path && payload.Bdg == call.BodyDigest;

    private static Actor? ReadActor(Payload payload, PeerDirectory peers, DateTimeOffset now) => payload.Kind switch
    {
        ActorKind.Anonymous when payload.Stm is null => Actor.Anonymous,
        ActorKind.Process when payload.Stm is null => Actor.Process(payload.Iss),
        ActorKind.Person when payload.Stm is not null => PersonStatement.Open(payload.Stm, peers.FindStatementKey, now),
        _ => null,
    };

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
