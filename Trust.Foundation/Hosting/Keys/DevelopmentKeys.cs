using System.Security.Cryptography;
using System.Text.Json;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Keys;

/// <summary>Knows the published development keys, which open nothing outside development.</summary>
public static class DevelopmentKeys
{
    /// <summary>Words in the subject of every development certificate.</summary>
    public const string Marker = "DEVELOPMENT ONLY";

    private static readonly Lazy<Fingerprints> Known = new(Read);

    /// <summary>Contents of <c>keys-dev/fingerprints.json</c>.</summary>
    /// <param name="Keys">Ids of keys, public and symmetric.</param>
    /// <param name="Certificates">SHA-256 of DER certificates, lower-case hexadecimal.</param>
    public sealed record Fingerprints(IReadOnlyList<string> Keys, IReadOnlyList<string> Certificates);

    /// <summary>Whether the key is published.</summary>
    /// <param name="keyId">Id of the key.</param>
    public static bool IsKnownKey(string keyId) => Known.Value.Keys.Contains(keyId);

    /// <summary>Whether the certificate is published.</summary>
    /// <param name="certificate">DER.</param>
    public static bool IsKnownCertificate(ReadOnlySpan<byte> certificate) =>
        Known.Value.Certificates.Contains(Convert.ToHexStringLower(SHA256.HashData(certificate)));

    /// <summary>Why an entry may not be used outside development, or null.</summary>
    /// <param name="entry">Entry of a key file.</param>
    public static string? Fault(KeyEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (IsKnownKey(entry.KeyId))
        {
            return $"key {entry.KeyId} ({entry.Purpose.ToName()}) is a published development key.";
        }

        return entry.Certificate.IsEmpty || !IsDevelopmentCertificate(entry.Certificate.Span)
            ? null
            : $"the certificate of key {entry.KeyId} ({entry.Purpose.ToName()}) comes from a development root.";
    }

    /// <summary>Whether a certificate is published or was issued below a root that says so.</summary>
    /// <param name="certificate">DER.</param>
    public static bool IsDevelopmentCertificate(ReadOnlySpan<byte> certificate) =>
        IsKnownCertificate(certificate) || NamesDevelopment(certificate);

    // Names are looked for in the bytes: every development CA carries the marker in its own name, so it stands in the
    // issuer or subject of whatever it signed, and a certificate that no parser reads is refused as well.
    private static bool NamesDevelopment(ReadOnlySpan<byte> certificate) => certificate.IndexOf("DEVELOPMENT ONLY"u8) >= 0;

    private static Fingerprints Read()
    {
        using var stream = typeof(DevelopmentKeys).Assembly.GetManifestResourceStream("keys-dev.fingerprints.json");
        return stream is null
            ? new Fingerprints([], [])
            : JsonSerializer.Deserialize<Fingerprints>(stream, JsonSerializerOptions.Web)!;
    }
}
