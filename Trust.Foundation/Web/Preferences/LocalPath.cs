using System.Text;

namespace Trust.Web;

/// <summary>Paths that stay on this site.</summary>
public static class LocalPath
{
    private const int LongestPath = 2048;

    /// <summary>
    /// The path if it can only lead to this site, else <c>/</c>. Browsers drop tabs and line ends from addresses and read a
    /// backslash as a slash, so these never pass. The answer is ASCII and fit for a Location header.
    /// </summary>
    /// <param name="path">Path and query as a stranger gave it, decoded once.</param>
    public static string OrHome(string? path) => IsLocal(path) ? Encode(path!) : "/";

    private static bool IsLocal(string? path) =>
        path is { Length: > 0 and <= LongestPath }
        && path[0] == '/'
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Any(character => character == '\\' || char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029');

    private static string Encode(string path)
    {
        var encoded = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            if (character is > ' ' and < '\u007f' and not ('"' or '<' or '>' or '`'))
                encoded.Append(character);
            else
                encoded.Append(Uri.EscapeDataString(character.ToString()));
        }

        return encoded.ToString();
    }
}
