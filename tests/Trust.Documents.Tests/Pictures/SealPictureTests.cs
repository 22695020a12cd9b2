using System.Xml.Linq;
using SkiaSharp;
using Trust.Documents.Pictures;

namespace Trust.Documents.Tests.Pictures;

public sealed class SealPictureTests
{
    private const double PixelsPerMm = 20;
    private static readonly string LongName = "云川省澜江市望湖区高新技术产业开发区管理委员会行政审批和政务服务数据管理中心综合办公室第一分中心";

    public static TheoryData<int> Lengths => [1, 2, 3, 4, 6, 8, 9, 12, 16, 20, 24, 25, 30, 36, 40, 45];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_name_of_any_length_touches_neither_ring_nor_star(int length)
    {
        foreach (var line in new[] { null, "电子证照专用章" })
        {
            using var picture = Decode(Draw(new() { ArcText = LongName[..length], LineText = line, Code = "9901000012386", PixelsPerMm = PixelsPerMm }));

            // Between ring (1.2 mm) and text, all around; and around the star, where the arc is.
            Assert.Empty(Inked(picture, 21 - 1.45, -180, 180));
            Assert.NotEmpty(Inked(picture, 21 - 0.6, -180, 180));
            var star = Enumerable.Range(60, 70).Select(radius => radius / 10.0).Where(radius => Inked(picture, radius, -45, 45).Count == 0).ToList();
            Assert.NotEmpty(star);
            Assert.True(Enumerable.Range(128, 50).Sum(radius => Inked(picture, radius / 10.0, -110, 110).Count) > Math.Min(length, 12) * 60);
        }
    }

    [Fact]
    public void The_ring_is_1_2_mm_thick_and_the_star_a_third_of_the_width()
    {
        using var picture = Decode(Draw(new() { ArcText = "云川省政务服务局", Code = "9900000000127", PixelsPerMm = PixelsPerMm }));
        Assert.Equal((840, 840), (picture.Width, picture.Height));
        var ring = Enumerable.Range(0, 40).Count(x => picture.GetPixel(x, 420).Alpha > 127);
        Assert.InRange(ring / PixelsPerMm, 1.1, 1.3);
        var star = Enumerable.Range(200, 440).Where(x => picture.GetPixel(x, (int)(420 - (0.309 * 6.7 * PixelsPerMm) + 3)).Alpha > 127).ToList();
        Assert.InRange((star[^1] - star[0]) / PixelsPerMm, 12, 14);
    }

    [Fact]
    public void Only_the_colour_asked_for_appears_on_a_transparent_ground()
    {
        using var picture = Decode(Draw(new() { ArcText = "云川省政务服务局", Color = new(10, 120, 200), PixelsPerMm = 8 }));
        var pixels = picture.Pixels;
        Assert.All(pixels.Where(pixel => pixel.Alpha == 255).Distinct(), pixel => Assert.Equal(new SKColor(10, 120, 200), pixel));
        Assert.InRange(pixels.Count(pixel => pixel.Alpha == 0) / (double)pixels.Length, 0.5, 0.95);
        Assert.Equal(0, picture.GetPixel(0, 0).Alpha);
    }

    [Fact]
    public void The_SVG_is_one_path_and_draws_the_same_figure()
    {
        var picture = Draw(new() { ArcText = "澜江市市场监督管理局", LineText = "电子证照专用章", Code = "9901000012386", IsSample = true, PixelsPerMm = PixelsPerMm });
        var svg = XElement.Parse(picture.Svg);
        var path = Assert.Single(svg.Elements());
        Assert.Equal("path", path.Name.LocalName);
        Assert.Equal(["fill", "d"], path.Attributes().Select(attribute => attribute.Name.LocalName));
        Assert.Equal("0 0 42 42", svg.Attribute("viewBox")!.Value);
        using var figure = SKPath.ParseSvgPathData(path.Attribute("d")!.Value);
        using var drawn = new SKBitmap(840, 840, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(drawn);
        canvas.Clear(SKColors.Transparent);
        canvas.Scale((float)PixelsPerMm);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.Red };
        canvas.DrawPath(figure, paint);
        using var png = Decode(picture);
        var unlike = Enumerable.Range(0, 840 * 840).Count(i => Math.Abs(drawn.GetPixel(i % 840, i / 840).Alpha - png.GetPixel(i % 840, i / 840).Alpha) > 48);
        Assert.InRange(unlike, 0, 400);
    }

