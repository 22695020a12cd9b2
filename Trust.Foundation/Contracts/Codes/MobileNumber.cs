using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>
/// Mobile number of mainland China (手机号码): 11 digits beginning 13 to 19, kept as E.164 (<c>+86</c> and the digits). Operator prefixes
/// are not judged, they change; numbers of machines (13 digits) are refused. Personal: <see cref="ToString"/>, the debugger and
/// plain JSON show the first three and the last four digits; the whole value comes only from <see cref="Reveal"/>.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(MaskedCodeConverter<MobileNumber>))]
public readonly record struct MobileNumber : IPersonalCode<MobileNumber>
{
    private const string Country = "+86";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string? national;

    private MobileNumber(string national) => this.national = national;

    private string National => national ?? throw new InvalidOperationException("The number is the default value.");

    /// <summary>Reads a number.</summary>
    /// <param name="text">11 digits, with or without <c>+86</c>, <c>0086</c> or <c>86</c> before; spaces, hyphens and full-width forms are accepted.</param>
    /// <param name="number">The number when the text is one.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out MobileNumber number)
    {
        number = default;
        if (!CodeText.TryFold(text, out var folded))
            return false;

        var digits = WithoutCountry(string.Concat(folded.Where(c => c is not (' ' or '-' or '\u2010' or '\u2013'))));
        if (digits is not ['1', >= '3' and <= '9', ..] || digits.Length != 11 || !digits.AsSpan().ContainsOnlyDigits())
            return false;

        number = new(digits);
        return true;
    }

    static MobileNumber IParsable<MobileNumber>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<MobileNumber>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MobileNumber result) => TryParse(s, out result);

    /// <summary>Reads a number.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a number; the message does not repeat it.</exception>
    public static MobileNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException("The text is not a mobile number of mainland China.");

    /// <summary>The whole number in E.164, <c>+86</c> and 11 digits. For the encrypted column, the keyed look-up hash and the message gateway only.</summary>
    /// <exception cref="InvalidOperationException">The number is the default value.</exception>
    public string Reveal() => Country + National;

    /// <summary>First three and last four of the 11 digits, stars between.</summary>
    public override string ToString() => national is null ? string.Empty : $"{national[..3]}****{national[7..]}";

    private static string WithoutCountry(string digits) => digits switch
    {
        ['+', '8', '6', .. var rest] => rest,
        ['0', '0', '8', '6', .. var rest] => rest,
        ['8', '6', .. var rest] => rest,
        _ => digits,
    };
}
