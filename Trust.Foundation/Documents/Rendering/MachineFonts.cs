using SkiaSharp;

namespace Trust.Documents.Rendering;

/// <summary>Fonts of the machine that stand in for fonts a file does not embed. Opened once for the process.</summary>
internal static class MachineFonts
{
    private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts", "C:\\Windows\\Fonts", "/System/Library/Fonts"];

    // Chinese fonts first: they have Latin letters too.
    private static readonly string[] Names =
    [
        "NotoSansSC-Regular.ttf", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc",
        "simsun.ttc", "msyh.ttc", "PingFang.ttc", "DejaVuSans.ttf",
    ];

    private static readonly Lazy<SKTypeface[]> Opened = new(Open);

    public static IReadOnlyList<SKTypeface> All => Opened.Value;

    /// <summary>The glyph of a character, 0 when the font lacks it.</summary>
    public static ushort GetGlyphOf(this SKTypeface typeface, int character)
    {
        using var font = new SKFont(typeface);
        return font.GetGlyph(character);
    }

    private static SKTypeface[] Open()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 5 };
        var files = Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", options)).ToLookup(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        return [.. Names.Select(name => files[name].FirstOrDefault()).OfType<string>().Select(path => SKTypeface.FromFile(path)).OfType<SKTypeface>()];
    }
}
