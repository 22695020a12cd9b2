using System.Diagnostics.CodeAnalysis;

namespace Trust.Documents.Verification;

/// <summary>Texts out of a file may have megabytes; a report shows their beginning.</summary>
internal static class ShownText
{
    internal const int MaxDetail = 4_000;
    private const int MaxText = 1_000;

    [return: NotNullIfNotNull(nameof(text))]
    internal static string? Cut(string? text, int max = MaxText)
    {
        if (text is null || text.Length <= max)
        {
            return text;
        }

        // Not between the halves of a character.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[max - 1]) ? max - 1 : max), "…");
    }
}
