using System.Globalization;
using Trust.Documents.Fonts;
using Trust.Documents.Pdf;
using Trust.Documents.Writing;

namespace Trust.Testing;

/// <summary>Small documents to seal and to check.</summary>
public static class SampleDocument
{
    /// <summary>A notice (通知) of an office, OFD.</summary>
    /// <param name="pages">Pages.</param>
    /// <param name="id">DocID: 32 hexadecimal digits.</param>
    public static byte[] Notice(int pages = 1, string id = "0123456789abcdef0123456789abcdef") => Build(NoticeBuilder(pages, id));

    /// <summary>The same notice, PDF.</summary>
    /// <param name="pages">Pages.</param>
    public static byte[] NoticePdf(int pages = 1)
    {
        var builder = NoticeBuilder(pages, "0123456789abcdef0123456789abcdef");
        return PdfRendition.TryWrite(builder, Build(builder), out var pdf, out var fault) ? pdf : throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");
    }

    private static OfdBuilder NoticeBuilder(int pages, string id)
    {
        var builder = new OfdBuilder(new OfdDocumentInfo { DocId = id, CreationDate = new DateOnly(2026, 11, 28), Title = "准予许可通知书" });
        for (var number = 1; number <= pages; number++)
        {
            var page = builder.AddPage();
            page.AddText("准予许可通知书", 105, 40, new OfdTextStyle { Size = 8, Face = FontFace.SerifBold }, OfdAlignment.Center);
            page.AddParagraph("澜江市青禾食品有限公司：你单位提出的食品经营许可申请，经审查符合法定条件，现决定准予许可。", new OfdBox(25, 55, 160, 60), new OfdTextStyle { Size = 5 });
            page.AddText(string.Create(CultureInfo.InvariantCulture, $"第{number}页，共{pages}页"), 105, 285, new OfdTextStyle { Size = 3.5 }, OfdAlignment.Center);
        }

        return builder;
    }

    private static byte[] Build(OfdBuilder builder) =>
        builder.TryBuild(out var ofd, out var fault) ? ofd : throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");
}
