using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>Public key of a signer of the node, P-256.</summary>
/// <param name="key">Key; owned by this object.</param>
/// <param name="keyId">Id as in <see cref="ISigningKey.KeyId"/>.</param>
public sealed class VerificationKey(ECDsa key, string keyId) : IDisposable
{
    private readonly Lock gate = new();

    /// <summary>Id of the key.</summary>
    public string KeyId => keyId;

    /// <summary>Reads a PEM public key.</summary>
    /// <param name="pem">PEM text with a SubjectPublicKeyInfo on P-256.</param>
    /// <exception cref="CryptographicException">The text is not such a key.</exception>
    public static VerificationKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize != 256)
            {
                throw new CryptographicException("The key is not on P-256.");
            }

            var digest = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
            return new VerificationKey(key, Convert.ToHexStringLower(digest.AsSpan(0, 16)));
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new CryptographicException("Not a P-256 public key in PEM.", exception);
        }
    }

    /// <summary>Verifies a raw ES256 value.</summary>
    /// <param name="data">Signed bytes.</param>
    /// <param name="signature">r || s, 64 bytes.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (gate)
        {
            return signature.Length == 64 && key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

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
    public static byte[]? Open(string token, string type, Func<string, VerificationKey?> find) => Open(token, type, find, out _);

    public static byte[]? Open(string token, string type, Func<string, VerificationKey?> find, out string keyId)
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
