using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Trust.License.Checking;

/// <summary>The data file of a licence (licence.json) as it stands in the package.</summary>
/// <param name="TypeVersion">Version of the description of its type.</param>
/// <param name="Version">版本号.</param>
/// <param name="Salt">128 random bits, hexadecimal.</param>
/// <param name="Metadata">Items in file order; each name once.</param>
internal sealed record LicenceJson(int TypeVersion, int Version, string Salt, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    private const int LargestFile = 256 * 1024;
    private const int Depth = 4;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Depth, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads it: exactly the members that are written, each once.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out LicenceJson? read)
    {
        read = null;
        if (file.Length > LargestFile)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(file.ToArray(), Strict);
            read = Of(json.RootElement);
        }
        catch (JsonException)
        {
            // What is no JSON is no data file.
        }

        return read is not null;
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => $"version {Version}";

    private static LicenceJson? Of(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Count() == 4
        && root.TryGetProperty("typeVersion", out var type) && type.ValueKind == JsonValueKind.Number && type.TryGetInt32(out var typeVersion)
        && root.TryGetProperty("version", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var version)
        && root.TryGetProperty("salt", out var salt) && salt.ValueKind == JsonValueKind.String
        && root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.EnumerateObject().All(item => item.Value.ValueKind == JsonValueKind.String)
            ? new LicenceJson(typeVersion, version, salt.GetString()!, [.. metadata.EnumerateObject().Select(item => KeyValuePair.Create(item.Name, item.Value.GetString()!))])
            : null;
}

/// <summary>A log entry that says that a licence was issued, as a proof carries it.</summary>
/// <param name="Type">Type code.</param>
/// <param name="Issuer">Code of the issuing authority.</param>
/// <param name="Version">版本号.</param>
/// <param name="Content">Content digest, lower-case hexadecimal.</param>
/// <param name="Json">SM3 of the data file, lower-case hexadecimal.</param>
internal sealed record IssuedEntry(string Type, string Issuer, string Version, string Content, string Json)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads it; null for any other entry.</summary>
    public static IssuedEntry? Read(ReadOnlySpan<byte> entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.ToArray(), Strict);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "kind") == Log.LogEntry.Issued && Text(root, "type") is { } type && Text(root, "issuer") is { } issuer
                && Text(root, "version") is { } version && Text(root, "content") is { } content && Text(root, "json") is { } data
                    ? new IssuedEntry(type, issuer, version, content, data)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
