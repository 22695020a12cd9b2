using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>Which document a <see cref="CitizenIdNumber"/> stands on.</summary>
public enum CitizenIdKind
{
    /// <summary>Resident identity card (居民身份证).</summary>
    Resident,

    /// <summary>Residence permit of a resident of Hong Kong, Macao or Taiwan (港澳台居民居住证): division 810000, 820000 or 830000.</summary>
    HongKongMacaoTaiwanPermit,

    /// <summary>Permanent residence card of a foreigner (外国人永久居留身份证, form of 2023): starts with 9.</summary>
    ForeignPermanentResident,
}

/// <summary>Sex as an identity number carries it (GB 11643, parity of the sequence).</summary>
public enum RegisteredSex
{
    /// <summary>Even sequence (女).</summary>
    Female,

    /// <summary>Odd sequence (男).</summary>
    Male,
}

/// <summary>
/// Citizen identification number (公民身份号码), GB 11643-1999: 18 characters, division (6), birth date yyyyMMdd (8), sequence (3),
/// check (1; digit or X, ISO 7064 MOD 11-2). Personal: <see cref="ToString"/>, the debugger and plain JSON show the first three and
/// the last four characters; the whole value comes only from <see cref="Reveal"/>.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(MaskedCodeConverter<CitizenIdNumber>))]
public readonly record struct CitizenIdNumber : IPersonalCode<CitizenIdNumber>
{
    private const int EarliestYear = 1850;
    private const string CheckCharacters = "10X98765432";

    // GB 11643-1999: 2^(18-i) mod 11.
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string? value;

    private CitizenIdNumber(string value) => this.value = value;

    /// <summary>Which document the number stands on. <c>99xxxx</c> is a resident of the invented province: no foreigner's card has 9 in second place, where the province of issue begins.</summary>
    public CitizenIdKind Kind => Whole switch
    {
        ['9', not '9', ..] => CitizenIdKind.ForeignPermanentResident,
        ['8', '1' or '2' or '3', '0', '0', '0', '0', ..] => CitizenIdKind.HongKongMacaoTaiwanPermit,
        _ => CitizenIdKind.Resident,
    };

    /// <summary>Division of first registration; null for a foreigner's card, whose digits mean province of issue and nationality.</summary>
    public RegionCode? Division =>
        Kind != CitizenIdKind.ForeignPermanentResident && RegionCode.TryParse(Whole[..6], out var division) ? division : null;

    /// <summary>Birth date, a real date from 1850 on.</summary>
    public DateOnly BirthDate => DateOnly.ParseExact(Whole.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Sex.</summary>
    public RegisteredSex Sex => (Whole[16] - '0') % 2 == 1 ? RegisteredSex.Male : RegisteredSex.Female;

    private string Whole => value ?? throw new InvalidOperationException("The number is the default value.");

    /// <summary>
    /// Reads a number. The birth date must be real and from 1850 on (an example of the standard itself was
    /// born in 1880); whether it lies in the future is asked with
    /// <see cref="IsBornBy"/>, since only the caller knows the day.
    /// </summary>
    /// <param name="text">18 characters; full-width forms, white space around and a small x are accepted. 15 digits are refused.</param>
    /// <param name="number">The number when the text is one.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out CitizenIdNumber number)
    {
        number = default;
        if (!CodeText.TryFold(text, out var folded) || folded.Length != 18)
            return false;

        var upper = CodeText.ToAsciiUpper(folded);
        if (!upper.AsSpan(0, 17).ContainsOnlyDigits() || upper[0] == '0' || !IsDate(upper.AsSpan(6, 8)) || upper[17] != CheckCharacter(upper))
            return false;

        number = new(upper);
        return true;
    }

    static CitizenIdNumber IParsable<CitizenIdNumber>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<CitizenIdNumber>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CitizenIdNumber result) => TryParse(s, out result);

    /// <summary>Reads a number.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a number; the message does not repeat it.</exception>
    public static CitizenIdNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException("The text is not a citizen identification number (GB 11643).");

    /// <summary>
    /// Converts a number of the first generation (15 digits, GB 11643-1989) while old data is imported: century 19 is put in and the
    /// check character computed. Such numbers have not been valid as identification since 2013; never call this for input of a person.
    /// </summary>
    /// <param name="text">15 digits: division (6), birth date yyMMdd (6), sequence (3).</param>
    /// <param name="number">The number of 18 characters.</param>
    /// <returns>Whether the text is such a number.</returns>
    public static bool TryImport15([NotNullWhen(true)] string? text, out CitizenIdNumber number)
    {
        number = default;
        if (!CodeText.TryFold(text, out var folded) || folded.Length != 15 || !folded.AsSpan().ContainsOnlyDigits())
            return false;

        var body = $"{folded[..6]}19{folded[6..]}";
        return TryParse(body + CheckCharacter(body), out number);
    }

    /// <summary>Check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2): a digit or X.</summary>
    /// <param name="body">At least 17 characters, the first 17 digits.</param>
    public static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (body[i] - '0') * Weights[i];
        return CheckCharacters[sum % 11];
    }

    /// <summary>Whether the birth date is not after the given day.</summary>
    /// <param name="today">The day, in China Standard Time.</param>
    public bool IsBornBy(DateOnly today) => BirthDate <= today;

    /// <summary>The whole number, 18 characters. For the encrypted column, the keyed look-up hash and the wire between modules only.</summary>
    /// <exception cref="InvalidOperationException">The number is the default value.</exception>
    public string Reveal() => Whole;

    /// <summary>First three and last four characters, stars between.</summary>
    public override string ToString() => value is null ? string.Empty : $"{value[..3]}***********{value[14..]}";

    private static bool IsDate(ReadOnlySpan<char> digits) =>
        DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year >= EarliestYear;
}
