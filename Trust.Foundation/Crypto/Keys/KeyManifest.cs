using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trust.Crypto.Keys;

/// <summary>JSON form of a key store: <c>{"version":1,"keys":[{"id","purpose","algorithm","state","created","publicKey","certificate","privateKey"}]}</c>.</summary>
internal static class KeyManifest
{
    private const int CurrentVersion = 1;
    private const int MaxSize = 4 * 1024 * 1024;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 8,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static byte[] Write(IEnumerable<KeyEntry> entries)
    {
        var document = new Document(CurrentVersion, [.. entries.Select(entry => new Row(
            entry.KeyId,
            entry.Purpose.ToName(),
            entry.Algorithm.ToName(),
            entry.State.ToName(),
            entry.Created.ToString(TimeFormat, CultureInfo.InvariantCulture),
            entry.SubjectPublicKeyInfo.IsEmpty ? null : entry.SubjectPublicKeyInfo.ToArray(),
            entry.Certificate.IsEmpty ? null : entry.Certificate.ToArray(),
            entry.EncryptedPem))]);
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, Options), (byte)'\n'];
    }

    internal static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out IReadOnlyList<KeyEntry>? entries, [NotNullWhen(false)] out string? fault)
    {
        entries = null;
        fault = null;
        if (json.Length > MaxSize)
        {
            fault = "The manifest is larger than 4 MiB.";
            return false;
        }

        try
        {
            var document = JsonSerializer.Deserialize<Document>(json, Options);
            if (document is not { Version: CurrentVersion, Keys: { } rows })
            {
                fault = "The manifest is not of version 1.";
                return false;
            }

            var read = new List<KeyEntry>(rows.Length);
            foreach (var row in rows)
            {
                if (ReadRow(row) is not { } entry)
                {
                    fault = $"Key {read.Count} of the manifest has a missing or unknown value.";
                    return false;
                }

                read.Add(entry);
            }

            entries = read;
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            fault = "The manifest is not the expected JSON.";
            return false;
        }
    }

    private static KeyEntry? ReadRow(Row? row)
    {
        if (row is not { Id.Length: 32, PrivateKey: { } pem }
            || !KeyNames.TryParse(row.Purpose, out KeyPurpose purpose)
            || !KeyNames.TryParse(row.Algorithm, out KeyAlgorithm algorithm)
            || !KeyNames.TryParse(row.State, out KeyState state)
            || !DateTimeOffset.TryParseExact(
                row.Created, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var created))
        {
            return null;
        }

        // The id of a signing key follows from its public key; a manifest in which it does not was edited.
        var isSymmetric = algorithm == KeyAlgorithm.Symmetric256;
        if (isSymmetric != (row.PublicKey is null) || (row.PublicKey is { } spki && SigningKeyMaterial.KeyIdOf(spki) != row.Id))
        {
            return null;
        }

        return new()
        {
            KeyId = row.Id,
            Purpose = purpose,
            Algorithm = algorithm,
            State = state,
            Created = created,
            SubjectPublicKeyInfo = row.PublicKey,
            Certificate = row.Certificate,
            EncryptedPem = pem,
        };
    }

    private sealed record Document(int Version, Row?[]? Keys);

    private sealed record Row(
        string? Id, string? Purpose, string? Algorithm, string? State, string? Created, byte[]? PublicKey, byte[]? Certificate, string? PrivateKey);
}
