using SkiaSharp;
using Trust.Documents.Fonts;
using Trust.Documents.Writing;

namespace Trust.Documents.Tests.Writing;

/// <summary>Documents for tests.</summary>
internal static class SampleDocuments
{
    public static readonly OfdDocumentInfo Info = new()
    {
        DocId = "0123456789abcdef0123456789abcdef",
        CreationDate = new(2026, 3, 18),
        Title = "食品经营许可证 <副本> & 附件",
        Author = "澜江市市场监督管理局",
        CreatorVersion = "0.1.0",
        CustomData = [new("证照编号", "JY19901000008217"), new("empty", "")],
    };

    public static byte[] Png(int width = 8, int height = 8)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(8, 8);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    /// <summary>Every feature of the writer on the given number of pages.</summary>
    public static OfdBuilder Full(int pages = 2)
    {
        var builder = new OfdBuilder(Info);
        var template = builder.AddTemplate();
        template.AddPath(new OfdPath().Rectangle(new(0.5, 0.5, 179, 266)), new(15, 15, 180, 267), new() { LineWidth = 0.5, Stroke = OfdColor.SealRed });
        for (var i = 0; i < pages; i++)
        {
            var page = builder.AddPage();
            page.Use(template);
            var title = page.AddText("食品经营许可证", 105, 40, new() { Face = FontFace.SerifBold, Size = 10 }, OfdAlignment.Center);
            page.AddParagraph("准予你单位从事食品销售经营，有效期至2030年3月17日。经营者：㵲阳（个体工商户）。\n第二段 Second paragraph with Latin words.",
                new(30, 60, 150, 80), new() { Size = 5, FirstLineIndent = 2 }, OfdAlignment.Justify);
            page.AddImage(Png(), new(30, 150, 40, 40));
            page.AddImage(i == 0 ? Jpeg() : Png(), new(80, 150, 40, 40));
            page.AddPath(new OfdPath().MoveTo(0, 0).CubicTo(10, 0, 20, 10, 20, 20).QuadraticTo(20, 30, 0, 30).Close(), new(130, 150, 40, 40), new() { Fill = new(10, 20, 30, 128), Stroke = null });
            page.AddWatermark(new() { Text = "SAMPLE 样本" });
            if (i == 0)
            {
                builder.AddTag("Trust-Licence", "urn:trust:licence", new("Licence")
                {
                    Children = [new("Name") { Objects = [(page.Id, title[0])] }, new("Note") { Value = "a < b" }],
                });
            }
        }

        builder.AddAttachment("原文.xml", "xml", "<licence/>"u8.ToArray(), visible: false);
        return builder;
    }

    public static byte[] Build(OfdBuilder builder)
    {
        Assert.True(builder.TryBuild(out var ofd, out var fault), fault?.ToString());
        return ofd;
    }
}
