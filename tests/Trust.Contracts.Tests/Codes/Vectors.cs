using System.Text.Json;

namespace Trust.Contracts.Tests.Codes;

internal static class Vectors
{
    /// <summary>One list of <c>tests/vectors/codes/FILE</c>, a row a case.</summary>
    public static TheoryData<JsonElement> Read(string file, string list)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "vectors", "codes", file);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new(document.RootElement.GetProperty(list).EnumerateArray().Select(row => row.Clone()));
    }

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
