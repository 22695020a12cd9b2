using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Trust.Contracts.Codes;

namespace Trust.License.Types;

/// <summary>A kind of licence (证照类型) as data: what stands in it, what it looks like, who may hold it and for how long (GB/T 36902, GB/T 36903).</summary>
internal sealed record LicenceType
{
    /// <summary>证照类型代码: credit code of the defining authority and three digits.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Version of this description.</summary>
    public required int Version { get; init; }

    public required string DefiningAuthority { get; init; }

    public required string DefiningAuthorityCode { get; init; }

    /// <summary>Holder code types (证照主体代码类型) that may hold it: 001 credit code, 111 citizen number.</summary>
    public required IReadOnlyList<string> HolderCodeTypes { get; init; }

    /// <summary>Years for which it is issued; none: long term.</summary>
    public int? ValidYears { get; init; }

    /// <summary>What it says about its validity where it has no end.</summary>
    public string LongTerm { get; init; } = "长期";

    /// <summary>Changes of state that a second person has to confirm.</summary>
    public IReadOnlyList<string> SecondPersonFor { get; init; } = [];

    public required IReadOnlyList<LicenceField> Fields { get; init; }

    public required LicenceFace Face { get; init; }

    [JsonIgnore]
    public LicenceTypeCode TypeCode => LicenceTypeCode.Parse(Code);

    public LicenceField? Field(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>A business item (业务信息项).</summary>
internal sealed record LicenceField
{
    /// <summary>Short name in the metadata: <c>KZ_</c> and capitals.</summary>
    public required string Name { get; init; }

    public required string Label { get; init; }

    public required string LabelEn { get; init; }

    public bool Required { get; init; } = true;

    public int MaxLength { get; init; } = 200;

    /// <summary>What the value has to look like, a whole match; none: any text.</summary>
    public string? Pattern { get; init; }

    /// <summary>Values that may be chosen; empty: free text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What an official is told beside the box.</summary>
    public string? Hint { get; init; }

    public string? HintEn { get; init; }

    /// <summary>A day, YYYY-MM-DD.</summary>
    public bool IsDate { get; init; }

    /// <summary>Where holders are persons, only they need it.</summary>
    public string? OnlyForHolderCodeType { get; init; }

    /// <summary>Whether strangers see it only after the printed secret.</summary>
    public bool Personal { get; init; }

    /// <summary>Whether a value fits, and why not.</summary>
    public string? Fault(string? value, string holderCodeType)
    {
        if (OnlyForHolderCodeType is { } only && only != holderCodeType)
        {
            return string.IsNullOrEmpty(value) ? null : "is not part of a licence of this kind of holder.";
        }

        return string.IsNullOrWhiteSpace(value) ? (Required ? "is missing." : null)
            : value.Length > MaxLength ? string.Create(CultureInfo.InvariantCulture, $"has more than {MaxLength} characters.")
            : value.Any(char.IsControl) ? "holds control characters."
            : Choices.Count > 0 && !Choices.Contains(value) ? "is none of the values that may be chosen."
            : Pattern is { } pattern && !Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) ? "does not have the right form."
            : null;
    }
}

/// <summary>The face (照面): a page in millimetres.</summary>
internal sealed record LicenceFace
{
    public required double Width { get; init; }

    public required double Height { get; init; }

    /// <summary>Colour of the frame and the title, RRGGBB.</summary>
    public required string Colour { get; init; }

    public required FacePlace Title { get; init; }

    /// <summary>Side of the QR code and its top left corner.</summary>
    public required FacePlace Code { get; init; }

    /// <summary>Top left corner of the seal's picture.</summary>
    public required FacePlace Seal { get; init; }

    public required IReadOnlyList<FaceLine> Lines { get; init; }
}

/// <summary>A place in millimetres from the top left corner.</summary>
internal sealed record FacePlace(double X, double Y, double Size);

/// <summary>A label and the value behind it.</summary>
internal sealed record FaceLine
{
    public required string Label { get; init; }

    /// <summary>Metadata short name of the value.</summary>
    public required string Item { get; init; }

    public required double X { get; init; }

    public required double Y { get; init; }

    /// <summary>Width of the label, and of the value behind it, in millimetres.</summary>
    public required double LabelWidth { get; init; }

    public required double Width { get; init; }

    public double Size { get; init; } = 4.2;
}
