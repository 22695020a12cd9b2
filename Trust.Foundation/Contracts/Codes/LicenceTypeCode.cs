using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>
/// Licence type code (证照类型代码), GB/T 36903-2018: 21 characters, credit code of the authority that defines the type and a sequence of
/// three digits. Public: written whole everywhere.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(PublicCodeConverter<LicenceTypeCode>))]
public readonly record struct LicenceTypeCode : IParsable<LicenceTypeCode>
{
    private readonly string? value;

    private LicenceTypeCode(string value) => this.value = value;

    /// <summary>21 characters; empty for the default value.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>Authority that defines the type.</summary>
    /// <exception cref="InvalidOperationException">The code is the default value.</exception>
    public UnifiedSocialCreditCode Authority =>
        UnifiedSocialCreditCode.Check(value?[..18], out var authority) == CreditCodeCheck.Invalid
            ? throw new InvalidOperationException("The code is the default value.")
            : authority;

    /// <summary>Makes a code.</summary>
    /// <param name="authority">Authority that defines the type.</param>
    /// <param name="sequence">1 to 999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is outside 1 to 999.</exception>
    public static LicenceTypeCode Of(UnifiedSocialCreditCode authority, int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, 999);
        return new(authority.Value + sequence.ToString("000", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a code. The authority's code may be one that needs the registry's confirmation.</summary>
    /// <param name="text">21 characters, capitals; white space around and full-width forms are accepted.</param>
    /// <param name="code">The code when the text is one.</param>
    /// <returns>Whether the text is a code.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out LicenceTypeCode code)
    {
        var valid = CodeText.TryFold(text, out var folded) && folded.Length == 21 && !folded.Any(char.IsAsciiLetterLower)
            && folded.AsSpan(18).ContainsOnlyDigits()
            && UnifiedSocialCreditCode.Check(folded[..18], out _) != CreditCodeCheck.Invalid;
        code = valid ? new(folded!) : default;
        return valid;
    }

    static LicenceTypeCode IParsable<LicenceTypeCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<LicenceTypeCode>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceTypeCode result) => TryParse(s, out result);

    /// <summary>Reads a code.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static LicenceTypeCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("The text is not a licence type code (GB/T 36903).");

    /// <summary>21 characters.</summary>
    public override string ToString() => Value;
}
