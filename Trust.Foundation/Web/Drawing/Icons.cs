using System.Collections.Frozen;

namespace Trust.Web;

/// <summary>
/// Our own drawings on a 24 px grid, line 1.75. <c>tint</c> is filled lightly, <c>full</c> with the line's colour,
/// <c>paper</c> is the ground showing through.
/// </summary>
internal static partial class Icons
{
    private static readonly FrozenDictionary<string, string> All =
        General.Concat(Things).Concat(States).ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    internal static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    internal static string Inner(string name) =>
        All.TryGetValue(name, out var drawing) ? drawing : throw new ArgumentException($"There is no icon '{name}'.", nameof(name));
}
