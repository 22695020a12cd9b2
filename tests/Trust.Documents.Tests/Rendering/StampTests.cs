using System.Text;
using SkiaSharp;
using Trust.Documents.Rendering;
using Trust.Documents.Tests.Ofd;

namespace Trust.Documents.Tests.Rendering;

public sealed class StampTests
{
    [Fact]
    public void A_stamp_is_clipped_and_multiplied()
    {
        var maker = Stamped("Clip='0 0 20 40'");
        maker["Doc_0/Pages/Page_0/Content.xml"] = OfdMaker.Page("<ofd:PathObject ID='5' Boundary='0 0 210 30' Stroke='false' Fill='true'><ofd:FillColor Value='0 0 255'/><ofd:AbbreviatedData>M 0 0 L 210 0 L 210 30 L 0 30 C</ofd:AbbreviatedData></ofd:PathObject>");
        using var bitmap = Draw(maker, new("PNG", RenderingTests.Png(SKColors.Red)), out var drawn);
        Assert.Empty(drawn.Limits);
        Assert.Equal(SKColors.Black, bitmap.GetPixel(25, 25)); // red times blue
        Assert.Equal(SKColors.Red, bitmap.GetPixel(25, 45));
        Assert.Equal(SKColors.White, bitmap.GetPixel(45, 45)); // outside the clip
        Assert.Equal(SKColors.Blue, bitmap.GetPixel(10, 10));
    }

    [Fact]
    public void Without_a_picture_or_with_stamps_off_nothing_is_stamped()
    {
        using var bitmap = Draw(Stamped(string.Empty), null, out var drawn);
        Assert.Contains("not available", Assert.Single(drawn.Limits), StringComparison.Ordinal);
        Assert.Empty(OfdRenderer.Render(Stamped(string.Empty).With("Doc_0/Pages/Page_0/Content.xml", OfdMaker.Page(string.Empty)).Read(), 0, 0, new() { IncludeStamps = false }).Limits);
    }

    [Fact]
    public void A_seal_that_is_an_ofd_is_drawn_into_its_box()
    {
        var seal = new OfdMaker().With("Doc_0/Pages/Page_0/Content.xml", OfdMaker.Page(
            "<ofd:PathObject ID='5' Boundary='0 0 40 40' Stroke='false' Fill='true'><ofd:FillColor Value='255 0 0'/><ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject>",
            "<ofd:Area><ofd:PhysicalBox>0 0 40 40</ofd:PhysicalBox></ofd:Area>")).Make();
        using var bitmap = Draw(Stamped(string.Empty), new("ofd", seal), out var drawn);
        Assert.Empty(drawn.Limits);
        Assert.Equal(SKColors.Red, bitmap.GetPixel(40, 40));
        Assert.Equal(SKColors.White, bitmap.GetPixel(62, 40));
    }

    [Fact]
    public void Seals_inside_seals_end()
    {
        var whole = Stamped(string.Empty).Make();
        using var bitmap = Draw(Stamped(string.Empty), new("ofd", whole), out var drawn);
        Assert.Contains(drawn.Limits, limit => limit.Contains("nested too deep", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<circle cx='5' cy='5' r='5' fill='#f00'/>", null)]
    [InlineData("<g transform='translate(5,5)'><path d='M-5 -5H5V5H-5Z' style='fill:#ff0000'/></g>", null)]
    [InlineData("<rect width='10' height='10' fill='red'/><script>alert(1)</script>", "<script>")]
    [InlineData("<rect width='10' height='10' fill='red'/><image href='http://127.0.0.1/x.png'/>", "<image>")]
    [InlineData("<rect width='10' height='10' fill='red'/><foreignObject><b/></foreignObject>", "<foreignObject>")]
    [InlineData("<rect width='10' height='10' fill='red'/><use href='#a'/>", "<use>")]
    public void Svg_shapes_are_drawn_and_nothing_else(string inner, string? limit)
    {
        var svg = $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>{inner}</svg>";
        using var bitmap = Draw(Stamped(string.Empty), new("svg", Encoding.UTF8.GetBytes(svg)), out var drawn);
        Assert.Equal(SKColors.Red, bitmap.GetPixel(40, 40));
        Assert.Equal(SKColors.White, bitmap.GetPixel(65, 40));
        Assert.Equal(limit is null, drawn.Limits.Count == 0);
        Assert.All(drawn.Limits, text => Assert.Contains(limit!, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'>&a;</svg>")]
    [InlineData("svg", "<svg/>")]
    [InlineData("svg", "nothing")]
    [InlineData("PNG", "nothing")]
    [InlineData("ofd", "PK nothing")]
    public void A_broken_seal_picture_is_a_limit(string type, string data)
    {
        using var bitmap = Draw(Stamped(string.Empty), new(type, Encoding.UTF8.GetBytes(data)), out var drawn);
        Assert.Contains("cannot be drawn", Assert.Single(drawn.Limits), StringComparison.Ordinal);
        Assert.Equal(SKColors.White, bitmap.GetPixel(40, 40));
    }

    private static OfdMaker Stamped(string clip)
    {
        var maker = new OfdMaker
        {
            ["S.xml"] = "<Signatures><Signature ID='1' BaseLoc='Sign.xml'/></Signatures>",
            ["Sign.xml"] = $"<Signature><SignedInfo><StampAnnot ID='2' PageRef='1' Boundary='20 20 40 40' {clip}/></SignedInfo></Signature>",
            ["Doc_0/Pages/Page_0/Content.xml"] = OfdMaker.Page(string.Empty),
        };
        maker["OFD.xml"] = maker["OFD.xml"].Replace("</ofd:DocBody>", "<ofd:Signatures>S.xml</ofd:Signatures></ofd:DocBody>", StringComparison.Ordinal);
        return maker;
    }

    private static SKBitmap Draw(OfdMaker maker, SealPicture? picture, out RenderedPage drawn)
    {
        drawn = OfdRenderer.Render(maker.Read(), 0, 0, new() { Dpi = 25.4, SealPictures = _ => picture });
        return RenderingTests.Bitmap(drawn);
    }
}