    [Fact]
    public void A_specimen_shows_so_and_the_code_and_the_line_appear()
    {
        var plain = new SealPictureRequest { ArcText = "云川省政务服务局", PixelsPerMm = 8 };
        var variants = new[] { plain, plain with { IsSample = true }, plain with { Code = "9900000000127" }, plain with { LineText = "合同专用章" }, plain with { HasStar = false } };
        var pictures = variants.Select(request => Convert.ToHexString(Draw(request).Png.Span)).ToList();
        Assert.Equal(pictures.Count, pictures.Distinct().Count());
        Assert.Equal(pictures[0], Convert.ToHexString(Draw(plain).Png.Span));

        // 样章 stands where the plain seal is empty: under the star.
        using var sample = Decode(Draw(plain with { IsSample = true, PixelsPerMm = PixelsPerMm }));
        using var without = Decode(Draw(plain with { PixelsPerMm = PixelsPerMm }));
        int Ink(SKBitmap picture) => Enumerable.Range(500, 250).Sum(y => Enumerable.Range(250, 340).Count(x => picture.GetPixel(x, y).Alpha > 127));
        Assert.True(Ink(sample) > Ink(without) + 3000);
    }

    [Fact]
    public void An_oval_seal_is_two_thirds_as_high_as_wide()
    {
        var picture = Draw(new() { ArcText = "澜江市青禾食品有限公司", HasStar = false, LineText = "发票专用章", Code = "91990100MA1AAAA1X7", Shape = SealShape.Oval, DiameterMm = 40 });
        Assert.Equal((40, 26.67), (picture.WidthMm, picture.HeightMm));
        using var decoded = Decode(picture);
        Assert.Equal((960, 641), (decoded.Width, decoded.Height));
    }

    [Fact]
    public void A_rare_character_of_a_name_is_drawn_from_the_fallback()
    {
        using var rare = Decode(Draw(new() { ArcText = "㵲阳市𬭚业局", PixelsPerMm = PixelsPerMm }));
        Assert.True(Inked(rare, 16.5, -110, 110).Count > 20);
    }

    [Theory]
    [InlineData("", null, "document.value-invalid")]
    [InlineData(" ", null, "document.value-invalid")]
    [InlineData("局😀", null, "document.glyph-missing")]
    [InlineData("局\u202E", null, "document.character-illegal")]
    [InlineData("局", "99-1", "document.value-invalid")]
    [InlineData("局", "", "document.value-invalid")]
    [InlineData("局", "990100001238699010000", "document.value-invalid")]
    [InlineData("局", "9901000012386", null)]
    public void Requests_that_cannot_be_drawn_are_refused(string arc, string? code, string? fault)
    {
        Assert.Equal(fault is null, SealPicture.TryDraw(new() { ArcText = arc, Code = code, PixelsPerMm = 4 }, out _, out var actual));
        Assert.Equal(fault, actual?.Code);
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        var good = new SealPictureRequest { ArcText = "局", PixelsPerMm = 4 };
        Assert.True(SealPicture.TryDraw(good, out _, out _));
        SealPictureRequest[] bad =
        [
            good with { DiameterMm = 19.9 }, good with { DiameterMm = 1e9 }, good with { DiameterMm = double.NaN }, good with { PixelsPerMm = 0 },
            good with { PixelsPerMm = 1000 }, good with { ArcText = new string('局', 61) }, good with { LineText = new string('局', 17) },
            good with { CentreText = "局" }, good with { Shape = (SealShape)9 },
        ];
        Assert.All(bad, request => Assert.False(SealPicture.TryDraw(request, out _, out _)));
        Assert.True(SealPicture.TryDraw(good with { HasStar = false, CentreText = "局" }, out _, out _));
    }

    private static SealPictureResult Draw(SealPictureRequest request)
    {
        Assert.True(SealPicture.TryDraw(request, out var picture, out var fault), fault?.ToString());
        return picture;
    }

    private static SKBitmap Decode(SealPictureResult picture) => SKBitmap.Decode(picture.Png.Span);

    /// <summary>Angles, in half degrees from the top, at which a circle about the middle meets ink.</summary>
    private static List<double> Inked(SKBitmap picture, double radiusMm, int from, int to) =>
        [.. Enumerable.Range(from * 2, (to - from) * 2).Select(step => step / 2.0).Where(angle =>
        {
            var (sine, cosine) = Math.SinCos(angle * Math.PI / 180);
            var middle = picture.Width / 2.0;
            return picture.GetPixel((int)(middle + (radiusMm * PixelsPerMm * sine)), (int)(middle - (radiusMm * PixelsPerMm * cosine))).Alpha > 127;
        })];
}
