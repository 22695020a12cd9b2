using System.Reflection;

namespace Trust.Architecture.Tests;

internal static class ProductAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } =
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "Trust.*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal) && name != "Trust.Testing" && name != "Trust.TestNode")
            .Select(name => Assembly.Load(name))];
}
