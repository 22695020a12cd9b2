using System.Collections.Frozen;
using Trust.Contracts.Codes;

namespace Trust.Identity.Accounts;

/// <summary>What is wrong with a password that somebody chooses.</summary>
internal enum PasswordFault
{
    None,
    TooShort,
    TooLong,

    /// <summary>Among those that everybody tries first, or one character again and again.</summary>
    Common,

    /// <summary>Contains identity number, mobile or user name.</summary>
    Personal,
}

/// <summary>
/// Rules of new passwords (NIST SP 800-63B section 3.1.1.2): length, a block-list and nothing that others know about the person. Nothing is said about kinds of characters,
/// and nobody has to change a password by the calendar.
/// </summary>
internal static class PasswordRules
{
    public const int Shortest = 8;
    public const int Longest = 128;

    private const int FewestDifferent = 3;
    private static readonly FrozenSet<string> Common = ReadCommon();

    public static PasswordFault Check(string password, CitizenIdNumber? number, MobileNumber? mobile, string? userName, int shortest = Shortest)
    {
        var normal = Passwords.Normalize(password);
        if (normal.Length < shortest)
        {
            return PasswordFault.TooShort;
        }

        if (password.Length > Longest || normal.Length > Longest)
        {
            return PasswordFault.TooLong;
        }

        var folded = normal.ToLowerInvariant();
        if (Common.Contains(folded) || folded.Distinct().Count() < FewestDifferent)
        {
            return PasswordFault.Common;
        }

        return Personal(number, mobile, userName).Any(part => folded.Contains(part, StringComparison.OrdinalIgnoreCase)) ? PasswordFault.Personal : PasswordFault.None;
    }

    // The birth date and the end of an identity number are what people take first.
    private static IEnumerable<string> Personal(CitizenIdNumber? number, MobileNumber? mobile, string? userName)
    {
        if (number is { } whole)
        {
            var text = whole.Reveal();
            yield return text[6..14];
            yield return text[10..];
        }

        if (mobile is { } telephone)
        {
            yield return telephone.Reveal()[3..];
        }

        if (userName is { Length: >= 4 })
        {
            yield return userName;
        }
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("CommonPasswords.txt") ?? throw new InvalidOperationException("The block-list is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
