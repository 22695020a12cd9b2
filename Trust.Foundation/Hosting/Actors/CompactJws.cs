using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>
/// Compact JWS (RFC 7515) as the processes of a node use it among themselves: ES256 only, the key known beforehand, exactly
/// the header members <c>alg kid typ</c>. Not for tokens from outside.
/// </summary>
internal static class CompactJws
{
    private const int MaximumLength = 8 * 1024;

    private sealed record Header(string Alg, string Kid, string Typ);

    public static string Sign(ISigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header("ES256", key.KeyId, type), ActorJson.Options);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed), SignatureFormat.Raw))}";
    }

    // Null for anything that is not exactly such a token of one of the keys.
    public static byte[]? Open(string token, string type, Func<string, NodePublicKey?> find) => Open(token, type, find, out _);

    public static byte[]? Open(string token, string type, Func<string, NodePublicKey?> find, out string keyId)
    {
        keyId = "";
        var parts = token.Split('.');
        if (token.Length > MaximumLength || parts.Length != 3)
        {
            return null;
        }

        try
        {
            var header = JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(parts[0]), ActorJson.Options);
            if (header is not { Alg: "ES256", Kid: not null } || header.Typ != type || find(header.Kid) is not { } key)
            {
                return null;
            }

            keyId = header.Kid;
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            return key.Verify(signed, Base64Url.DecodeFromChars(parts[2])) ? Base64Url.DecodeFromChars(parts[1]) : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}

internal static class ActorJson
{
    // One spelling of each token: no second member of a name, no other case, no number as text, no null where a value belongs.
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>Times of issue, seconds since 1970.</summary>
internal static class IssueTime
{
    // RFC 7519 sets no bound, the calendar does: a conversion of anything else would throw.
    public static bool TryRead(long seconds, out DateTimeOffset time)
    {
        var known = seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = known ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return known;
    }
}
