using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>What the check characters of a text say about it as a credit code.</summary>
public enum CreditCodeCheck
{
    /// <summary>Not a credit code: shape or both checks wrong, or only the organisation code inside wrong.</summary>
    Invalid,

    /// <summary>
    /// The last character is wrong, the organisation code inside is right. Some codes issued early are in circulation like this:
    /// ask the registry, do not call it a typing error.
    /// </summary>
    NeedsRegistryConfirmation,

    /// <summary>Both check characters are right.</summary>
    Valid,
}

/// <summary>
/// Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters of digits and capitals without I O S V Z: registering
/// authority (1), category (1), division (6), organisation code of GB 11714 with its own check (9), check (1). Public: written whole everywhere.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(PublicCodeConverter<UnifiedSocialCreditCode>))]
public readonly record struct UnifiedSocialCreditCode : IParsable<UnifiedSocialCreditCode>
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly SearchValues<char> AlphabetValues = SearchValues.Create(Alphabet);
    private readonly string? value;

    private UnifiedSocialCreditCode(string value) => this.value = value;

    // GB 32100-2015: weight 3^(i-1) mod 31 over the first 17 characters.
    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    // GB 11714-1997: weights over the eight characters of the organisation code's body.
    private static ReadOnlySpan<byte> OrganisationWeights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>18 characters; empty for the default value.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>Division of registration; null where the six characters are none.</summary>
    public RegionCode? Division => value is not null && RegionCode.TryParse(value[2..8], out var division) ? division : null;

    /// <summary>Organisation code inside (组织机构代码, GB 11714): 8 characters and its check, without hyphen.</summary>
    public string OrganisationCode => value is null ? string.Empty : value[8..17];

    /// <summary>Whether only the registry can confirm the code; see <see cref="CreditCodeCheck.NeedsRegistryConfirmation"/>.</summary>
    public bool NeedsRegistryConfirmation => value is not null && value[17] != CheckCharacter(value);

    /// <summary>Judges a text.</summary>
    /// <param name="text">18 characters; full-width forms, small letters and white space around are accepted.</param>
    /// <param name="code">The code unless the answer is <see cref="CreditCodeCheck.Invalid"/>.</param>
    /// <returns>What the check characters say.</returns>
    public static CreditCodeCheck Check(string? text, out UnifiedSocialCreditCode code)
    {
        code = default;
        if (!CodeText.TryFold(text, out var folded) || folded.Length != 18)
            return CreditCodeCheck.Invalid;

        var upper = CodeText.ToAsciiUpper(folded);
        if (upper.AsSpan().ContainsAnyExcept(AlphabetValues) || upper[16] != OrganisationCheckCharacter(upper.AsSpan(8, 8)))
            return CreditCodeCheck.Invalid;

        code = new(upper);
        return code.NeedsRegistryConfirmation ? CreditCodeCheck.NeedsRegistryConfirmation : CreditCodeCheck.Valid;
    }

    /// <summary>Reads a code whose two check characters are right.</summary>
    /// <param name="text">18 characters; full-width forms, small letters and white space around are accepted.</param>
    /// <param name="code">The code when the text is one.</param>
    /// <returns>Whether the text is <see cref="CreditCodeCheck.Valid"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out UnifiedSocialCreditCode code)
    {
        if (Check(text, out code) == CreditCodeCheck.Valid)
            return true;

        code = default;
        return false;
    }

    static UnifiedSocialCreditCode IParsable<UnifiedSocialCreditCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<UnifiedSocialCreditCode>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out UnifiedSocialCreditCode result) => TryParse(s, out result);

    /// <summary>Reads a code whose two check characters are right.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not such a code.</exception>
    public static UnifiedSocialCreditCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("The text is not a unified social credit code (GB 32100).");

    /// <summary>Check character of the first 17 characters (GB 32100-2015, modulus 31).</summary>
    /// <param name="body">At least 17 characters, the first 17 of the code's alphabet.</param>
    public static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += Alphabet.IndexOf(body[i], StringComparison.Ordinal) * Weights[i];
        return Alphabet[(31 - (sum % 31)) % 31];
    }

    /// <summary>Check character of an organisation code (GB 11714-1997, modulus 11): 10 becomes X, 11 becomes 0.</summary>
    /// <param name="body">Eight digits or capitals.</param>
    public static char OrganisationCheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < OrganisationWeights.Length; i++)
            sum += (char.IsAsciiDigit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10) * OrganisationWeights[i];
        return "0X987654321"[sum % 11];
    }

    /// <summary>18 characters.</summary>
    public override string ToString() => Value;

    /// <summary>The wire between modules also carries a code that the sender had the registry confirm; the public API refuses it.</summary>
    internal sealed class ConfirmedConverter : JsonConverter<UnifiedSocialCreditCode>
    {
        public override UnifiedSocialCreditCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Check(reader.GetString(), out var code) != CreditCodeCheck.Invalid
                ? code
                : throw new JsonException("The text is not a UnifiedSocialCreditCode.");

        public override void Write(Utf8JsonWriter writer, UnifiedSocialCreditCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
