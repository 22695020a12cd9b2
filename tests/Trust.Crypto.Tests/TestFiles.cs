using System.Text.Json;

namespace Trust.Crypto.Tests;

/// <summary>Finds the files that tests read, from the place of the compiled tests up to the root of the tree.</summary>
internal static class TestFiles
{
    internal static string Root { get; } = FindRoot();

    internal static string Peers => Path.Combine(Root, "tests", "peers");

    internal static JsonElement Vector(string source, string name) => Json(Path.Combine(Root, "tests", "vectors", source, name));

    /// <summary>A foreign file, read where it lies; it is never copied into the tree.</summary>
    internal static JsonElement Interop(params string[] path) => Json(Path.Combine(
        [Environment.GetEnvironmentVariable("TRUST_INTEROP_DIR") ?? throw new InvalidOperationException("TRUST_INTEROP_DIR is not set."), .. path]));

    internal static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    internal static byte[] Text(this JsonElement element, string name) => System.Text.Encoding.UTF8.GetBytes(element.GetProperty(name).GetString()!);

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Trust.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("Trust.sln lies nowhere above the tests.");
    }
}
