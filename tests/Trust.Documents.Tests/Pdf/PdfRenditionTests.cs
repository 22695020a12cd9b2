using System.Globalization;
using Trust.Crypto;
using Trust.Documents.Fonts;
using Trust.Documents.Packaging;
using Trust.Documents.Pdf;
using Trust.Documents.Rendering;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using Trust.Testing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Trust.Documents.Tests.Pdf;

/// <summary>The rendition shows and says what the OFD file shows and says; read by PdfPig, poppler and qpdf.</summary>
public class PdfRenditionTests
{
    private const double MillimetresPerPoint = 25.4 / 72;

    [Fact]
    public void Text_taken_out_equals_that_of_the_OFD_file_and_stands_in_the_same_boxes()
    {
        var (ofd, pdf) = PdfMaking.Rendition(SampleDocuments.Full());
        var file = Read(ofd);
        using var document = PdfDocument.Open(pdf);
        Assert.Equal(2, document.NumberOfPages);
        for (var index = 0; index < 2; index++)
        {
            var page = document.GetPage(index + 1);
            Assert.Equal(210, page.Width * MillimetresPerPoint, 0.01);
            Assert.Equal(297, page.Height * MillimetresPerPoint, 0.01);
            var texts = OfdRenderer.Render(file, 0, index, new() { Dpi = 20, UseMachineFonts = false }).TextBoxes;
            Assert.Equal(string.Concat(texts.Select(text => text.Text)), string.Concat(page.Letters.Select(letter => letter.Value)));
            Assert.Contains("㵲", string.Concat(page.Letters.Select(letter => letter.Value)), StringComparison.Ordinal);
            var at = 0;
            foreach (var text in texts)
            {
                var letters = page.Letters.Skip(at).Take(text.Text.EnumerateRunes().Count()).ToList();
                at += letters.Count;
                if (text.Source == RenderedSource.Page)
                {
                    Compare(text, letters, page.Height);
                }
            }
        }
    }

    [Fact]
    public void Turned_text_stands_where_the_OFD_file_has_it()
    {
        var builder = SampleDocuments.Full(1);
        var (ofd, pdf) = PdfMaking.Rendition(builder);
        using var document = PdfDocument.Open(pdf);
        var page = document.GetPage(1);
        var texts = OfdRenderer.Render(Read(ofd), 0, 0, new() { Dpi = 20, UseMachineFonts = false }).TextBoxes;
        var at = texts.TakeWhile(text => text.Source != RenderedSource.Annotation).Sum(text => text.Text.EnumerateRunes().Count());
        foreach (var text in texts.Where(text => text.Source == RenderedSource.Annotation))
        {
            foreach (var letter in page.Letters.Skip(at).Take(text.Text.EnumerateRunes().Count()))
            {
                Assert.InRange(letter.StartBaseLine.X * MillimetresPerPoint, text.Box.X - 0.5, text.Box.X + text.Box.Width + 0.5);
                Assert.InRange((page.Height - letter.StartBaseLine.Y) * MillimetresPerPoint, text.Box.Y - 0.5, text.Box.Y + text.Box.Height + 0.5);
                at++;
            }
        }

        Assert.Equal(page.Letters.Count, at);
    }

    [Fact]
    public void Rare_characters_and_every_face_can_be_taken_out()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        var page = builder.AddPage();
        string[] lines = ["㵲㸆䶮龘靐龗犇骉㐂㛃", "张三·阿依古丽", "Name 0123456789 ¥%", "（一）“引号”——……《办法》"];
        for (var i = 0; i < lines.Length; i++)
        {
            page.AddText(lines[i], 20, 30 + (i * 20), PdfMaking.Style(6, (FontFace)i));
        }

