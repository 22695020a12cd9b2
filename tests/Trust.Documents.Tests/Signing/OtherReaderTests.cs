using Trust.Documents.Fonts;
using Trust.Documents.Pictures;
using Trust.Documents.Signing;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using Trust.Testing;

namespace Trust.Documents.Tests.Signing;

/// <summary>ofd.js opens documents of ours and agrees on pages, text and seal box.</summary>
public sealed class OtherReaderTests
{
    private const string Title = "食品经营许可证";
    private static readonly OfdStamp Corner = new(0, new(130, 210, 42, 42));

    [ChromiumFact]
    public void A_page_with_a_seal_is_read_alike_by_ofd_js()
    {
        var page = Assert.Single(OfdJs.Read(Sealed(1, [Corner])));
        AgreesOnText(page, 0);
        var stamp = Assert.Single(page.Stamps);
        Assert.Equal("png", stamp.Type);
        Assert.Equal([130, 210, 42, 42], stamp.Boundary);
        Assert.Null(stamp.Clip);
    }

    [ChromiumFact]
    public void Five_pages_with_a_riding_seam_are_read_alike_by_ofd_js()
    {
        Assert.True(new RidingSeam { Width = 42, Height = 42 }.TryPlace([.. Enumerable.Repeat((210.0, 297.0), 5)], out var seam));
        var pages = OfdJs.Read(Sealed(5, [Corner, .. seam]));
        Assert.Equal(5, pages.Count);
        for (var i = 0; i < pages.Count; i++)
        {
            AgreesOnText(pages[i], i);
            var (stamp, expected) = (pages[i].Stamps[^1], seam[i]);
            Assert.Equal(i == 0 ? 2 : 1, pages[i].Stamps.Count);
            Assert.Equal([expected.Boundary.X, expected.Boundary.Y, 42, 42], stamp.Boundary, (a, b) => Math.Abs(a - b) < 0.001);
            Assert.Equal([expected.Clip!.Value.X, expected.Clip.Value.Width], [stamp.Clip!.X, stamp.Clip.W], (a, b) => Math.Abs(a - b) < 0.001);
        }
    }

    private static void AgreesOnText(OfdJs.PageFound page, int index)
    {
        Assert.Equal([0, 0, 210, 297], page.Box);
        Assert.Equal([Title, $"第{index + 1}页：经营者", "㵲", "阳 & <co>"], page.Texts.Select(text => text.Text));
        Assert.Equal([70, 70], [page.Texts[0].Boundary[0], page.Texts[0].Boundary[2]]);
        Assert.Equal(page.Texts[1].Boundary[0] + page.Texts[1].Boundary[2], page.Texts[2].Boundary[0], 0.001);
    }

    private static byte[] Sealed(int pages, IReadOnlyList<OfdStamp> stamps)
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        for (var i = 0; i < pages; i++)
        {
            var page = builder.AddPage();
            page.AddText(Title, 105, 40, new() { Face = FontFace.SerifBold, Size = 10 }, OfdAlignment.Center);
            page.AddText($"第{i + 1}页：经营者㵲阳 & <co>", 30, 60, new() { Face = FontFace.Serif, Size = 5 });
        }

        Assert.True(SealPicture.TryDraw(new() { ArcText = "澜江市市场监督管理局", IsSample = true, PixelsPerMm = 10 }, out var picture, out _));
        var (seal, _) = MadeUpSeal.Make(picture.Png.ToArray(), 42, new byte[32], "/");
        var draft = SigningSamples.Prepare(SampleDocuments.Build(builder), SigningSamples.Request with { SealDer = seal, Stamps = stamps });
        return draft.Complete(MadeUpSeal.Make(picture.Png.ToArray(), 42, draft.Digest.Span, draft.SignatureXmlEntryName).Value);
    }
}
