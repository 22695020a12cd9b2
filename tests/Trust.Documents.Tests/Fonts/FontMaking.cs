using System.IO.Compression;
using System.Text;
using Trust.Documents.Fonts;

namespace Trust.Documents.Tests.Fonts;

/// <summary>
/// How the shipped fonts are made. With TRUST_FONT_SOURCE naming a folder that holds the unpacked npm packages
/// <c>@expo-google-fonts/noto-sans-sc</c> and <c>@expo-google-fonts/noto-serif-sc</c> 0.4.3 as <c>sans</c> and <c>serif</c>, the test makes them
/// anew and compares; with TRUST_FONT_TARGET it also writes them.
/// </summary>
internal static class FontMaking
{
    public static readonly IReadOnlyList<(string Name, string Source, bool Rare)> Made =
    [
        ("NotoSansSC-Regular", "sans/400Regular/NotoSansSC_400Regular.ttf", false),
        ("NotoSansSC-Bold", "sans/700Bold/NotoSansSC_700Bold.ttf", false),
        ("NotoSerifSC-Regular", "serif/400Regular/NotoSerifSC_400Regular.ttf", false),
        ("NotoSerifSC-Bold", "serif/700Bold/NotoSerifSC_700Bold.ttf", false),
        ("NotoSansSC-Regular-Rare", "sans/400Regular/NotoSansSC_400Regular.ttf", true),
    ];

    public static byte[] Make(TrueTypeFont whole, bool rare)
    {
        var common = Common();
        return FontSubset.Create(whole, whole.Characters.Where(character => common.Contains(character) != rare));
    }

    public static byte[] Pack(byte[] font)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, new BrotliCompressionOptions { Quality = 11 }, leaveOpen: true))
        {
            brotli.Write(font);
        }

        return packed.ToArray();
    }

    /// <summary>GB/T 2312 and the Latin letters, punctuation, numbers in circles and forms that documents use beside it.</summary>
    public static HashSet<Rune> Common()
    {
        (int First, int Last)[] blocks =
        [
            (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF),
            (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x266F), (0x3000, 0x303F), (0x3100, 0x312F), (0xFF00, 0xFFEF),
        ];
        var characters = blocks.SelectMany(block => Enumerable.Range(block.First, block.Last - block.First + 1)).Where(Rune.IsValid)
            .Select(value => new Rune(value)).ToHashSet();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb = Encoding.GetEncoding("gb2312", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(""));
        for (var row = 0xA1; row <= 0xF7; row++)
        {
            for (var cell = 0xA1; cell <= 0xFE; cell++)
            {
                foreach (var character in gb.GetString([(byte)row, (byte)cell]).EnumerateRunes().Where(rune => rune.Value is < 0xE000 or > 0xF8FF))
                {
                    characters.Add(character);
                }
            }
        }

        return characters;
    }
}
