using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Startup;

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
    public static string Digest(ReadOnlySpan<byte> body) => Base64Url.EncodeToString(SHA256.HashData(body));

    /// <summary>Digest of a request's body, which can be read again afterwards.</summary>
    /// <param name="request">The request; the server's limit bounds its body.</param>
    public static async Task<string> DigestAsync(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return Digest([]);
        }

        request.EnableBuffering();
        var digest = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return Base64Url.EncodeToString(digest);
    }
}

/// <summary>Where a person's request entered the node, as the front saw it.</summary>
/// <param name="Zone">Zone that the front serves.</param>
/// <param name="Source">Network address of the client, for rate limits.</param>
public sealed record CallOrigin(ServedZone Zone, string Source);

/// <summary>An accepted actor token.</summary>
/// <param name="Actor">Who makes the call.</param>
/// <param name="Peer">Process that made the token.</param>
/// <param name="TokenId">Unique id of the token.</param>
/// <param name="Expires">When the token ends.</param>
/// <param name="Binding">The call that it is good for.</param>
/// <param name="Origin">Where the request entered the node, for pages and APIs that the front passes on.</param>
public sealed record AcceptedCall(Actor Actor, string Peer, string TokenId, DateTimeOffset Expires, CallBinding Binding, CallOrigin? Origin);

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
        string Iss, string Aud, string Htm, string Htu, string Bdg, long Iat, string Jti, ActorKind Kind, string? Stm = null,
        ServedZone? Zone = null, string? Src = null);

    /// <summary>Makes a token.</summary>
    /// <param name="actor">Who makes the call; a person needs a statement.</param>
    /// <param name="call">The call.</param>
    /// <param name="process">Name of this process.</param>
    /// <param name="key">Node key of this process.</param>
    /// <param name="now">Time.</param>
    /// <param name="origin">Where the request entered the node, when it is passed on.</param>
    /// <exception cref="InvalidOperationException">A person without a statement cannot leave the process.</exception>
    public static string Sign(Actor actor, CallBinding call, string process, ISigningKey key, DateTimeOffset now, CallOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(call);
        if (actor is { Kind: ActorKind.Person or ActorKind.Client, Statement: null })
        {
            throw new InvalidOperationException("Identity has not stated who this person is: the call cannot leave the process.");
        }

        var payload = new Payload(
            process, call.Module, call.Method, call.Path, call.BodyDigest, now.ToUnixTimeSeconds(),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), actor.Kind, actor.Statement,
            origin?.Zone, origin?.Source);
        return CompactJws.Sign(key, Type, JsonSerializer.SerializeToUtf8Bytes(payload, ActorJson.Options));
    }

    /// <summary>Checks a token against the call that came with it; null for any fault. Replay is the caller's to check.</summary>
    /// <param name="token">The header's value.</param>
    /// <param name="call">The call as received.</param>
    /// <param name="peers">Node keys and statement keys.</param>
    /// <param name="now">Time.</param>
    public static AcceptedCall? Open(string token, CallBinding call, PeerDirectory peers, DateTimeOffset now) =>
        Authenticate(token, peers, now) is { } accepted && accepted.Binding == call ? accepted : null;

    /// <summary>
    /// Checks signature, age and actor, so that nothing of a stranger's body is read. The caller still compares
    /// <see cref="AcceptedCall.Binding"/> with the call.
    /// </summary>
    /// <param name="token">The header's value.</param>
    /// <param name="peers">Node keys and statement keys.</param>
    /// <param name="now">Time.</param>
    public static AcceptedCall? Authenticate(string token, PeerDirectory peers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(peers);
        var bytes = CompactJws.Open(token, Type, peers.FindNodeKey, out var keyId);
        if (bytes is null || Read(bytes) is not { } payload)
        {
            return null;
        }

        if (!IssueTime.TryRead(payload.Iat, out var issued) || now - issued > Lifetime || issued - now > PersonStatement.Skew || payload.Jti.Length != 32)
        {
            return null;
        }

        // The key decides who the peer is; the name inside must agree.
        return peers.IsNodeKeyOf(payload.Iss, keyId) && ReadActor(payload, peers, now) is { } actor
            ? new AcceptedCall(
                actor, payload.Iss, payload.Jti, issued + Lifetime + PersonStatement.Skew,
                new CallBinding(payload.Aud, payload.Htm, payload.Htu, payload.Bdg), OriginOf(payload))
            : null;
    }

    private static CallOrigin? OriginOf(Payload payload) => payload is { Zone: { } zone, Src: { } source } ? new CallOrigin(zone, source) : null;

    private static Actor? ReadActor(Payload payload, PeerDirectory peers, DateTimeOffset now) => payload.Kind switch
    {
        ActorKind.Anonymous when payload.Stm is null => Actor.Anonymous,
        ActorKind.Process when payload.Stm is null => Actor.Process(payload.Iss),
        ActorKind.Person when payload.Stm is not null => PersonStatement.Open(payload.Stm, peers.FindStatementKey, now),
        ActorKind.Client when payload.Stm is not null => ClientStatement.Open(payload.Stm, peers.FindStatementKey, now),
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
