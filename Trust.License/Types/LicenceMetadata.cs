using System.Globalization;

namespace Trust.License.Types;

/// <summary>Metadata short names of GB/T 36903 that every licence has; business items follow under <c>KZ_</c>.</summary>
internal static class LicenceMetadata
{
    public const string TypeName = "ZZMC";
    public const string TypeCode = "ZZLXDM";
    public const string Number = "ZZBH";
    public const string Identifier = "ZZBS";
    public const string Issuer = "ZZBFJG";
    public const string IssuerCode = "ZZBFJGDM";
    public const string IssuedOn = "ZZBFRQ";
    public const string Holder = "CZZT";
    public const string HolderCode = "CZZTDM";
    public const string HolderCodeTypeName = "CZZTDMLX";
    public const string HolderCodeType = "CZZTDMLXDM";
    public const string ValidFrom = "ZZYXQQSRQ";
    public const string ValidTo = "ZZYXQJZRQ";
    public const string CreatedAt = "CJSJ";

    /// <summary>Validity in one line as faces show it; made of the two dates, no item of the standard.</summary>
    public const string Validity = "validity";

    public static IReadOnlyList<string> FaceItems { get; } =
        [TypeName, Number, Identifier, Issuer, IssuerCode, IssuedOn, Holder, HolderCode, HolderCodeTypeName, ValidFrom, ValidTo, Validity];

    /// <summary>Holder code types (annex A) that this node issues to.</summary>
    public static IReadOnlyDictionary<string, string> HolderCodeTypes { get; } = new Dictionary<string, string>
    {
        ["001"] = "统一社会信用代码",
        ["111"] = "公民身份号码",
    };

    /// <summary>A date as faces show it.</summary>
    public static string Written(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month:00}月{date.Day:00}日");

    /// <summary>A date as metadata have it.</summary>
    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads a date as metadata have it.</summary>
    public static bool TryReadDay(string? text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
