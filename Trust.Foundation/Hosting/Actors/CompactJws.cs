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
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
