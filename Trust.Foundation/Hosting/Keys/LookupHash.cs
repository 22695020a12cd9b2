using System.Buffers.Text;
using System.Text;
using Trust.Crypto;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Keys;

/// <summary>
/// Keyed hash (HMAC-SM3) under which encrypted identifiers are found again. Without the key nobody can try out all numbers. The text begins with the first eight
/// characters of the key's id.
/// </summary>
/// <param name="keys">Key folder of the process.</param>
/// <param name="module">Module whose key it is.</param>
public sealed class LookupHash(KeyFolder keys, string module)
{
    private readonly Lazy<(string Id, byte[] Secret)> key = new(() =>
    {
        using var source = keys.OpenSymmetricKey(KeyPurpose.LookupHash, module);
        var secret = new byte[32];
        source.DeriveKey(Encoding.UTF8.GetBytes($"trust-lookup-v1|{module}"), secret);
        return (source.KeyId[..8], secret);
    });

    /// <summary>Hash of a value.</summary>
    /// <param name="kind">What it is, for example <c>id-number</c>: equal values of two kinds have different hashes.</param>
    /// <param name="value">The value in its one normal form.</param>
    /// <returns>Eight characters of key id, a dot, 43 characters of base64url.</returns>
    public string Of(string kind, string value)
    {
        var (id, secret) = key.Value;
        return $"{id}.{Base64Url.EncodeToString(HmacSm3.HashData(secret, Encoding.UTF8.GetBytes($"{kind}|{value}")))}";
    }
}
