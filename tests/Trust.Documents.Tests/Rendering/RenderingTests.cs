using System.Text;
using SkiaSharp;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Rendering;
using Trust.Documents.Tests.Conformance;
using Trust.Documents.Tests.Ofd;
using Trust.Documents.Tests.Packaging;

namespace Trust.Documents.Tests.Rendering;

public sealed class RenderingTests
{
    private const string Page = "Doc_0/Pages/Page_0/Content.xml";
    private static readonly SKColor White = SKColors.White;

    [Fact]
    public void An_empty_page_is_white_and_has_the_size_of_its_area()
    {
        var drawn = Draw(new OfdMaker().With(Page, OfdMaker.Page(string.Empty, "<ofd:Area><ofd:PhysicalBox>0 0 100 50</ofd:PhysicalBox></ofd:Area>")), dpi: 25.4);
        Assert.Equal((100, 50, 100.0, 50.0), (drawn.WidthPixels, drawn.HeightPixels, drawn.WidthMm, drawn.HeightMm));
        Assert.Empty(drawn.Limits);
        using var bitmap = SKBitmap.Decode(drawn.Png.Span);
        Assert.All(bitmap.Pixels, pixel => Assert.Equal(White, pixel));
    }

    [Theory]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' Stroke='false' Fill='true'><ofd:FillColor Value='255 0 0'/><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>", 20, 20, 0xFFFF0000, 31, 20)]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' Stroke='false' Fill='true'><ofd:FillColor Value='#ff #0 #0'/><ofd:AbbreviatedData>M 0 0 L 99 0 L 99 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>", 20, 20, 0xFFFF0000, 31, 20)]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' CTM='0.5 0 0 0.5 0 0' Stroke='false' Fill='true'><ofd:FillColor Value='0 0 255'/><ofd:AbbreviatedData>M0 0 L20 0 L20 20 L0 20 C</ofd:AbbreviatedData></ofd:PathObject>", 15, 15, 0xFF0000FF, 25, 25)]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' Stroke='true' LineWidth='4'><ofd:AbbreviatedData>M 0 10 L 20 10</ofd:AbbreviatedData></ofd:PathObject>", 20, 20, 0xFF000000, 20, 25)]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' Fill='true' Stroke='false'><ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 10 20'><ofd:AbbreviatedData>M 0 0 L 10 0 L 10 20 L 0 20 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips><ofd:FillColor Value='0 255 0'/><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>", 15, 20, 0xFF00FF00, 25, 20)]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' Fill='true' Stroke='false' Rule='Even-Odd'><ofd:FillColor Value='0 255 0'/><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C M 5 5 L 15 5 L 15 15 L 5 15 C</ofd:AbbreviatedData></ofd:PathObject>", 12, 20, 0xFF00FF00, 20, 20)]
    [InlineData("<ofd:PathObject ID='5' Boundary='10 10 20 20' Fill='true' Stroke='false'><ofd:FillColor Value='0 255 0'/><ofd:AbbreviatedData>M 0 10 A 10 10 0 0 1 20 10 C</ofd:AbbreviatedData></ofd:PathObject>", 20, 15, 0xFF00FF00, 20, 25)]
    public void Paths_are_where_the_standard_says(string objects, int x, int y, uint inside, int outX, int outY)
    {
        using var bitmap = Bitmap(Draw(new OfdMaker().With(Page, OfdMaker.Page(objects)), dpi: 25.4));
        Assert.Equal(new SKColor(inside), bitmap.GetPixel(x, y));
        Assert.Equal(White, bitmap.GetPixel(outX, outY));
    }

    [Fact]
    public void An_axial_gradient_runs_from_its_first_to_its_last_colour()
    {
        using var bitmap = Bitmap(Draw(new OfdMaker().With(Page, OfdMaker.Page("<ofd:PathObject ID='5' Boundary='0 0 100 20' Stroke='false' Fill='true'><ofd:FillColor><ofd:AxialShd StartPoint='0 0' EndPoint='100 0'><ofd:Segment Position='0'><ofd:Color Value='255 0 0'/></ofd:Segment><ofd:Segment Position='1'><ofd:Color Value='0 0 255'/></ofd:Segment></ofd:AxialShd></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>")), dpi: 25.4));
        Assert.True(bitmap.GetPixel(2, 10).Red > 240 && bitmap.GetPixel(97, 10).Blue > 240);
        Assert.InRange(bitmap.GetPixel(50, 10).Red, 100, 150);
    }

    [Fact]
    public void Templates_lie_under_or_over_the_page_as_their_order_says()
    {
        static string Square(int id, string color) => $"<ofd:PathObject ID='{id}' Boundary='10 10 20 20' Stroke='false' Fill='true'><ofd:FillColor Value='{color}'/><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>";
        foreach (var (order, expected) in new[] { ("Background", SKColors.Blue), ("Foreground", SKColors.Red) })
        {
            var maker = new OfdMaker
            {
                ["Doc_0/T.xml"] = OfdMaker.Page(Square(20, "255 0 0")),
                ["Doc_0/Document.xml"] = OfdMaker.Document("<ofd:TemplatePage ID='9' BaseLoc='T.xml'/>", "<ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/>"),
                [Page] = OfdMaker.Page(Square(5, "0 0 255"), $"<ofd:Template TemplateID='9' ZOrder='{order}'/>"),
            };
            using var bitmap = Bitmap(Draw(maker, dpi: 25.4));
            Assert.Equal(expected, bitmap.GetPixel(20, 20));
        }
    }

    [Theory]
    [InlineData(0, 0, true, false)]
    [InlineData(90, 0, false, true)]
    [InlineData(0, 90, true, true)]
    [InlineData(0, 180, true, true)]
    public void Embedded_fonts_are_used_for_text_and_directions_hold(int read, int turn, bool right, bool below)
    {
        // Two pixels a millimetre; the first glyph stands at 120, 120, and three of them are about 52 pixels long.
        var maker = WithFont(new OfdMaker());
        maker[Page] = OfdMaker.Page($"<ofd:TextObject ID='5' Boundary='50 50 60 60' Font='3' Size='10' ReadDirection='{read}' CharDirection='{turn}'><ofd:TextCode X='10' Y='10'>MMM</ofd:TextCode></ofd:TextObject>");
        var drawn = Draw(maker, dpi: 50.8);
        Assert.Empty(drawn.Limits);
        using var bitmap = Bitmap(drawn);
        Assert.Equal(right, Ink(bitmap, 142, 90, 200, 145) > 0);
        Assert.Equal(below, Ink(bitmap, 90, 122, 200, 200) > 0);
    }

    [Fact]
    public void Glyph_numbers_of_a_transform_win_over_the_text()
    {
        var maker = WithFont(new OfdMaker());
        static string Text(string transform, string text) => OfdMaker.Page($"<ofd:TextObject ID='5' Boundary='50 50 60 60' Font='3' Size='20'>{transform}<ofd:TextCode X='0' Y='20'>{text}</ofd:TextCode></ofd:TextObject>");
        using var typeface = SKTypeface.FromData(SKData.CreateCopy(TestFont.Bytes));
        using var font = new SKFont(typeface);
        maker[Page] = Text(string.Empty, "W");
        var plain = Draw(maker).Png.ToArray();
        maker[Page] = Text($"<ofd:CGTransform CodePosition='0' CodeCount='1' GlyphCount='1'><ofd:Glyphs>{font.GetGlyph('W')}</ofd:Glyphs></ofd:CGTransform>", "i");
        Assert.Equal(plain, Draw(maker).Png.ToArray());
        maker[Page] = Text(string.Empty, "i");
        Assert.NotEqual(plain, Draw(maker).Png.ToArray());
    }

    [Fact]
    public void What_no_font_has_is_named_and_leaves_no_box()
    {
        var maker = WithFont(new OfdMaker());
        maker[Page] = OfdMaker.Page("<ofd:TextObject ID='5' Boundary='50 50 60 60' Font='3' Size='10'><ofd:TextCode X='10' Y='10'>\uE123</ofd:TextCode></ofd:TextObject>");
        var drawn = Draw(maker, options: new() { UseMachineFonts = false });
        Assert.Equal(["No font has U+E123."], drawn.Limits);
        using var bitmap = Bitmap(drawn);
        Assert.Equal(0, Ink(bitmap, 0, 0, bitmap.Width, bitmap.Height));
        var given = Draw(new OfdMaker(), options: new() { UseMachineFonts = false, FallbackFonts = [TestFont.Bytes] });
        Assert.Equal(["The font 宋体 is not embedded; another is used."], given.Limits);
    }

    [Theory]
    [InlineData("png", null)]
    [InlineData("broken", "cannot be drawn")]
    [InlineData("jbig2", "JBIG2")]
    [InlineData("missing", "is missing")]
    public void Pictures_are_drawn_or_named(string kind, string? limit)
    {
        var maker = new OfdMaker { [Page] = OfdMaker.Page("<ofd:ImageObject ID='5' Boundary='10 10 20 20' ResourceID='8' CTM='20 0 0 20 0 0'/>") };
        maker["Doc_0/PublicRes.xml"] = "<Res BaseLoc='.'><MultiMedias><MultiMedia ID='8' Type='Image'><MediaFile>p.png</MediaFile></MultiMedia></MultiMedias></Res>";
        if (kind != "missing")
        {
            maker.With("Doc_0/p.png", kind switch { "png" => Png(SKColors.Lime), "jbig2" => [0x97, (byte)'J', (byte)'B', (byte)'2', 13, 10, 26, 10], _ => Encoding.ASCII.GetBytes("no picture") });
        }

        var drawn = Draw(maker, dpi: 25.4);
        using var bitmap = Bitmap(drawn);
        Assert.Equal(kind == "png" ? SKColors.Lime : White, bitmap.GetPixel(20, 20));
        Assert.Equal(limit is null, drawn.Limits.Count == 0);
        Assert.All(drawn.Limits, text => Assert.Contains(limit!, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_composite_that_holds_itself_ends()
    {
        var maker = new OfdMaker { [Page] = OfdMaker.Page("<ofd:CompositeObject ID='5' Boundary='0 0 50 50' ResourceID='8'/>") };
        maker["Doc_0/PublicRes.xml"] = "<Res BaseLoc='.'><CompositeGraphicUnits><CompositeGraphicUnit ID='8' Width='50' Height='50'><Content>" + string.Concat(Enumerable.Repeat("<CompositeObject ID='9' Boundary='0 0 50 50' ResourceID='8'/>", 20)) + "</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>";
        Assert.NotEmpty(Draw(maker, options: new() { MaxObjects = 20_000 }).Limits);
    }

    [Fact]
    public void A_huge_page_is_drawn_small_and_said_so()
    {
        var drawn = Draw(new OfdMaker().With(Page, OfdMaker.Page(string.Empty, "<ofd:Area><ofd:PhysicalBox>0 0 9000 9000</ofd:PhysicalBox></ofd:Area>")), options: new() { MaxPixels = 1_000_000, Dpi = 300 });
        Assert.InRange(drawn.WidthPixels * drawn.HeightPixels, 900_000, 1_010_000);
        Assert.Single(drawn.Limits);
    }

    [Fact]
    public void After_the_deadline_the_picture_is_incomplete_and_says_so()
    {
        var time = new SteppedTime();
        Assert.True(OfdPackage.TryOpen(new OfdMaker().Make(), DocumentLimits.Default, out var package, out _, time));
        Assert.True(OfdFile.TryRead(package, out var file, out _));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEmpty(OfdRenderer.Render(file, 0, 0).Limits);
    }

    internal static RenderedPage Draw(OfdMaker maker, double dpi = 100, RenderOptions? options = null) => OfdRenderer.Render(maker.Read(), 0, 0, options ?? new() { Dpi = dpi });

    internal static SKBitmap Bitmap(RenderedPage drawn) => SKBitmap.Decode(drawn.Png.Span);

    internal static byte[] Png(SKColor color)
    {
        using var bitmap = new SKBitmap(8, 8);
        bitmap.Erase(color);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    private static OfdMaker WithFont(OfdMaker maker) => maker
        .With("Doc_0/PublicRes.xml", "<Res BaseLoc='.'><Fonts><Font ID='3' FontName='F'><FontFile>f.ttf</FontFile></Font></Fonts></Res>")
        .With("Doc_0/f.ttf", TestFont.Bytes);

    private static int Ink(SKBitmap bitmap, int left, int top, int right, int bottom)
    {
        var count = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                count += bitmap.GetPixel(x, y) == White ? 0 : 1;
            }
        }

        return count;
    }
}
