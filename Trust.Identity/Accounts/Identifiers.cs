using System.Text;
using System.Text.RegularExpressions;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;

namespace Trust.Identity.Accounts;

/// <summary>The one normal form of each identifier, and the keyed hash under which it is found.</summary>
internal static partial class Identifiers
{
    public const int LongestUserName = 32;

    public static string HashOf(this LookupHash hash, CitizenIdNumber number) => hash.Of("id-number", number.Reveal());

    public static string HashOf(this LookupHash hash, MobileNumber number) => hash.Of("mobile", number.Reveal());

    /// <summary>Full-width forms and case make no difference.</summary>
    public static string NormalizeUserName(string text) => Fold(text.Trim()).ToUpperInvariant();

    /// <summary>Full-width forms as their usual ones. What no text is (half a pair, U+FFFE) is left out: it stands in no identifier and no code.</summary>
    public static string Fold(string text) =>
        string.Concat(text.EnumerateRunes().Where(IsText).Select(rune => rune.ToString())).Normalize(NormalizationForm.FormKC);

    /// <summary>Begins with a letter, so that it is never a number of somebody.</summary>
    public static bool IsUserName(string text) => UserName().IsMatch(text);

    // Half a pair is read as U+FFFD; the last two code points of each plane and U+FDD0 to U+FDEF are no characters.
    private static bool IsText(Rune rune) => rune != Rune.ReplacementChar && (rune.Value & 0xfffe) != 0xfffe && rune.Value is < 0xfdd0 or > 0xfdef;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._-]{3,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserName();
}
