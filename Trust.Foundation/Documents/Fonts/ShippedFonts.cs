using System.IO.Compression;

namespace Trust.Documents.Fonts;

/// <summary>
/// Fonts inside the assembly (SIL Open Font License 1.1, texts beside them): made by <see cref="FontSubset"/> from the Noto fonts, unpacked at first use.
/// </summary>
internal static class ShippedFonts
{
    private const int MaximumUnpacked = 32 * 1024 * 1024;

    private static readonly Dictionary<FontFace, Lazy<TrueTypeFont>> Faces = new()
    {
        [FontFace.Sans] = new(() => Load("NotoSansSC-Regular")),
        [FontFace.SansBold] = new(() => Load("NotoSansSC-Bold")),
        [FontFace.Serif] = new(() => Load("NotoSerifSC-Regular")),
        [FontFace.SerifBold] = new(() => Load("NotoSerifSC-Bold")),
    };

    private static readonly Lazy<TrueTypeFont> RareFont = new(() => Load("NotoSansSC-Regular-Rare"));

    /// <summary>Every character of the regular font that <see cref="FontFace.Sans"/> leaves out.</summary>
    public static TrueTypeFont Rare => RareFont.Value;

    public static TrueTypeFont Get(FontFace face) =>
        Faces.TryGetValue(face, out var font) ? font.Value : throw new ArgumentOutOfRangeException(nameof(face), face, "No such face.");

    private static TrueTypeFont Load(string name)
    {
        using var packed = typeof(ShippedFonts).Assembly.GetManifestResourceStream($"Trust.Documents.Fonts.{name}.ttf.br")
            ?? throw new InvalidOperationException($"The font {name} is not in the assembly.");
        using var unpacked = new MemoryStream();
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        brotli.CopyTo(unpacked);
        return unpacked.Length <= MaximumUnpacked && TrueTypeFont.TryRead(unpacked.ToArray(), out var font)
            ? font
            : throw new InvalidOperationException($"The font {name} in the assembly cannot be read.");
    }
}
