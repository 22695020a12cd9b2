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
    public static string NormalizeUserName(string text) => text.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    /// <summary>Begins with a letter, so that it is never a number of somebody.</summary>
    public static bool IsUserName(string text) => UserName().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._-]{3,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserName();
}
