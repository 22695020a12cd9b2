using Trust.Documents.Writing;

namespace Trust.Seal.Tests.Processes;

/// <summary>A document of about so many bytes: its attachment does not compress.</summary>
internal static class LargeDocument
{
    public static byte[] Of(int bytes, int pages = 1)
    {
        var builder = new OfdBuilder(new OfdDocumentInfo { DocId = "0123456789abcdef0123456789abcdef", CreationDate = new DateOnly(2026, 11, 28), Title = "附图册" });
        for (var number = 1; number <= pages; number++)
        {
            builder.AddPage().AddText("附图册", 105, 40, new OfdTextStyle { Size = 8 }, OfdAlignment.Center);
        }

        var data = new byte[bytes];
        new Random(bytes).NextBytes(data);
        builder.AddAttachment("原始数据", "bin", data);
        return builder.TryBuild(out var ofd, out var fault) ? ofd : throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");
    }
}
