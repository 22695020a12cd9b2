using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trust.License.Types;

/// <summary>The types that this node knows (证照目录), read from the description files that are part of the module.</summary>
internal sealed class LicenceTypeCatalogue
{
    private static readonly JsonSerializerOptions Reading = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    private readonly Dictionary<string, LicenceType> byCode = ReadAll().ToDictionary(type => type.Code, StringComparer.Ordinal);

    public IEnumerable<LicenceType> All => byCode.Values.OrderBy(type => type.Code, StringComparer.Ordinal);

    public LicenceType? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>Reads one description.</summary>
    /// <exception cref="InvalidOperationException">The description contradicts itself.</exception>
    public static LicenceType Read(Stream content)
    {
        var type = JsonSerializer.Deserialize<LicenceType>(content, Reading) ?? throw new InvalidOperationException("A description of a licence type is empty.");
        var names = type.Fields.Select(field => field.Name).Concat(LicenceMetadata.FaceItems).ToHashSet(StringComparer.Ordinal);
        var sound = type.Code.StartsWith(type.DefiningAuthorityCode, StringComparison.Ordinal) && type.Fields.All(field => field.Name.StartsWith("KZ_", StringComparison.Ordinal))
            && type.Fields.DistinctBy(field => field.Name).Count() == type.Fields.Count && type.Face.Lines.All(line => names.Contains(line.Item))
            && Contracts.Codes.LicenceTypeCode.TryParse(type.Code, out _);
        return sound ? type : throw new InvalidOperationException($"The description of the licence type {type.Code} contradicts itself.");
    }

    private static IEnumerable<LicenceType> ReadAll()
    {
        var assembly = typeof(LicenceTypeCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Types/", StringComparison.Ordinal)))
        {
            using var content = assembly.GetManifestResourceStream(name)!;
            yield return Read(content);
        }
    }
}
