using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Trust.Contracts.Codes;

/// <summary>Brings typed or pasted text into the one form the code types read.</summary>
internal static class CodeText
{
    private const int Longest = 160;

    /// <summary>
    /// NFKC (full-width digits and letters become ASCII) and no white space around. False for text that is null, absurdly
    /// long or not well-formed: a surrogate occurs in no code, and <see cref="string.Normalize()"/> throws on a lone one.
    /// </summary>
    public static bool TryFold([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? folded)
    {
        folded = null;
        if (text is null || text.Length > Longest || text.Any(char.IsSurrogate) || text.Any(c => c is '\uFFFE' or '\uFFFF'))
            return false;

        folded = text.Normalize(NormalizationForm.FormKC).Trim();
        return true;
    }

    /// <summary>ASCII letters only: by the rules of a culture ı and ſ would become letters of a code as well.</summary>
    public static string ToAsciiUpper(string text) =>
        string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAsciiLetterLower(from[i]) ? (char)(from[i] - ('a' - 'A')) : from[i];
        });

    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