        using var document = PdfDocument.Open(PdfMaking.Rendition(builder).Pdf);
        Assert.Equal(string.Concat(lines), string.Concat(document.GetPage(1).Letters.Select(letter => letter.Value)));
        Assert.All(document.GetPage(1).Letters, letter => Assert.Contains("Noto", letter.FontName, StringComparison.Ordinal));
    }

    [Fact]
    public void It_names_title_language_and_digest_of_the_OFD_file_and_is_the_same_each_time()
    {
        var (ofd, pdf) = PdfMaking.Rendition(SampleDocuments.Full());
        Assert.Equal(pdf, PdfMaking.Rendition(SampleDocuments.Full()).Pdf);
        Assert.True(PdfRendition.TryReadOfdDigest(pdf, out var digest));
        Assert.Equal(Sm3.HashData(ofd), digest.ToArray());
        using var document = PdfDocument.Open(pdf);
        Assert.Equal(SampleDocuments.Info.Title, document.Information.Title);
        Assert.Equal(SampleDocuments.Info.Author, document.Information.Author);
        Assert.Equal($"rendition of OFD {Convert.ToHexStringLower(digest.Span)}", document.Information.Keywords);
        Assert.True(document.TryGetXmpMetadata(out var xmp));
        var text = xmp.GetXDocument().ToString();
        Assert.Contains($"rendition of OFD {Convert.ToHexStringLower(digest.Span)}", text, StringComparison.Ordinal);
        Assert.Contains("<pdfaid:part>2</pdfaid:part>", text, StringComparison.Ordinal);
        Assert.Contains("<rdf:li>zh-CN</rdf:li>", text, StringComparison.Ordinal);
        Assert.Contains("/Lang (zh-CN)", System.Text.Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Contains("/GTS_PDFA1", System.Text.Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.False(PdfRendition.TryReadOfdDigest(ofd, out _));
    }

    [Fact]
    public void A_description_with_a_fault_gives_no_rendition()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        Assert.False(PdfRendition.TryWrite(builder, [], out _, out var fault));
        Assert.Equal(WritingFaults.ValueInvalid, fault.Code);
        builder.AddPage().AddText("𠮷", 20, 20, new());
        Assert.False(PdfRendition.TryWrite(builder, [], out var pdf, out fault));
        Assert.Null(pdf);
        Assert.Equal(WritingFaults.GlyphMissing, fault.Code);
    }

    [ProgramFact("pdftotext")]
    public void Characters_that_share_a_glyph_stay_apart()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        builder.AddPage().AddText("子⼦一⼀", 20, 30, PdfMaking.Style());
        var (code, text) = PdfMaking.Run("pdftotext", ["-enc", "UTF-8", "a.pdf", "-"], ("a.pdf", PdfMaking.Rendition(builder).Pdf));
        Assert.Equal(0, code);
        Assert.Equal("子⼦一⼀", text.Trim());
    }

    [ProgramFact("qpdf")]
    public void Qpdf_finds_no_fault()
    {
        var (code, output) = PdfMaking.Run("qpdf", ["--check", "a.pdf"], ("a.pdf", PdfMaking.Sample));
        Assert.True(code == 0 && output.Contains("No syntax or stream encoding errors", StringComparison.Ordinal), output);
    }

    [ProgramFact("pdftoppm")]
    public void Drawn_by_poppler_it_looks_like_the_OFD_file_drawn_by_us()
    {
        var (ofd, pdf) = PdfMaking.Rendition(SampleDocuments.Full());
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("a.pdf"), pdf);
        Assert.Equal(0, PdfMaking.Run("pdftoppm", ["-r", "100", "-png", "a.pdf", "page"], folder).ExitCode);
        for (var index = 0; index < 2; index++)
        {
            var page = folder.At($"page-{(index + 1).ToString(CultureInfo.InvariantCulture)}.png");
            var drawn = OfdRenderer.Render(Read(ofd), 0, index, new() { Dpi = 100, UseMachineFonts = false });
            var share = PagePictures.Difference(drawn.Png.Span, File.ReadAllBytes(page));
            Assert.True(share < 0.05, $"{share:P2} of the pixels of page {index + 1} differ.");
            if (Environment.GetEnvironmentVariable("TRUST_PDF_PICTURES") is { Length: > 0 } target)
            {
                File.WriteAllBytes(Path.Combine(target, $"ours-{index}.png"), drawn.Png.ToArray());
                File.Copy(page, Path.Combine(target, $"poppler-{index}.png"), overwrite: true);
                File.WriteAllText(Path.Combine(target, $"share-{index}.txt"), share.ToString("P3", CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Compare(RenderedText text, List<Letter> letters, double height)
    {
        Assert.Equal(text.Box.X, letters[0].StartBaseLine.X * MillimetresPerPoint, 0.5);
        Assert.Equal(text.Box.X + text.Box.Width, letters[^1].EndBaseLine.X * MillimetresPerPoint, 0.5);
        foreach (var letter in letters)
        {
            var baseline = (height - letter.StartBaseLine.Y) * MillimetresPerPoint;
            Assert.Equal((height - letters[0].StartBaseLine.Y) * MillimetresPerPoint, baseline, 0.01);
            Assert.InRange(baseline, text.Box.Y, text.Box.Y + text.Box.Height);
        }
    }

    private static Trust.Documents.Ofd.OfdFile Read(byte[] ofd)
    {
        Assert.True(OfdPackage.TryOpen(ofd, DocumentLimits.Default, out var package, out var fault), fault?.ToString());
        Assert.True(Trust.Documents.Ofd.OfdFile.TryRead(package, out var file, out fault), fault?.ToString());
        return file;
    }
}
