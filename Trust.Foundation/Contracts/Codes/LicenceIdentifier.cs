using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>
/// Electronic licence identifier (电子证照标识), GB/T 36904-2018: <c>1.2.156.3005.2.type.issuer.serial.version.check</c>. The check is
/// ISO/IEC 7064 MOD 37,36 over type, issuer, serial and version joined without dots; the root is no part of it. It finds every
/// single substitution and nearly every swap of neighbours. Public: written whole everywhere.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(PublicCodeConverter<LicenceIdentifier>))]
public readonly record struct LicenceIdentifier : IParsable<LicenceIdentifier>
{
    /// <summary>Root of all identifiers (电子证照标识根). Its neighbours on the same arc are other things: 1.2.156.3005.6 is legal texts.</summary>
    public const string Root = "1.2.156.3005.2";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int LastVersion = 999;
    private static readonly SearchValues<char> AlphabetValues = SearchValues.Create(Alphabet);
    private readonly string? value;

    private LicenceIdentifier(string value) => this.value = value;

    /// <summary>The whole identifier with root and dots; empty for the default value.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>Type code (证照类型代码).</summary>
    public LicenceTypeCode Type => LicenceTypeCode.Parse(Part(0));

    /// <summary>Issuing authority (证照颁发机构); null for historic identifiers, see <see cref="HistoricIssuer"/>.</summary>
    public UnifiedSocialCreditCode? Issuer =>
        UnifiedSocialCreditCode.Check(Part(1), out var issuer) == CreditCodeCheck.Invalid ? null : issuer;

    /// <summary>Division that stands in the place of the issuer in historic data; null otherwise. Accepted when reading, to be flagged by the reader, never minted.</summary>
    public RegionCode? HistoricIssuer => RegionCode.TryParse(Part(1), out var region) ? region : null;

    /// <summary>Serial (流水号): 1 to 32 digits and capitals.</summary>
    public string Serial => Part(2);

    /// <summary>Version (版本号), 1 to 999.</summary>
    public int Version => int.Parse(Part(3), CultureInfo.InvariantCulture);

    /// <summary>Makes an identifier.</summary>
    /// <param name="type">Type code.</param>
    /// <param name="issuer">Issuing authority.</param>
    /// <param name="serial">1 to 32 digits and capitals, see <see cref="NewSerial"/>.</param>
    /// <param name="version">1 to 999.</param>
    /// <exception cref="ArgumentException">A part is the default value, or the serial is no serial.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is outside 1 to 999.</exception>
    public static LicenceIdentifier Mint(LicenceTypeCode type, UnifiedSocialCreditCode issuer, string serial, int version = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, LastVersion);
        if (type == default || issuer == default)
            throw new ArgumentException("Type and issuer are needed.");
        if (!IsSerial(serial))
            throw new ArgumentException("A serial is 1 to 32 digits and capitals.", nameof(serial));

        return Compose(type.Value, issuer.Value, serial, version);
    }

    /// <summary>25 random digits and capitals (129 bits), so that a serial tells nothing about volume or holder.</summary>
    public static string NewSerial() => RandomNumberGenerator.GetString(Alphabet, 25);

    /// <summary>Reads an identifier as machines write it: capitals only, nothing around it.</summary>
    /// <param name="text">The identifier with root and dots.</param>
    /// <param name="identifier">The identifier when the text is one.</param>
    /// <returns>Whether the text is an identifier with a right check character.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out LicenceIdentifier identifier)
    {
        identifier = default;
        if (text is not { Length: <= 120 } || !text.StartsWith(Root + ".", StringComparison.Ordinal))
            return false;

        var parts = text[(Root.Length + 1)..].Split('.');
        if (parts is not [{ Length: 21 }, { Length: 18 or 6 }, _, { Length: 3 }, { Length: 1 }] || !HasShape(parts) || !HasRightCheck(parts))
            return false;

        identifier = new(text);
        return true;
    }

    static LicenceIdentifier IParsable<LicenceIdentifier>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<LicenceIdentifier>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceIdentifier result) => TryParse(s, out result);

    /// <summary>Reads an identifier that a person typed: also small letters, full-width forms and white space around.</summary>
    /// <param name="text">The identifier with root and dots.</param>
    /// <param name="identifier">The identifier when the text is one.</param>
    /// <returns>Whether the text is an identifier with a right check character.</returns>
    public static bool TryParseTyped([NotNullWhen(true)] string? text, out LicenceIdentifier identifier)
    {
        identifier = default;
        return CodeText.TryFold(text, out var folded) && TryParse(CodeText.ToAsciiUpper(folded), out identifier);
    }

    /// <summary>Reads an identifier as machines write it.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not an identifier.</exception>
    public static LicenceIdentifier Parse(string text) =>
        TryParse(text, out var identifier) ? identifier : throw new FormatException("The text is not an electronic licence identifier (GB/T 36904).");

    /// <summary>Identifier of the next version: same type, issuer and serial.</summary>
    /// <exception cref="InvalidOperationException">The version is 999, or the issuer is historic and nothing is minted for it.</exception>
    public LicenceIdentifier Next()
    {
        if (Issuer is not { } issuer)
            throw new InvalidOperationException("A historic issuer code is never minted again.");
        if (Version == LastVersion)
            throw new InvalidOperationException("There is no version after 999.");
        return Compose(Part(0), issuer.Value, Serial, Version + 1);
    }

    /// <summary>The whole identifier with root and dots.</summary>
    public override string ToString() => Value;

    private static LicenceIdentifier Compose(string type, string issuer, string serial, int version)
    {
        var number = version.ToString("000", CultureInfo.InvariantCulture);
        return new($"{Root}.{type}.{issuer}.{serial}.{number}.{CheckCharacter(type + issuer + serial + number)}");
    }

    private static bool HasShape(string[] parts) =>
        LicenceTypeCode.TryParse(parts[0], out _)
        && (parts[1].Length == 6 ? RegionCode.TryParse(parts[1], out _) : UnifiedSocialCreditCode.Check(parts[1], out _) != CreditCodeCheck.Invalid)
        && IsSerial(parts[2])
        && parts[3].AsSpan().ContainsOnlyDigits() && parts[3] != "000"
        && parts.All(part => !part.AsSpan().ContainsAnyExcept(AlphabetValues));

    private static bool HasRightCheck(string[] parts) => parts[4][0] == CheckCharacter(string.Concat(parts[..4]));

    private static bool IsSerial(string? serial) => serial is { Length: >= 1 and <= 32 } && !serial.AsSpan().ContainsAnyExcept(AlphabetValues);

    /// <summary>ISO/IEC 7064 MOD 37,36 (hybrid system).</summary>
    private static char CheckCharacter(string body)
    {
        var p = 36;
        foreach (var character in body)
        {
            var s = (p + Alphabet.IndexOf(character, StringComparison.Ordinal)) % 36;
            p = 2 * (s == 0 ? 36 : s) % 37;
        }

        return Alphabet[(37 - p) % 36];
    }

    private string Part(int index) =>
        value is null ? throw new InvalidOperationException("The identifier is the default value.") : value[(Root.Length + 1)..].Split('.')[index];
}
