using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

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

    /// <summary>Reads it: exactly the members that are written, each once.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out LicenceJson? read)
    {
        read = null;
        if (file.Length <= LargestFile && StrictJson.TryParse(file, Depth, out var json))
        {
            using (json)
            {
                read = Of(json.RootElement);
            }
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
    private const int Depth = 2;

    /// <summary>Reads it; null for any other entry.</summary>
    public static IssuedEntry? Read(ReadOnlySpan<byte> entry)
    {
        if (!StrictJson.TryParse(entry, Depth, out var json))
        {
            return null;
        }

        using (json)
        {
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "kind") == Log.LogEntry.Issued && Text(root, "type") is { } type && Text(root, "issuer") is { } issuer
                && Text(root, "version") is { } version && Text(root, "content") is { } content && Text(root, "json") is { } data
                    ? new IssuedEntry(type, issuer, version, content, data)
                    : null;
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>JSON that has one reading only: well-formed UTF-8, each name once, no half characters, no comments.</summary>
internal static class StrictJson
{
    public static bool TryParse(ReadOnlySpan<byte> text, int depth, [NotNullWhen(true)] out JsonDocument? json)
    {
        json = null;
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        try
        {
            json = JsonDocument.Parse(text.ToArray(), new JsonDocumentOptions { MaxDepth = depth, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow });
            if (HasWholeTexts(json.RootElement))
            {
                return true;
            }

            json.Dispose();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What is no JSON has no reading at all; a name that is half a character is found while names are compared.
        }

        json = null;
        return false;
    }

    // An escape may name half of a character, and asking for such a text throws.
    private static bool HasWholeTexts(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && HasWholeTexts(member.Value)),
                JsonValueKind.Array => element.EnumerateArray().All(HasWholeTexts),
                JsonValueKind.String => element.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
