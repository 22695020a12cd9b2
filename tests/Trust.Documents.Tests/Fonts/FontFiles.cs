using System.IO.Compression;
using Trust.Documents.Fonts;

namespace Trust.Documents.Tests.Fonts;

internal static class FontFiles
{
    public static byte[] Shipped(string name)
    {
        using var packed = typeof(TrueTypeFont).Assembly.GetManifestResourceStream($"Trust.Documents.Fonts.{name}.ttf.br");
        Assert.NotNull(packed);
        using var font = new MemoryStream();
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        brotli.CopyTo(font);
        return font.ToArray();
    }
}
