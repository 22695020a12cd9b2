using System.Text;

namespace Trust.Hosting.Tests.Telemetry;

/// <summary>Looks for a value in a log as an attacker who has the log would: whole, spaced, encoded.</summary>
internal static class LogSearch
{
    /// <summary>The spelling in which the value is in the log, or null.</summary>
    public static string? Find(string log, string value)
    {
        foreach (var (name, spelling) in Spellings(value))
        {
            if (log.Contains(spelling, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return WithoutSeparators(log).Contains(WithoutSeparators(value), StringComparison.OrdinalIgnoreCase) ? "with separators" : null;
    }

    private static IEnumerable<(string Name, string Spelling)> Spellings(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return ("plain", value);
        yield return ("form encoded", System.Net.WebUtility.UrlEncode(value));
        yield return ("percent encoded", string.Concat(bytes.Select(one => $"%{one:X2}")));
        yield return ("hexadecimal", Convert.ToHexString(bytes));
        yield return ("JSON escaped", string.Concat(value.Select(one => $"\\u{(int)one:X4}")));

        // The value may begin anywhere in what was encoded: the characters that its neighbours touch are left out.
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
            var core = text[(offset == 0 ? 0 : offset + 1)..(((offset + bytes.Length) % 3) == 0 ? text.Length : text.Length - 1)];
            yield return ($"base64 at {offset}", core);
            yield return ($"base64url at {offset}", core.Replace('+', '-').Replace('/', '_'));
        }
    }

    private static string WithoutSeparators(string text) => string.Concat(text.Where(one => one is not (' ' or '-' or '.' or '_' or '/' or '(' or ')' or '+' or '\u00a0')));
}
