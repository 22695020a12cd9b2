using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>
/// Ethnicity (民族), GB/T 3304-1991: two digits, 01 to 56. Population registers add 97 for those of no recognised ethnicity and 98 for
/// citizens of foreign descent. The code is public; beside a person it is personal data.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(PublicCodeConverter<EthnicityCode>))]
public readonly record struct EthnicityCode : IParsable<EthnicityCode>
{
    // Table 3 of the standard, in the order of its codes; its note says Tibetan and Korean for Zang and Chosen where foreigners read.
    private static readonly (string Name, string English)[] Standard =
    [
        ("汉族", "Han"), ("蒙古族", "Mongol"), ("回族", "Hui"), ("藏族", "Tibetan"), ("维吾尔族", "Uygur"), ("苗族", "Miao"), ("彝族", "Yi"), ("壮族", "Zhuang"),
        ("布依族", "Buyei"), ("朝鲜族", "Korean"), ("满族", "Man"), ("侗族", "Dong"), ("瑶族", "Yao"), ("白族", "Bai"), ("土家族", "Tujia"), ("哈尼族", "Hani"),
        ("哈萨克族", "Kazak"), ("傣族", "Dai"), ("黎族", "Li"), ("傈僳族", "Lisu"), ("佤族", "Va"), ("畲族", "She"), ("高山族", "Gaoshan"), ("拉祜族", "Lahu"),
        ("水族", "Sui"), ("东乡族", "Dongxiang"), ("纳西族", "Naxi"), ("景颇族", "Jingpo"), ("柯尔克孜族", "Kirgiz"), ("土族", "Tu"), ("达斡尔族", "Daur"),
        ("仫佬族", "Mulao"), ("羌族", "Qiang"), ("布朗族", "Blang"), ("撒拉族", "Salar"), ("毛南族", "Maonan"), ("仡佬族", "Gelao"), ("锡伯族", "Xibe"),
        ("阿昌族", "Achang"), ("普米族", "Pumi"), ("塔吉克族", "Tajik"), ("怒族", "Nu"), ("乌孜别克族", "Uzbek"), ("俄罗斯族", "Russ"), ("鄂温克族", "Ewenki"),
        ("德昂族", "Deang"), ("保安族", "Bonan"), ("裕固族", "Yugur"), ("京族", "Gin"), ("塔塔尔族", "Tatar"), ("独龙族", "Derung"), ("鄂伦春族", "Oroqen"),
        ("赫哲族", "Hezhen"), ("门巴族", "Monba"), ("珞巴族", "Lhoba"), ("基诺族", "Jino"),
    ];

    private static readonly Dictionary<string, (string Name, string English)> Names =
        Standard.Select((names, index) => ((index + 1).ToString("00", CultureInfo.InvariantCulture), names))
            .Append(("97", ("其他", "Other")))
            .Append(("98", ("外国血统中国籍人士", "Foreign descent")))
            .ToDictionary(entry => entry.Item1, entry => entry.Item2);

    private readonly string? value;

    private EthnicityCode(string value) => this.value = value;

    /// <summary>Every code, in order: for a list to choose from.</summary>
    public static IReadOnlyList<EthnicityCode> All { get; } = [.. Names.Keys.Order(StringComparer.Ordinal).Select(code => new EthnicityCode(code))];

    /// <summary>Two digits; empty for the default value.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>Chinese name: 汉族. Empty for the default value.</summary>
    public string Name => value is null ? string.Empty : Names[value].Name;

    /// <summary>Roman spelling of the standard: Han. Empty for the default value.</summary>
    public string EnglishName => value is null ? string.Empty : Names[value].English;

    /// <summary>Reads a code.</summary>
    /// <param name="text">Two digits; full-width digits and white space around are accepted.</param>
    /// <param name="code">The code when the text is one.</param>
    /// <returns>Whether the text is a code that is assigned.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out EthnicityCode code)
    {
        var valid = CodeText.TryFold(text, out var folded) && Names.ContainsKey(folded);
        code = valid ? new(folded!) : default;
        return valid;
    }

    static EthnicityCode IParsable<EthnicityCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<EthnicityCode>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EthnicityCode result) => TryParse(s, out result);

    /// <summary>Reads a code.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static EthnicityCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("The text is not an ethnicity code (GB/T 3304).");

    /// <summary>Two digits.</summary>
    public override string ToString() => Value;
}
