using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>Level of an administrative division.</summary>
public enum RegionLevel
{
    /// <summary>The whole country: <c>100000</c>, used for central authorities (GB 32100-2015, registering at national level).</summary>
    Nation,

    /// <summary>Province, autonomous region or municipality (省级): last four digits zero.</summary>
    Province,

    /// <summary>City or prefecture (地级): last two digits zero.</summary>
    City,

    /// <summary>County, district or county-level city (县级).</summary>
    County,
}

/// <summary>
/// Code of an administrative division (行政区划代码), GB/T 2260-2007: six digits, two each for province, city and county.
/// The shape is checked, not the assignment: codes come and go every year, and <c>99xxxx</c> is the invented province of
/// development and demonstration. Public: written whole everywhere.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(PublicCodeConverter<RegionCode>))]
public readonly record struct RegionCode : IParsable<RegionCode>
{
    private const string NationCode = "100000";
    private readonly string? value;

    private RegionCode(string value) => this.value = value;

    /// <summary>The whole country, <c>100000</c>.</summary>
    public static RegionCode Nation { get; } = new(NationCode);

    /// <summary>Six digits; empty for the default value.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>Level, read off the trailing zeros.</summary>
    public RegionLevel Level => Value switch
    {
        NationCode => RegionLevel.Nation,
        [_, _, '0', '0', '0', '0'] => RegionLevel.Province,
        [_, _, _, _, '0', '0'] => RegionLevel.City,
        _ => RegionLevel.County,
    };

    /// <summary>Division directly above by the digits: city of a county, province of a city, the country of a province; null for the country and the default value.</summary>
    public RegionCode? Parent => (Level, value) switch
    {
        (_, null) or (RegionLevel.Nation, _) => null,
        (RegionLevel.Province, _) => Nation,
        (RegionLevel.City, _) => Province,
        _ => new RegionCode($"{Value[..4]}00"),
    };

    /// <summary>Province of the division; itself for a province or the country.</summary>
    public RegionCode Province => value is null ? this : new($"{value[..2]}0000");

    /// <summary>Whether the division belongs to the invented province of development and demonstration (<c>99xxxx</c>).</summary>
    public bool IsInvented => Value.StartsWith("99", StringComparison.Ordinal);

    /// <summary>Reads a code.</summary>
    /// <param name="text">Six digits, the first not zero; full-width digits and white space around are accepted.</param>
    /// <param name="code">The code when the text is one.</param>
    /// <returns>Whether the text is a code.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RegionCode code)
    {
        var valid = CodeText.TryFold(text, out var folded) && folded.Length == 6 && folded[0] != '0' && folded.All(char.IsAsciiDigit);
        code = valid ? new(folded!) : default;
        return valid;
    }

    static RegionCode IParsable<RegionCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<RegionCode>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RegionCode result) => TryParse(s, out result);

    /// <summary>Reads a code.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static RegionCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("The text is not an administrative division code (GB/T 2260).");

    /// <summary>Whether this division is the other one or lies above it by the digits: a province contains its cities and counties.</summary>
    /// <param name="other">The division that may lie inside.</param>
    public bool Contains(RegionCode other) => (value, other.value) is ({ }, { } inner) && Level switch
    {
        RegionLevel.Nation => true,
        RegionLevel.Province => inner.AsSpan(0, 2).SequenceEqual(value.AsSpan(0, 2)),
        RegionLevel.City => inner.AsSpan(0, 4).SequenceEqual(value.AsSpan(0, 4)),
        _ => inner == value,
    };

    /// <summary>Six digits.</summary>
    public override string ToString() => Value;
}
