namespace Trust.Documents.Ofd;

/// <summary>A resource file (clause 7.9): PublicRes, DocumentRes or PageRes.</summary>
public sealed class OfdResourceFile
{
    internal OfdResourceFile(string kind, string entryName)
    {
        Kind = kind;
        EntryName = entryName;
    }

    /// <summary>PublicRes, DocumentRes or PageRes.</summary>
    public string Kind { get; }

    /// <summary>Name of the entry.</summary>
    public string EntryName { get; }

    /// <summary>Fonts.</summary>
    public IReadOnlyList<OfdFont> Fonts { get; internal init; } = [];

    /// <summary>Images, sounds and films.</summary>
    public IReadOnlyList<OfdMedia> Media { get; internal init; } = [];

    internal IReadOnlyDictionary<ulong, OfdFont> FontsById => field ??= ById(Fonts, font => font.Id);

    internal IReadOnlyDictionary<ulong, OfdMedia> MediaById => field ??= ById(Media, media => media.Id);

    internal IReadOnlyDictionary<ulong, XmlElement> DrawParams { get; init; } = new Dictionary<ulong, XmlElement>();

    internal IReadOnlyDictionary<ulong, OfdColorSpace> ColorSpaces { get; init; } = new Dictionary<ulong, OfdColorSpace>();

    internal IReadOnlyDictionary<ulong, XmlElement> Composites { get; init; } = new Dictionary<ulong, XmlElement>();

    /// <summary>The first of each id counts.</summary>
    internal static Dictionary<ulong, T> ById<T>(IEnumerable<T> items, Func<T, ulong?> idOf)
    {
        var found = new Dictionary<ulong, T>();
        foreach (var item in items)
        {
            if (idOf(item) is { } id)
            {
                found.TryAdd(id, item);
            }
        }

        return found;
    }
}

/// <summary>A font (clause 11.1).</summary>
/// <param name="Id">@ID.</param>
/// <param name="FontName">@FontName.</param>
/// <param name="FamilyName">@FamilyName.</param>
/// <param name="Charset">@Charset.</param>
/// <param name="Bold">@Bold.</param>
/// <param name="Italic">@Italic.</param>
/// <param name="Serif">@Serif.</param>
/// <param name="FixedWidth">@FixedWidth.</param>
/// <param name="FontFile">Path as written, null when the font is not embedded.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
public sealed record OfdFont(
    ulong? Id, string? FontName, string? FamilyName, string? Charset, bool Bold, bool Italic, bool Serif, bool FixedWidth, string? FontFile, string? EntryName);

/// <summary>A multimedia resource (clause 7.9).</summary>
/// <param name="Id">@ID.</param>
/// <param name="Type">@Type: Image, Audio or Video.</param>
/// <param name="Format">@Format as written.</param>
/// <param name="MediaFile">Path as written.</param>
/// <param name="EntryName">Its entry, null when there is none.</param>
public sealed record OfdMedia(ulong? Id, string? Type, string? Format, string? MediaFile, string? EntryName);

/// <summary>A colour space (clause 8.3.1).</summary>
/// <param name="Type">GRAY, RGB or CMYK.</param>
/// <param name="BitsPerComponent">Bits of one component, 8 when absent.</param>
/// <param name="Palette">Colours by index.</param>
internal sealed record OfdColorSpace(string Type, int BitsPerComponent, IReadOnlyList<string> Palette);
